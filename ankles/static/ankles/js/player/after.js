/* After the end: what was done, that it is kept, and two questions
   that can be left out. Nothing is chosen beforehand. */
import { put } from "./outbox.js";
import { $, turnTo } from "./screen.js";
import { dayInWords, make, newKey } from "./store.js";
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
  addEventListener("ankles:kept", ({ detail: { id, day } }) => {
    if (id === run.key) {
      $("kept").replaceChildren("Kept in your logbook. ", make("a", "See the day", { href: `/log/${day}/` }));
      ask(run, me);
    }
    const sent = document.querySelector(`[data-sent="${id}"]`);
    if (sent) sent.textContent = "kept";
  });
  if (run.account && run.account === me?.account) ask(run, me);
}

/* Effort, and one number for each place that is followed.
   One tap on a number sends it; another tap corrects it. */
function ask(run, me) {
  if (!me || !$("ask").hidden) return;
  const send = (answer) => {
    const id = newKey();
    const body = {
      entry_key: id,
      account: me.account,
      session_key: run.key,
      effort: null,
      symptoms: [],
      ...answer,
    };
    put({ id, path: "/log/played/answers/", body });
    return id;
  };
  tens($("effort"), (effort) => send({ effort }));
  for (const { area, side, name } of me.followed) {
    const field = make("fieldset", "", { className: "tens" });
    const legend = make("legend", `${name}, during the session `);
    legend.append(make("span", "0 is no pain, 10 the worst you can think of."));
    field.append(legend);
    tens(field, (severity) => send({ symptoms: [{ area, side, severity }] }));
    $("ask").append(field);
  }
  $("ask").hidden = false;
}

function tens(field, chosen) {
  const row = make("div", "", { className: "number-row" });
  const said = make("p");
  said.setAttribute("role", "status");
  for (let number = 0; number <= 10; number++) {
    const onclick = ({ target }) => {
      for (const other of row.children) other.setAttribute("aria-pressed", other === target);
      const word = make("span", "waits to be sent");
      said.replaceChildren(`${number}: `, word);
      word.dataset.sent = chosen(number);
    };
    row.append(make("button", number, { type: "button", onclick }));
  }
  field.append(row, said);
}
