/* <played-outbox>: says which sessions and entries wait in this browser, and for what. On the player's pages
   and on Today. With the attribute `reload` the page is loaded again once all that can be sent is kept, and
   then says so; about one that was played without an account it asks what the player asks after a session. */
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
    refused: [
      `${what} waits in this browser, and the logbook could not take it. Write it in by hand. ` +
        (typeof letter.refused === "string" ? letter.refused : ""),
      away,
    ],
  }[stateOf(letter)];
}

/* Of the quick forms there may be many: one note for each thing that they wait for. */
const QUICK_PAGE = "/offline/log/";
export const isQuick = (letter) => !!letter.fields || letter.path === "/log/sessions/";

function saysTogether(state, letters) {
  const ids = letters.map(({ id }) => id);
  const one = letters.length === 1;
  const entries = one ? "1 entry" : `${letters.length} entries`;
  const [wait, they, them] = one ? ["waits", "It is", "it"] : ["wait", "They are", "them"];
  const see = [`See ${them}`, " quiet", QUICK_PAGE];
  const logIn = ["Log in", "", "/accounts/login/?next=/log/"];
  const stranger = `${entries} ${wait} in this browser for the account that wrote ${them}.`;
  const waits = `${entries} ${wait} on this phone and ${one ? "is" : "are"} not in your logbook yet.`;
  return {
    waits: [`${waits} ${they} sent by ${one ? "itself" : "themselves"}.`, ["Send now", "", flush], see],
    broken: [`${waits} This page could not send ${them}: load it again.`, ["Send now", "", flush], see],
    ask: [
      `${entries} written here without an account ${wait} on this phone. Yours?`,
      ["Keep in my logbook", " primary", () => agree(...ids)],
      see,
    ],
    visitor: [`${entries} ${wait} on this phone until a logbook keeps ${them}.`, logIn, see],
    login: [stranger, logIn],
    other: [stranger, [`Throw ${them} away`, " quiet", twice(() => drop(...ids))]],
    refused: [
      `${entries} ${wait} on this phone: your logbook could not take ${them}.`,
      ["See why", "", QUICK_PAGE],
    ],
  }[state];
}

function button([words, look, act]) {
  const className = `button${look}`;
  return typeof act === "string"
    ? make("a", words, { href: act, className })
    : make("button", words, { type: "button", className, onclick: act });
}

/* What was kept on this page is said on the next one, once. */
const JUST = "ankles.just";

/* Of several the last one. */
function remember(letter) {
  const { id, title, yes, body } = letter;
  try {
    const asked = isQuick(letter) ? undefined : yes;
    /* The day that the logbook says, if it says one: it knows when this phone's clock is fast. */
    const day = letter.day ?? body.day;
    sessionStorage.setItem(JUST, JSON.stringify({ id, title, day, yes: asked }));
  } catch {
    // It is in the logbook all the same.
  }
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
  if (me && me.account === yes) {
    const { questions } = await import("./asking.js");
    note.append(questions(id, me));
  }
  return note;
}

function note([words, ...ways]) {
  const made = make("div", "", { className: "note" });
  const row = make("p", "", { className: "row" });
  row.append(...ways.map(button));
  made.append(make("p", words), row);
  return made;
}

/* Nobody is logged in, and something waits: its account may have been erased on another phone. */
async function forgetErased() {
  if (!waiting().some((letter) => stateOf(letter) === "login")) return;
  const { forgetIfErased } = await import("../outbox/forgetting.js");
  await forgetIfErased();
}

class PlayedOutbox extends HTMLElement {
  connectedCallback() {
    addEventListener("ankles:outbox", () => this.show());
    if (this.hasAttribute("reload")) addEventListener("ankles:kept", (event) => this.keep(event.detail));
    this.setAttribute("role", "status");
    this.show();
    confirmed().then((said) => {
      this.confirmed = said;
      this.states = undefined;
      this.show();
    });
    flush().then(forgetErased).catch(() => {});
  }

  keep(letter) {
    if (letter.body.session_key) return;
    this.isOld = true;
    remember(letter);
  }

  show() {
    const letters = waiting().filter(({ body }) => !body.session_key);
    /* Not after each of many: a page that is loaded again has to begin again. */
    if (this.isOld && !letters.some((letter) => stateOf(letter) === "waits")) return location.reload();
    const states = letters.map((letter) => letter.id + stateOf(letter)).join();
    /* Redrawn only when something changed: a screen reader would say it again. */
    if (states === this.states) return;
    this.states = states;
    const quick = letters.filter(isQuick);
    const alike = [...new Set(quick.map(stateOf))].map((state) =>
      saysTogether(
        state,
        quick.filter((letter) => stateOf(letter) === state),
      ),
    );
    const notes = [...letters.filter((letter) => !isQuick(letter)).map(says), ...alike].map(note);
    if (this.confirmed) notes.unshift(this.confirmed);
    this.hidden = !notes.length;
    this.replaceChildren(...notes);
  }
}

customElements.define("played-outbox", PlayedOutbox);
