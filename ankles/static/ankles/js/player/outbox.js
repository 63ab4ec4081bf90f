/* What is on its way to the logbook: sessions, answers, the quick forms. Only what is not accepted yet waits
   here; it is sent until it is, in order, each with its one key, so that it counts once; and only into the
   account that wrote it, or that said yes to it.

   A letter is laid on the doorstep (localStorage) in the same breath in which it is written, and taken in
   (IndexedDB) as soon as that answers. Where it never does, it stays there and is sent from there. */
import * as letters from "../outbox/letters.js";
import { ask, isStored, read, reason } from "../outbox/line.js";
import { get, report, set } from "./store.js";

const LATER_S = [5, 15, 60];
/* What is taken in; the doorstep has what came since. */
let inside = [];
/* Who is logged in: undefined while nobody knows (no network), null for nobody. */
let me;
let asking;
let sending;
/* Whether the last sending ended in a fault of this page: that is not "no network", and is said. */
let broken = false;
let more = false;
let timer;
let tries = 0;

const doorstep = () => get("outbox") ?? [];

/* All that waits, in order; where a letter lies in both places the doorstep has its newer words. */
export function waiting() {
  const outside = doorstep();
  const newer = (letter) => outside.find(({ id }) => id === letter.id) ?? letter;
  return [...inside.map(newer), ...outside.filter(({ id }) => !inside.some((one) => one.id === id))];
}

export const ownerOf = ({ body, yes }) => body.account || yes || "";

/* Takes in what lies on the doorstep. What was changed there meanwhile stays for the next time. */
export async function takeIn() {
  const taken = doorstep();
  try {
    if (taken.length) await letters.keep(taken);
    inside = await letters.all();
    /* Before it leaves the doorstep: a page that ends in between leaves no letter that nobody looks for. */
    mark();
    const asTaken = taken.map((letter) => JSON.stringify(letter));
    if (taken.length) lay(doorstep().filter((letter) => !asTaken.includes(JSON.stringify(letter))));
  } catch {
    /* No such store in this browser: the doorstep has to do. */
  }
  mark();
}

const lay = (outside) => set("outbox", outside.length ? outside : null);
/* For pages that only want to know whether the outbox is needed (sending.js). */
const mark = () => set("waits", waiting().length || null);

/* What happens here is heard on this page and in the other tabs; where there is no channel (Safari before
   15.4) they see it when they are opened next. */
const tabs = window.BroadcastChannel && new BroadcastChannel("ankles");
const hear = ({ data: [name, detail] }) => dispatchEvent(new CustomEvent(`ankles:${name}`, { detail }));
if (tabs) tabs.onmessage = (event) => takeIn().then(() => hear(event));

function tell(...data) {
  tabs?.postMessage(data);
  hear({ data });
}

export function put(letter) {
  lay([...doorstep().filter(({ id }) => id !== letter.id), letter]);
  /* Another tab may take it in before this one does: it waits all the same. */
  inside = [...inside.filter(({ id }) => id !== letter.id), letter];
  mark();
  tell("outbox");
  more = true;
  askForSync();
  return flush();
}

/* The letter with other words, in its place. */
export function change(id, words) {
  const letter = waiting().find((one) => one.id === id);
  if (letter) lay([...doorstep().filter((one) => one.id !== id), { ...letter, ...words }]);
}

/* Away with letters, and with the answers about them. */
export function drop(...ids) {
  const gone = ({ id, body }) => ids.includes(id) || ids.includes(body.session_key);
  const away = waiting().filter(gone);
  inside = inside.filter((letter) => !gone(letter));
  lay(doorstep().filter((letter) => !gone(letter)));
  mark();
  tell("outbox");
  return letters.drop(away.map(({ id }) => id)).catch(() => {});
}

/* What a visitor wrote: the runner who is logged in now says that it is theirs. */
export function agree(...ids) {
  for (const id of ids) change(id, { yes: me.account });
  tell("outbox");
  return flush();
}

/* Asks the logbook who is there: {account, csrf, today, followed}, null for nobody, undefined when it cannot
   be asked. One question at a time: of two first answers, only the last one's token would be good. */
export const who = () => (asking ??= inquire().finally(() => (asking = null)));

