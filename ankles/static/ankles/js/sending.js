/* Forms of the logbook that carry an `entry_key`: one press
   is one sending, and nothing that was written is lost.

   A form that is sent again with the same words keeps its key, so that a double tap or a retry makes one
   entry; with other words, or from a page that the browser kept, it gets a key of its own. Without this
   script the server gives each form a key, and answers a key that comes twice.

   What is pressed on a quick form without a line waits on this phone (unsent.js). */
import { CARRIED, keep, lookForWaiting, settleDoubt } from "./unsent.js";

const SETTLING_MS = 500;
const sent = new WeakMap();
const pressedWith = new WeakMap();
const shown = new WeakSet();
const NOT_SENT = "Not sent: there is no connection. Nothing is lost; press again.";
const WAITS = "No connection: it waits on this phone, and is sent by itself.";
let answeredAt = -SETTLING_MS;
let focused = null;
// The button that was pressed last: Safari before 15.4 does not say which one sends a form.
let clicked = null;

function newKey() {
  // Also where the page is not served over https, and randomUUID is missing.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  return [...b]
    .map((one) => one.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function said(form, button) {
  const words = [...new FormData(form)]
    .filter(([name]) => !CARRIED.includes(name))
    .map(([name, value]) => [name, String(value)]);
  const path = button?.getAttribute("formaction") || form.getAttribute("action");
  return JSON.stringify([path, button?.name, button?.value, words]);
}

function pressed(event) {
  const form = event.target;
  if (form.method !== "post") return;
  // What was pressed stood somewhere else a moment ago: the second half of a double tap, not a wish to undo.
  if (performance.now() - answeredAt < SETTLING_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const key = form.elements.namedItem("entry_key");
  const button = event.submitter ?? (clicked?.form === form ? clicked : null);
  const words = said(form, button);
  if (key && sent.has(form) && sent.get(form) !== words) key.value = newKey();
  sent.set(form, words);
  pressedWith.set(form, button);
  if (!navigator.onLine && keep(form, button)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(WAITS);
    return;
  }
  // Without htmx the answer is a page, or none: then the words would be gone.
  if (!("htmx-internal-data" in form)) keep(form, button, true);
  button?.setAttribute("aria-busy", "true");
}

function rest(root) {
  for (const button of root.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

function tell(words) {
  const bar = document.createElement("div");
  const text = document.createElement("p");
  bar.className = "toast floats";
  text.textContent = words;
  bar.append(text);
  document.getElementById("said")?.replaceChildren(bar);
}

// A button without an id is found again by its form's words and its own.
function place(element) {
  const form = element?.form;
  if (!form || element.id) return null;
  const fixed = [...form.querySelectorAll("input[type=hidden]")].filter((one) => !CARRIED.includes(one.name));
  return {
    action: form.getAttribute("action"),
    fixed: fixed.map((one) => one.name + one.value).join(),
    name: element.name,
    value: element.value,
  };
}

function back(to) {
  for (const form of document.querySelectorAll("#log form")) {
    if (form.getAttribute("action") !== to.action) continue;
    for (const element of form.elements) {
      const here = place(element);
      if (here && element.name === to.name && element.value === to.value && here.fixed === to.fixed) {
        element.focus({ preventScroll: true });
        return;
      }
    }
  }
}

function showAddress() {
  // An answer stands at the address of its form: a reload shall open the page, not send again.
  const here = document.getElementById("log")?.dataset.here;
  if (!here || here === location.pathname) return;
  history.replaceState(history.state, "", here);
  answeredAt = performance.now();
}

document.addEventListener("click", ({ target }) => (clicked = target.closest("button, [type=submit]")), {
  capture: true,
});
document.addEventListener("submit", pressed, { capture: true });
document.addEventListener("htmx:beforeSwap", (event) => {
  focused = place(document.activeElement);
  shown.add(event.detail.xhr);
  // The answer to a whole form is a whole page, also where the entry is gone: it holds what was written.
  if (event.detail.boosted && event.detail.xhr.status === 404)
    Object.assign(event.detail, { shouldSwap: true, isError: false });
});
document.addEventListener("htmx:afterSettle", () => {
  answeredAt = performance.now();
  showAddress();
  if (focused && document.activeElement === document.body) back(focused);
  focused = null;
});
document.addEventListener("htmx:afterRequest", () => rest(document));
document.addEventListener("htmx:beforeSend", ({ detail: { xhr, elt } }) => {
  // Listened to at the request: when two taps are on their way at once, the first answer takes the
  // place of the form that the second came from, and htmx tells nobody of its answer any more.
  xhr.addEventListener("error", () =>
    tell(keep(elt, pressedWith.get(elt)) ? WAITS : NOT_SENT),
  );
  xhr.addEventListener(
    "load",
    () => shown.has(xhr) || xhr.getResponseHeader("HX-Redirect") || location.reload(),
  );
});
document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  if (status === 404) tell("This is not there any more. Load the page again.");
  // The server says whether it was saved, or that this is not known.
  else if (status === 503 && responseText.length < 300) tell(responseText);
  // What stands before the server speaks for it: the server may have saved it all the same.
  else if ([502, 503, 504].includes(status))
    tell("It is not known whether this was saved: no answer came. Press again: it counts once.");
  else tell("Not saved: something broke here. Press again in a moment.");
});
window.addEventListener("pageshow", (event) => {
  rest(document);
  if (!event.persisted) return;
  for (const key of document.querySelectorAll("input[name=entry_key]")) key.value = newKey();
});
addEventListener("storage", lookForWaiting);
settleDoubt();
lookForWaiting();
showAddress();
