/* The quick forms without a network: what is written becomes a letter to the logbook, and waits. */
import { change, isOnDoorstep, known, lasts, put, who } from "../player/outbox.js";
import { dayOf, get, make, newKey, set } from "../player/store.js";
import { asForm, KINDS, placeNamed } from "./kinds.js";
import { listWaiting } from "./list.js";

const $ = (id) => document.getElementById(id);
const plans = JSON.parse($("plans").textContent);
const NOT_KEPT =
  "This browser keeps nothing on this phone: a private window, or no room. What you wrote is sent if the " +
  "line comes back while this page is open. Leave it open, or write it down elsewhere.";
/* The letter whose words are being changed, and the form that has them. */
let changing = null;

const tell = (words) => ($("told").textContent = words);

/* The runner names the day; the clock only proposes. */
let proposed;
function proposeDay() {
  if ($("day").value !== (proposed ?? "")) return;
  $("day").value = proposed = dayOf(Date.now());
}

/* The letter of what a form says now; null after saying what is missing. */
function letterOf(form, said) {
  const made = KINDS[form.id](said, { form, plans, day: $("day").value });
  if (made.missing) {
    tell(made.missing);
    form.elements[made.at].focus();
    return null;
  }
  const id = changing?.form === form.id ? changing.id : (form.dataset.unkept ?? newKey());
  const body = { entry_key: id, account: known(), day: $("day").value, ...made.body };
  return { id, path: made.path, title: made.title, body, fields: made.fields, form: form.id, said };
}

/* What was pressed on another page and had no answer: this page stands at its address. */
function takeInDoubt() {
  try {
    const letter = JSON.parse(sessionStorage.getItem("ankles.doubt"));
    sessionStorage.removeItem("ankles.doubt");
    if (!letter) return;
    $("unanswered").hidden = true;
    put(letter);
    tell(`${letter.title}: waits on this phone.`);
  } catch {
    // A browser that forbids its store kept nothing.
  }
}

async function write(form, said) {
  if (!$("day").reportValidity()) return;
  const letter = letterOf(form, said);
  if (!letter) return;
  if (changing) change(letter.id, { refused: undefined });
  /* Shown at once, and sent when it can be: nobody waits for a line here. */
  put(letter);
  tell(`${letter.title}: waits on this phone.`);
  if (!isOnDoorstep() && !(await lasts(letter.id))) {
    form.dataset.unkept = letter.id;
    return tell(NOT_KEPT);
  }
  delete form.dataset.unkept;
  form.reset();
  stopChanging();
}

function startChanging(letter) {
  const { form: formName, said } = asForm(letter);
  const form = $(formName);
  form.reset();
  for (const [name, value] of Object.entries(said))
    if (form.elements[name]) form.elements[name].value = value;
  $("day").value = letter.body.day;
  changing = { id: letter.id, form: formName };
  /* Where the eye goes; what was said before would cover it. */
  tell("");
  form.querySelector("h2").after($("changing"));
  $("changing").textContent = `You are changing what waits: ${letter.title}. Press again when it is right.`;
  $("changing").hidden = false;
  form.scrollIntoView({ block: "center" });
  form.querySelector("select, input, button").focus();
}

function stopChanging() {
  changing = null;
  $("changing").hidden = true;
}

function onSubmit(event) {
  event.preventDefault();
  const form = event.target;
  const said = Object.fromEntries(new FormData(form));
  /* Safari before 15.4 does not say which button sends a form. */
  const button = event.submitter ?? pressed;
  if (button?.form === form && button.name) said[button.name] = button.value;
  write(form, said);
}

let pressed = null;
document.addEventListener("click", ({ target }) => (pressed = target.closest("button")), { capture: true });

/* --- What this phone remembers of its runner ------------------------------------------------- */

function showUsual() {
  const usual = get("usual");
  const mine = usual && usual.account === known() ? usual : { routines: [], places: [] };
  const routines = mine.routines
    .map(({ routine, stage }) => plans.findIndex((plan) => plan.routine === routine && plan.stage === stage))
    .filter((at) => at >= 0);
  const tap = (at) => {
    const { name, minutes } = plans[at];
    const onclick = () => write($("session"), { plan: String(at), minutes: "" });
    return make("button", `${name}, ${minutes} min`, { type: "button", className: "button", onclick });
  };
  for (const row of document.querySelectorAll("[data-usual=routines]")) {
    row.replaceChildren(...routines.map(tap));
    row.hidden = !routines.length;
  }
  for (const row of document.querySelectorAll("[data-usual=places]")) {
    row.replaceChildren(...mine.places.map(([area, side]) => chip(row.closest("form"), area, side)));
    row.hidden = !mine.places.length;
  }
  $("forget").hidden = !(usual && usual.account === known());
  $("remember").textContent = $("forget").hidden ? "Remember on this phone" : "Bring them up to date";
}

function chip(form, area, side) {
  const option = form.elements.area.querySelector(`[value=${area}]`);
  const words = placeNamed(side, option);
  const onclick = () => {
    form.elements.area.value = area;
    form.elements.side.value = side;
  };
  return make("button", words, { type: "button", className: "chip", onclick });
}

async function remember() {
  const answer = await fetch("/log/choices/", { redirect: "manual", cache: "no-store" }).catch(() => null);
  const usual = answer?.ok && (await answer.json().catch(() => null));
  if (!usual) return tell("This needs a network, and that you are logged in. Nothing is remembered yet.");
  set("me", usual.account);
  set("usual", usual);
  showUsual();
  tell("Your routines and places are remembered on this phone until you log out.");
}

$("remember").onclick = remember;
$("forget").onclick = () => {
  set("usual", null);
  showUsual();
  tell("Forgotten.");
};
/* Where the routine is chosen, its minutes are proposed and may be changed. */
$("plan").onchange = ({ target }) => ($("minutes").value = plans[target.value]?.minutes ?? "");
for (const form of document.querySelectorAll(".quick-forms form")) form.onsubmit = onSubmit;
for (const sign of ["visibilitychange", "pageshow"]) addEventListener(sign, proposeDay);
document.addEventListener("visibilitychange", proposeDay);
addEventListener("ankles:kept", ({ detail }) => tell(`${detail.title}: saved in your logbook.`));
takeInDoubt();
proposeDay();
showUsual();
$("quick").hidden = false;
listWaiting(startChanging);
who()
  .then((me) => me === null && known() && import("./forgetting.js").then((page) => page.forgetIfErased()))
  .catch(() => {})
  .then(showUsual);
