/* <played-outbox>: says which sessions wait in this browser, and for what. On the player's pages
   and on Today. With the attribute `reload` the page is loaded again once one was kept. */
import { agree, drop, flush, stateOf, waiting } from "./outbox.js";
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

class PlayedOutbox extends HTMLElement {
  connectedCallback() {
    addEventListener("ankles:outbox", () => this.show());
    if (this.hasAttribute("reload")) addEventListener("ankles:kept", () => location.reload());
    this.setAttribute("role", "status");
    this.show();
    flush();
  }

  show() {
    const letters = waiting().filter(({ body }) => !body.session_key);
    const states = letters.map((letter) => letter.id + stateOf(letter)).join();
    /* Redrawn only when something changed: a screen reader would say it again. */
    if (states === this.states) return;
    this.states = states;
    this.hidden = !letters.length;
    this.replaceChildren(
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
