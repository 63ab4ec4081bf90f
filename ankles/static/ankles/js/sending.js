/* Forms of the logbook that carry an `entry_key`: one press
   is one sending, and nothing that was written is lost.

   A form that is sent again with the same words keeps its key, so that a double tap or a retry makes one
   entry; with other words, or from a page that the browser kept, it gets a key of its own. Without this
   script the server gives each form a key, and answers a key that comes twice.

   What is pressed on a quick form without a line waits on this phone. Nothing is loaded for that: without a
   line nothing could be. So it stands in this file, which is one answer of the first visit and not two. */
const QUICK = /^\/log\/(\d{4}-\d\d-\d\d)\/(sessions|symptoms|clear|morning|runs)\/$/;
const CARRIED = ["entry_key", "csrfmiddlewaretoken", "account", "back"];
const BOX = "ankles.outbox";
const DOUBT = "ankles.doubt";
const SETTLING_MS = 500;
// Two presses nearer than a thumb is wide are the halves of a double tap; elsewhere it is another press.
const THUMB_PX = 40;
// A line that is silent for so long may be dead, and a phone may end this page before it says so.
const SILENT_MS = 5000;
const sent = new WeakMap();
// What each form said when it was pressed last, as a letter; null for a form whose words stay on its page.
const letters = new WeakMap();
// What is on its way: form and letter, in order. And the keys of what was laid down by this page.
const unheard = new Map();
const laid = new Set();
const shown = new WeakSet();
const NOT_SENT = "Not sent: there is no connection. Nothing is lost; press again.";
const WAITS = "No connection: it waits on this phone, and is sent by itself.";
const SILENT = "No answer yet: it waits on this phone, and is sent by itself.";
let answeredAt = -SETTLING_MS;
let focused = null;
// The button that was pressed last: Safari before 15.4 does not say which one sends a form.
let clicked = null;
// Where it was pressed, and where what was sent last: [x, y], 0 and 0 for a key.
let at = [0, 0];
let sentAt = null;

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
  const isNear = !sentAt || Math.hypot(at[0] - sentAt[0], at[1] - sentAt[1]) < THUMB_PX;
  if (isNear && performance.now() - answeredAt < SETTLING_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sentAt = at;
  const key = form.elements.namedItem("entry_key");
  const button = event.submitter ?? (clicked?.form === form ? clicked : null);
  const words = said(form, button);
  if (key && sent.has(form) && sent.get(form) !== words) key.value = newKey();
  sent.set(form, words);
  const letter = letterOf(form, button);
  letters.set(form, letter);
  // Behind what is on its way htmx would forget it with its form, or send what the form says later; and
  // what was laid down shall not come after it.
  const before = unheard.get(form);
  const isTwice = before && before.id === letter?.id;
  if (letter && (before || !navigator.onLine || laid.size) && (isTwice || lay(letter))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isTwice) tell(navigator.onLine ? SILENT : WAITS);
    return;
  }
  // Without htmx the answer is a page, or none: then the words would be gone.
  if (letter && !("htmx-internal-data" in form)) holdInDoubt(letter);
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
  // Counted from when the page came: on a slow phone this script comes later, and a press after it is a wish.
  const [came] = performance.getEntriesByType("navigation");
  answeredAt = Math.min(performance.now(), came?.responseEnd ?? Infinity);
}

/* --- What waits on this phone: laid where player/outbox.js finds it -------------------------- */

/* The letter of a form, with its key, its account and its day; null where it is none of the quick ones:
   a long form keeps its words on its page. */
function letterOf(form, button) {
  const path = button?.getAttribute("formaction") || form.getAttribute("action");
  const [, day, noun] = QUICK.exec(path) ?? [];
  const key = form.elements.namedItem("entry_key")?.value;
  const fields = [...new FormData(form)].filter(([name]) => !CARRIED.includes(name));
  if (button?.name) fields.push([button.name, button.value]);
  const has = (name) => fields.some(([one]) => one === name);
  const isLong = has("more") || has("form") || has("undo") || (noun === "sessions" && has("effort"));
  if (!key || !day || isLong) return null;
  const about = form.closest("section")?.querySelector("h2, h3, b")?.textContent.trim();
  const { minutes, only, severity } = Object.fromEntries(fields);
  const words = [about ?? button?.textContent.trim(), severity];
  // As the page of the quick forms names it (outbox/kinds.js); its button says "Save".
  const title = only ? `Session, ${minutes} min` : words.filter(Boolean).join(" ");
  const account = form.elements.namedItem("account")?.value ?? "";
  const body = { entry_key: key, account, day };
  return { id: key, path, title, body, fields: fields.map(([name, value]) => [name, String(value)]) };
}

const without = (key) => JSON.parse(localStorage.getItem(BOX) ?? "[]").filter(({ id }) => id !== key);