async function inquire() {
  const answer = await ask("/log/player/");
  if (answer?.ok) me = await read(answer);
  else me = answer && answer.status < 500 ? null : undefined;
  if (me) set("me", me.account);
  return me;
}

/* The account of this phone as far as is known without asking; it goes at log-out. */
export const known = () => me?.account ?? get("me") ?? "";

/* What a letter waits for: waits (to be sent), broken (this page cannot send it), ask, visitor, other,
   login (of what was refused, too: its words are its account's), refused. */
export function stateOf(letter) {
  const owner = ownerOf(letter);
  if (owner && me === null) return "login";
  if (letter.refused) return owner && owner !== known() ? "other" : "refused";
  if (broken) return "broken";
  if (!owner) return me ? "ask" : "visitor";
  if (owner === known()) return "waits";
  return me ? "other" : "login";
}

export function flush() {
  const failed = (fault) => {
    broken = true;
    report(fault);
  };
  sending ??= deliver()
    .catch(failed)
    .finally(() => {
      sending = null;
      tell("outbox");
    });
  return sending;
}

async function deliver() {
  clearTimeout(timer);
  broken = false;
  await takeIn();
  if (!waiting().length) return;
  await who();
  do {
    more = false;
    await takeIn();
    for (const letter of waiting()) {
      const ahead = waiting().some((one) => one.id === letter.body.session_key);
      if (me && !ahead && stateOf(letter) === "waits" && !(await post(letter))) break;
    }
    /* What was put here meanwhile goes along. */
  } while (more);
  const open = (letter) => stateOf(letter) === "waits" || (me === undefined && ownerOf(letter));
  if (!waiting().some(open)) tries = 0;
  else timer = setTimeout(flush, 1000 * (LATER_S[tries++] ?? 300));
}

function envelope({ id, body, fields }) {
  if (!fields) return [{ "Content-Type": "application/json" }, JSON.stringify(body)];
  const form = new URLSearchParams([...fields, ["entry_key", id], ["account", body.account]]);
  return [{ Accept: "application/json" }, form];
}

/* Says whether the next one may go: order is kept, but for one that breaks the site each time. */
async function post(letter) {
  const [headers, body] = envelope(letter);
  const answer = await ask(letter.path, {
    method: "POST",
    headers: { ...headers, "X-CSRFToken": me.csrf },
    body,
  });
  const said = answer && (await read(answer));
  /* Without the logbook's own words it is not known to be kept:
     it is sent again, and its key makes it count once. */
  if (!said) return answer?.status === 500;
  if (answer.ok && (said.saved || said.day)) {
    await drop(letter.id);
    tell("kept", { ...letter, ...said });
  } else if (said.error === "account" || [401, 403].includes(answer.status)) {
    me = answer.status === 409 ? undefined : null;
    return false;
  } else if ([404, 409, 422].includes(answer.status)) {
    /* The logbook will never take it like this. An answer without its session says nothing. */
    if (letter.body.session_key) await drop(letter.id);
    else change(letter.id, { refused: reason(answer.status, said) });
  } else return false;
  return true;
}

/* Chromium sends what waits also when the line comes back after the page is gone. */
function askForSync() {
  navigator.serviceWorker
    ?.getRegistration()
    .then((worker) => worker?.sync?.register("outbox"))
    .catch(() => {});
}

/* Whether a letter outlives this page: it lies on the doorstep, which is known at once, or is taken in. */
export const isOnDoorstep = () => isStored("ankles.outbox");
export async function lasts(id) {
  await takeIn();
  const taken = await letters.all().catch(() => []);
  return taken.some((letter) => letter.id === id) || !waiting().some((letter) => letter.id === id);
}

/* The line is back: what was being sent just now may have failed without it, and is not left for later. */
const again = () => (sending ?? Promise.resolve()).then(flush);

addEventListener("online", again);
/* Something more lies on the doorstep (sending.js). */
addEventListener("ankles:laid", again);
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data.sync === "outbox") again();
  /* While nobody looked at this page. */
  if (data.sent) takeIn().then(() => hear({ data: ["kept", data.sent] }));
});
/* Come back to with the button Back: what stood here may be kept by now. */
addEventListener("pageshow", ({ persisted }) => persisted && flush());
