/* On every page that logs out (`form[data-log-out]`): what
   waits in this browser for this account is settled first. */
import "../desk/forgetting.js";
import { forgetRemembered } from "../outbox/forgetting.js";
import { isQuick } from "./box.js";
import { flush, put, stateOf, waiting } from "./outbox.js";
import { get, make, set, twice } from "./store.js";
import { isWorthKeeping, letter } from "./timeline.js";

/* What belongs to another account stays where it is. */
const open = () => waiting().filter((one) => !one.body.session_key && stateOf(one) !== "other");

/* Whose phone this is, and what was remembered for them, goes with them. */
function forget() {
  set("me", null);
  forgetRemembered();
}

function guard(form) {
  const words = make("p", "", { tabIndex: -1 });
  const row = make("p", "An unfinished one:", { className: "row" });
  const box = make("div", "", { className: "stack" });
  const show = () => {
    const run = get("run");
    const count = open().length + (run ? 1 : 0);
    const quick = open().some(isQuick);
    const noun = quick ? ["entry", "entries"] : ["session", "sessions"];
    const what =
      count === 1 ? `1 ${noun[0]} in this browser is` : `${count} ${noun[1]} in this browser are`;
    const said = count ? `${what} not in your logbook yet. Send or throw away what waits, then log out.` : "";
    /* Said only when it changed: a screen reader would say it again. */
    if (words.textContent !== said) words.textContent = said;
    if (run) words.after(row);
    else row.remove();
    return count;
  };
  /* A run that was left in the middle says what was done, if anything was. */
  const putAway = (keep) => () => {
    const run = get("run");
    set("run", null);
    if (run && keep && isWorthKeeping(run)) put(letter(run));
    show();
  };
  row.append(
    make("button", "Keep what was done", { type: "button", className: "button", onclick: putAway(true) }),
    make("button", "Throw the unfinished one away", {
      type: "button",
      className: "button quiet",
      onclick: twice(putAway(false)),
    }),
  );
  words.setAttribute("role", "alert");
  box.append(words, make("played-outbox", "", { className: "stack" }));
  form.before(box);
  form.addEventListener("submit", (event) => {
    if (!show()) return forget();
    event.preventDefault();
    words.focus();
  });
  addEventListener("ankles:outbox", show);
  show();
}

/* Whose the letters are is asked first, so that a stranger's never stand in the way.
   Who is quicker than that answer is held until it is here, and goes on by the same press. */
const forms = [...document.querySelectorAll("form[data-log-out]")];
let asked = false;
const answer = flush().then(() => {
  asked = true;
  forms.forEach(guard);
});
for (const form of forms)
  form.addEventListener("submit", (event) => {
    if (asked) return;
    event.preventDefault();
    answer.then(() => form.querySelector("button:not([type=button])").click());
  });