/* Lays down what is not heard yet and then `more`, as it was pressed: what was pressed last stands at the
   end. Says whether it is kept. */
function lay(...more) {
  try {
    for (const letter of [...unheard.values(), ...more]) {
      if (laid.has(letter.id)) continue;
      localStorage.setItem(BOX, JSON.stringify([...without(letter.id), letter]));
      laid.add(letter.id);
    }
  } catch {
    // A browser that forbids its store keeps nothing: the form stays.
    return false;
  }
  dispatchEvent(new Event("ankles:laid"));
  bringBox();
  return true;
}

/* It was heard after all. Where the box took it in meanwhile it is sent once more; its key makes it count
   once. */
function takeBack(key) {
  laid.delete(key);
  try {
    const left = without(key);
    if (left.length) localStorage.setItem(BOX, JSON.stringify(left));
    else localStorage.removeItem(BOX);
  } catch {
    // Nothing was kept.
  }
}

// What says so on this page, and sends it. Without a line it comes when there is one, or with the next page.
// The line may be back before its loading has failed: then nothing would say so again.
function bringBox() {
  import("./player/box.js").catch(() => {
    if (navigator.onLine) setTimeout(bringBox, 3000);
    else addEventListener("online", bringBox, { once: true });
  });
}

/* It is on its way, and its answer will be a page. */
function holdInDoubt(letter) {
  try {
    sessionStorage.setItem(DOUBT, JSON.stringify({ ...letter, at }));
  } catch {
    // A browser that forbids its store keeps nothing.
  }
}

/* What was in doubt: where this page is its answer, it says itself what became of it; after any other it
   waits. Where none came, the page of the quick forms stands there (outbox/quick.js). */
function settleDoubt() {
  try {
    const letter = JSON.parse(sessionStorage.getItem(DOUBT));
    sessionStorage.removeItem(DOUBT);
    sentAt = letter?.at ?? null;
    if (letter && letter.path !== location.pathname) lay(letter);
  } catch {
    // Nothing was kept.
  }
}

/* What waits (`ankles.waits` says how many, `ankles.outbox` is the doorstep), or was kept a page ago. */
function lookForWaiting() {
  try {
    /* The account's tag: what is written without a network is written in it (outbox/quick.js). */
    const tag = document.querySelector("#log [name=account]")?.value;
    if (tag) localStorage.setItem("ankles.me", JSON.stringify(tag));
    const waits = localStorage.getItem("ankles.waits") || localStorage.getItem(BOX);
    if (waits || sessionStorage.getItem("ankles.just")) bringBox();
  } catch {
    // A browser that forbids its store keeps nothing.
  }
}

/* --- What happens on the page ---------------------------------------------------------------- */

function onClick({ target, clientX, clientY }) {
  clicked = target.closest("button, [type=submit]");
  at = [clientX, clientY];
}

/* The worker comes with a touch: whoever opens nothing but Today is answered on a dead line, too. */
function begin() {
  const done = () => removeEventListener("pointerdown", begin);
  import("./offline/begin.js").then(done, () => {}); // without a line the next touch tries again
}
if (document.querySelector("[data-offline]")) addEventListener("pointerdown", begin);
document.addEventListener("click", onClick, { capture: true });
document.addEventListener("submit", pressed, { capture: true });
document.addEventListener("htmx:beforeSwap", (event) => {
  focused = place(document.activeElement);
  shown.add(event.detail.xhr);
  // The answer to a whole form is a whole page, also where the entry is gone: it holds what was written.
  if (event.detail.boosted && event.detail.xhr.status === 404)
    Object.assign(event.detail, { shouldSwap: true, isError: false });
});
document.addEventListener("htmx:afterSettle", () => {
  showAddress();
  answeredAt = performance.now();
  if (focused && document.activeElement === document.body) back(focused);
  focused = null;
});
document.addEventListener("htmx:afterRequest", () => rest(document));
document.addEventListener("htmx:beforeSend", ({ detail: { xhr, elt } }) => {
  // Listened to at the request: when two taps are on their way at once, the first answer takes the
  // place of the form that the second came from, and htmx tells nobody of its answer any more.
  const letter = letters.get(elt);
  if (letter) unheard.set(elt, letter);
  const silent = setTimeout(() => letter && lay() && tell(SILENT), SILENT_MS);
  xhr.addEventListener("error", () => tell(letter && lay() ? WAITS : NOT_SENT));
  xhr.addEventListener("loadend", () => {
    clearTimeout(silent);
    unheard.delete(elt);
    if (letter && xhr.status && xhr.status < 500) takeBack(letter.id);
  });
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
  unheard.clear();
  for (const key of document.querySelectorAll("input[name=entry_key]")) key.value = newKey();
});
addEventListener("storage", lookForWaiting);
settleDoubt();
lookForWaiting();
showAddress();
