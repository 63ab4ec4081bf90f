/* Sessions and answers on their way to the logbook. Only what is not accepted yet waits here; it is sent
   until it is, with its one key, so that it counts once; and only into the account that played it, or that
   said yes to it. */
import { get, report, set } from "./store.js";

const LATER_S = [5, 15, 60];
/* An answer that takes longer is none. */
const PATIENCE_MS = 20000;
/* Who is logged in: undefined while nobody knows (no network), null for nobody. */
let me;
let asking;
let sending;
/* Whether the last sending ended in a fault of this page: that is not "no network", and is said. */
let broken = false;
let more = false;
let timer;
let tries = 0;

export const waiting = () => get("outbox") ?? [];

function save(letters) {
  set("outbox", letters.length ? letters : null);
  tell("outbox");
}

/* What happens here is heard on this page and in the other tabs. */
/* Without such a channel (Safari before 15.4) the other tabs see it when they are opened next. */
const tabs = window.BroadcastChannel && new BroadcastChannel("ankles");
const hear = ({ data: [name, detail] }) => dispatchEvent(new CustomEvent(`ankles:${name}`, { detail }));
if (tabs) tabs.onmessage = hear;

function tell(...data) {
  tabs?.postMessage(data);
  hear({ data });
}

export function put(letter) {
  save([...waiting().filter((one) => one.id !== letter.id), letter]);
  more = true;
  return flush();
}

/* Away with a letter, and with the answers about it. */
export function drop(id) {
  save(waiting().filter((one) => one.id !== id && one.body.session_key !== id));
}

/* A visitor's session: the runner who is logged in now says that it is theirs. */
export function agree(id) {
  save(waiting().map((one) => (one.id === id ? { ...one, yes: me.account } : one)));
  return flush();
}

/* Safari before 16 has no AbortSignal.timeout. */
function patience() {
  if (AbortSignal.timeout) return AbortSignal.timeout(PATIENCE_MS);
  const control = new AbortController();
  setTimeout(() => control.abort(), PATIENCE_MS);
  return control.signal;
}

/* The answer, null where none came. Only the line is forgiven
   here: what this page cannot do is a fault, and thrown. */
function ask(path, more) {
  const request = new Request(path, { redirect: "manual", cache: "no-store", signal: patience(), ...more });
  return fetch(request).catch(() => null);
}

/* What it says; undefined where it was cut off, or is none of the logbook's. */
const read = (answer) => answer.json().catch(() => undefined);

/* Asks the logbook who is there: {account, csrf, today, followed}, null for nobody, undefined when it cannot
   be asked. One question at a time: of two first answers, only the last one's token would be good. */
export const who = () => (asking ??= inquire().finally(() => (asking = null)));

async function inquire() {
  const answer = await ask("/log/player/");
  if (answer?.ok) me = await read(answer);
  else me = answer && answer.status < 500 ? null : undefined;
  return me;
}

/* What a letter waits for: waits (to be sent), broken (this
   page cannot send it), ask, visitor, login, other, refused. */
export function stateOf({ body, yes, refused }) {
  if (refused) return "refused";
  if (broken) return "broken";
  const account = body.account || yes;
  if (!me) return account ? (me === null ? "login" : "waits") : "visitor";
  return account ? (account === me.account ? "waits" : "other") : "ask";
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
  if (!waiting().length) return;
  await who();
  do {
    more = false;
    for (const letter of waiting()) {
      const ahead = waiting().some((one) => one.id === letter.body.session_key);
      if (me && !ahead && stateOf(letter) === "waits") await post(letter);
    }
    /* What was put here meanwhile goes along. */
  } while (more);
  if (!waiting().some((one) => stateOf(one) === "waits")) tries = 0;
  else timer = setTimeout(flush, 1000 * (LATER_S[tries++] ?? 300));
}

async function post(letter) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": me.csrf };
  const answer = await ask(letter.path, { method: "POST", headers, body: JSON.stringify(letter.body) });
  const said = answer && (await read(answer));
  /* Without the logbook's own words it is not known to be kept:
     it is sent again, and its key makes it count once. */
  if (!said) return;
  if (answer.ok) {
    drop(letter.id);
    tell("kept", { ...letter, ...said });
  } else if (said.error === "account") {
    me = undefined;
  } else if ([404, 409, 422].includes(answer.status)) {
    /* The logbook will never take it like this. An answer without its session says nothing. */
    if (letter.body.session_key) drop(letter.id);
    else save(waiting().map((one) => (one.id === letter.id ? { ...one, refused: true } : one)));
  }
}

addEventListener("online", flush);
/* Come back to with the button Back: what stood here may be kept by now. */
addEventListener("pageshow", ({ persisted }) => persisted && flush());
