/* What waits on this phone, with its count: each entry can be changed or thrown away; one that the logbook
   refused says why. Of another account's it is said that they wait, and nothing else. */
import { agree, drop, flush, stateOf, waiting } from "../player/outbox.js";
import { dayInWords, dayOf, make, twice } from "../player/store.js";
import { asForm } from "./kinds.js";

const $ = (id) => document.getElementById(id);
const SAYS = {
  waits: "Waits on this phone.",
  broken: "This page could not send it. Load it again.",
  ask: "Written here without an account.",
  visitor: "Waits until a logbook keeps it.",
};
const button = (words, onclick, look = "") =>
  make("button", words, { type: "button", className: `button${look}`, onclick });
const link = (words, href) => make("a", words, { className: "link-lg", href });

function line(letter, startChanging) {
  const state = stateOf(letter);
  const made = make("li");
  const row = make("p", "", { className: "row" });
  const what = make("p");
  what.append(make("b", letter.title), ` ${dayInWords(letter.body.day)}. `);
  const refused = typeof letter.refused === "string" ? letter.refused : "The logbook could not take it.";
  what.append(state === "refused" ? `Not saved: ${refused}` : SAYS[state]);
  if (state === "ask") row.append(button("Keep in my logbook", () => agree(letter.id), " primary"));
  if (asForm(letter)) row.append(button("Change", () => startChanging(letter)));
  const hasCome = letter.body.day <= dayOf(Date.now());
  if (state === "refused" && hasCome) row.append(link("The day", `/log/${letter.body.day}/`));
  row.append(
    button(
      "Throw away",
      twice(() => drop(letter.id)),
      " quiet",
    ),
  );
  made.append(what, row);
  return made;
}

/* Redrawn only when something changed: what is under a thumb stays. */
let shown = "";

function show(startChanging) {
  const all = waiting().filter(({ body }) => !body.session_key);
  const state = JSON.stringify(all.map((letter) => [letter, stateOf(letter)]));
  if (state === shown) return;
  shown = state;
  const isStrangers = (letter) => ["other", "login"].includes(stateOf(letter));
  const others = all.filter(isStrangers).length;
  const own = all.filter((letter) => !isStrangers(letter));
  const count = (many) => (many === 1 ? "1 entry waits" : `${many} entries wait`);
  const refused = own.filter((letter) => stateOf(letter) === "refused").length;
  const strangers = `${count(others)} for the account that wrote ${others === 1 ? "it" : "them"}`;
  const they = own.length === 1 ? "it" : "they";
  const words = [
    own.length && `${count(own.length)} on this phone`,
    refused && `${refused < own.length ? `${refused} of them` : they} could not be taken`,
    others && strangers,
  ];
  $("count").textContent = words.filter(Boolean).join("; ");
  $("waits").hidden = !all.length;
  $("send").hidden = own.length === refused;
  if (refused) $("waits").open = true;
  const nobody = own.some((letter) => stateOf(letter) === "visitor");
  const logIn = make("li");
  logIn.append(link("Log in to send them", "/accounts/login/?next=/log/"));
  const lines = own.map((letter) => line(letter, startChanging));
  $("list").replaceChildren(...lines, ...(others || nobody ? [logIn] : []));
}

/* Says from now on what waits, and sends it. */
export function listWaiting(startChanging) {
  addEventListener("ankles:outbox", () => show(startChanging));
  $("send").onclick = flush;
  show(startChanging);
  flush();
}
