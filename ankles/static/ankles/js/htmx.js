/* htmx comes when somebody reaches for what it would send:
   a pointer over it, a finger on it, the focus in it.

   Until it is there a form is a form, and what is pressed is sent as without JavaScript. What was
   ticked or typed meanwhile is told to it when it comes, because that is sent without a press. */

const SIGNS = ["pointerover", "pointerdown", "focusin", "keydown", "input", "change"];
const missed = new Map();
let coming;

async function bring() {
  // Earlier it would wait for an event that is past.
  if (document.readyState !== "complete")
    await new Promise((whole) => addEventListener("load", whole, { once: true }));
  try {
    await import("../../django_htmx/htmx-2.min.js");
  } catch {
    // Without a connection the next sign tries again; until then a form is a form.
    coming = null;
    return;
  }
  for (const sign of SIGNS) document.removeEventListener(sign, reached);
  removeEventListener("popstate", returned);
  for (const [type, target] of missed) target.dispatchEvent(new Event(type, { bubbles: true }));
}

function start() {
  coming ??= bring();
}

function reached({ type, target }) {
  if (!target.closest("[hx-get], [hx-post], [hx-boost]")) return;
  if (type === "input" || type === "change") missed.set(type, target);
  start();
}

// Back at an address that htmx wrote, from another page: the
// browser keeps the address, htmx would bring the content.
function returned({ state }) {
  if (state?.htmx) location.reload();
}

for (const sign of SIGNS) document.addEventListener(sign, reached, { passive: true });
addEventListener("popstate", returned);
// This page answers a press that was quicker than htmx (its
// address is the form's): the next one shall find it.
const here = document.querySelector("[data-here]")?.dataset.here;
if (here && here !== location.pathname) start();
