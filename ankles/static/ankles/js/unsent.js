/* A quick form that was pressed without a line: laid where player/outbox.js finds it, with its key, its
   account and its day. Nothing is loaded for that: without a line nothing could be. What says what waits,
   and sends it, is loaded where something does. */
const QUICK = /^\/log\/(\d{4}-\d\d-\d\d)\/(sessions|symptoms|clear|morning|runs)\/$/;
export const CARRIED = ["entry_key", "csrfmiddlewaretoken", "account", "back"];
const BOX = "ankles.outbox";
const DOUBT = "ankles.doubt";

/* The letter of a form; null where it is none of the quick ones: a long form keeps its words on its page. */
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
  const words = [about ?? button?.textContent.trim(), new Map(fields).get("severity")];
  const title = words.filter(Boolean).join(" ");
  const account = form.elements.namedItem("account")?.value ?? "";
  const body = { entry_key: key, account, day };
  return { id: key, path, title, body, fields: fields.map(([name, value]) => [name, String(value)]) };
}

function lay(letter) {
  const there = JSON.parse(localStorage.getItem(BOX) ?? "[]").filter(({ id }) => id !== letter.id);
  localStorage.setItem(BOX, JSON.stringify([...there, letter]));
}

// What says so on this page, and sends it. Without a line it comes when there is one, or with the next page.
// The line may be back before its loading has failed: then nothing would say so again.
function bringBox() {
  import("./player/box.js").catch(() => {
    if (navigator.onLine) setTimeout(bringBox, 3000);
    else addEventListener("online", bringBox, { once: true });
  });
}

/* Says whether it is kept. `inDoubt`: it is on its way, and its answer will be a page. */
export function keep(form, button, inDoubt) {
  try {
    const letter = letterOf(form, button);
    if (!letter) return false;
    if (inDoubt) {
      sessionStorage.setItem(DOUBT, JSON.stringify(letter));
      return true;
    }
    lay(letter);
    bringBox();
    return true;
  } catch {
    // A browser that forbids its store keeps nothing: the form stays.
    return false;
  }
}

/* What was in doubt: where this page is its answer, it says itself what became of it; after any other it
   waits. `noAnswer`: the page of the quick forms, which stands at an address where none came. */
export function settleDoubt(noAnswer) {
  try {
    const letter = JSON.parse(sessionStorage.getItem(DOUBT));
    sessionStorage.removeItem(DOUBT);
    if (letter && (noAnswer || letter.path !== location.pathname)) lay(letter);
  } catch {
    // Nothing was kept.
  }
}

/* What waits (`ankles.waits` says how many, `ankles.outbox` is the doorstep), or was kept a page ago. */
export function lookForWaiting() {
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
