/* After the end: what was done, that it is kept, and two questions
   that can be left out. Nothing is chosen beforehand. */
import { questions } from "./asking.js";
import { waiting } from "./outbox.js";
import { $, turnTo } from "./screen.js";
import { dayInWords, make } from "./store.js";
import { minutes, rows } from "./timeline.js";

const say = (outcome) => (outcome === "part" ? "in part" : outcome);

/* The sides of an exercise on one line: "done", or "right done, left in part". */
function line({ name, dose }, own) {
  const alike = own.every(({ outcome }) => outcome === own[0].outcome);
  const words = alike
    ? say(own[0].outcome)
    : own.map(({ side, outcome }) => `${side} ${say(outcome)}`).join(", ");
  const made = make("li", "", { className: alike ? own[0].outcome : "part" });
  made.append(make("b", name), make("span", dose), make("span", words));
  return made;
}

export function summary(run, me) {
  const all = rows(run);
  const slept = run.slept?.all.join(", ");
  $("done-says").textContent =
    `${minutes(run)} min on ${dayInWords(run.day)}` +
    (slept ? `. While this page slept, the clock counted as done: ${slept}` : "");
  $("did").replaceChildren();
  while (all.length) {
    const [first] = all;
    const two = all[1]?.name === first.name && all[1].side !== first.side;
    $("did").append(line(first, all.splice(0, two ? 2 : 1)));
  }
  turnTo("done");
  $("done-title").focus();
  const kept = (day) => {
    $("kept").replaceChildren("Kept in your logbook. ", make("a", "See the day", { href: `/log/${day}/` }));
    ask(run, me);
  };
  $("kept").replaceChildren();
  addEventListener("ankles:kept", ({ detail: { id, day } }) => id === run.key && kept(day));
  /* It may have been quicker than this page was loaded. */
  if (!waiting().some(({ id }) => id === run.key)) kept(run.day);
  if (run.account && run.account === me?.account) ask(run, me);
}

function ask(run, me) {
  if (!me || !$("ask").hidden) return;
  $("ask").replaceChildren(questions(run.key, me));
  $("ask").hidden = false;
}
