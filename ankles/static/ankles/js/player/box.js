/* <played-outbox>: says which sessions wait in this browser, and for what. On the player's pages
   and on Today. With the attribute `reload` the page is loaded again once one was kept, and then says so;
   about one that was played without an account it asks what the player asks after a session. */
import { agree, drop, flush, stateOf, waiting, who } from "./outbox.js";
import { dayInWords, make, twice } from "./store.js";

/* What is said of a letter, and the ways out of it: [words, look, what it does or where it leads]. */
function says(letter) {
  const { id, title, body } = letter;
  const day = dayInWords(body.day);
  const what = `${title}, ${day}. It`;
  const away = ["Throw it away", " quiet", twice(() => drop(id))];
  const logIn = ["Log in", "", "/accounts/login/?next=/log/"];
  const stranger = "A session waits in this browser for the account that played it.";
  return {
    waits: [
      `${what} waits in this browser and is not in your logbook yet. It is sent again by itself.`,
      ["Send now", "", flush],
      away,
    ],
    broken: [
      `${what} waits in this browser. This page could not send it: something in it broke. ` +
        "Load the page again.",
      ["Send now", "", flush],
      away,
    ],
    ask: [
      `Keep the session of ${day}? ${title}, played here without an account.`,
      ["Keep it", " primary", () => agree(id)],
      away,
    ],
    visitor: [
      `${what} waits in this browser until a logbook keeps it.`,
      ["Start a logbook", " primary", "/accounts/signup/?next=/log/"],
      logIn,
      away,
    ],
    login: [stranger, logIn, away],
    other: [stranger, away],
    refused: [`${what} waits in this browser, and the logbook could not take it. Write it in by hand.`, away],
  }[stateOf(letter)];
}

function button([words, look, act]) {
  const className = `button${look}`;
  return typeof act === "string"
    ? make("a", words, { href: act, className })
    : make("button", words, { type: "button", className, onclick: act });
}

/* What was kept on this page is said on the next one, once. */
const JUST = "ankles.just";

function kept({ detail: { id, title, day, yes, body } }) {
  if (body.session_key) return;
  try {
    sessionStorage.setItem(JUST, JSON.stringify({ id, title, day, yes }));
  } catch {
    // It is in the logbook all the same.
  }
  location.reload();
}

function takeOut() {
  try {
    const said = sessionStorage.getItem(JUST);
    sessionStorage.removeItem(JUST);
    return said;
  } catch {
    return null;
  }
}

async function confirmed() {
  const said = takeOut();
  if (!said) return null;
  const { id, title, day, yes } = JSON.parse(said);
  const note = make("div", "", { className: "note stack-s" });
  const words = make("p", `Kept in your logbook: ${title}, ${dayInWords(day)}. `);
  words.append(make("a", "See the day", { href: `/log/${day}/` }));
  note.append(words);
  const me = yes && (await who());
  if (me?.account === yes) {
    const { questions } = await import("./asking.js");
    note.append(questions(id, me));
  }
  return note;
}

class PlayedOutbox extends HTMLElement {
  connectedCallback() {
    addEventListener("ankles:outbox", () => this.show());
    if (this.hasAttribute("reload")) addEventListener("ankles:kept", kept);
    this.setAttribute("role", "status");
    this.show();
    confirmed().then((note) => {
      this.confirmed = note;
      this.states = undefined;
      this.show();
    });
    flush();
  }

  show() {
    const letters = waiting().filter(({ body }) => !body.session_key);
    const states = letters.map((letter) => letter.id + stateOf(letter)).join();
    /* Redrawn only when something changed: a screen reader would say it again. */
    if (states === this.states) return;
    this.states = states;
    this.hidden = !letters.length && !this.confirmed;
    this.replaceChildren(
      ...(this.confirmed ? [this.confirmed] : []),
      ...letters.map((letter) => {
        const [words, ...ways] = says(letter);
        const note = make("div", "", { className: "note" });
        const row = make("p", "", { className: "row" });
        row.append(...ways.map(button));
        note.append(make("p", words), row);
        return note;
      }),
    );
  }
}

customElements.define("played-outbox", PlayedOutbox);
