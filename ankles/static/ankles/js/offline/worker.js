/* The site's worker, sent as /sw.js: pages of the guide are kept on this phone and open without a network.

   It keeps what is the same for everybody and nothing else. What is private is never put (put), and only its
   absence is answered for (withoutLine). Whatever goes wrong in here, the network is asked as if there were
   no worker. The removing worker beside this file is sent in its place where OFFLINE=false. */
const PAGES = "ankles-pages-1";
const FILES = "ankles-files-1";
const OFFLINE = "/offline/";
const QUICK = "/offline/log/";
const LIST = "/offline/list.json";
const WORDS = "/offline/words.json";
/* What is kept here, in a few words for the pages that say so; it is no address of the site. */
const STATE = "/offline/state";

const PRIVATE = /^\/(log|accounts|admin|shared)(\/|$)/;
const IN_LOG = /^\/log\/(?!data\/)/;
const PUBLIC = new RegExp(
  "^/((guide|issues|places|exercises|routines)/([\\w-]+/)?((play|sheet)/)?" +
    "|(sources|words|search|about|privacy|accessibility)/|offline/(log/)?)?$",
);
/* Pages that read what stands behind the question mark; elsewhere it says nothing. */
const ASKS = /^\/(search|exercises|routines)\//;
/* Words that a list has for where its address asked for less of it, and the page of the quick forms for where
   a press had no answer. */
const WHOLE_LIST = "data-whole-list";
const UNANSWERED = "data-unanswered";
/* Files whose name changes with their content: what was kept under one is right for ever. */
const FILE = /^(\/(static|figures)\/[\w./-]+\.[0-9a-f]{12}\.\w+|\/pictures\/[\w-]+\/\d+\.webp)$/;
const PICTURE = /^(\/pictures\/[\w-]+)\/(\d+)\.webp$/;
const NAMED = /["'(,\s](\/(?:static|figures|pictures)\/[^"'()\s?#]+)/g;
const BESIDE = /["'(](\.{1,2}\/[^"'()\s?#]+)/g;

const SILENT_MS = 3000;
const PRESSED_MS = 10000;
const PATIENT_MS = 60000;
const LOOK_AGAIN_MS = 60000;
/* Until when a line may be silent for longer, because somebody said so. */
let patientUntil = 0;
let lookedAt = 0;
let renewing;
/* Files that are here with all that they name. */
const whole = new Set();

const kept = (path) => caches.match(path, { ignoreVary: true });
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const patience = () => (Date.now() < patientUntil ? PATIENT_MS : SILENT_MS);
const fresh = (path) => fetch(path, { cache: "no-cache" });
/* Null where none came. A proxy that says 502 or 504 stands before a site that is not there. */
const heard = (coming) =>
  coming.then((answer) => ([502, 504].includes(answer.status) ? null : answer)).catch(() => null);

function isForEverybody(answer) {
  const said = answer.headers.get("Cache-Control") ?? "";
  return (
    answer.status === 200 &&
    !answer.redirected &&
    (answer.type === "basic" || answer.type === "default") &&
    /\bpublic\b/.test(said) &&
    !/no-store|private/.test(said)
  );
}

/* The one door to what is kept. Says whether it was put. */
async function put(cache, path, answer) {
  const where = path.split("?")[0];
  const known = PUBLIC.test(where) || FILE.test(where) || [LIST, WORDS].includes(where);
  if (PRIVATE.test(where) || !known || !isForEverybody(answer)) return false;
  /* A file of an earlier release is still sent, and is none of what a page of today names. */
  if (FILE.test(where) && !/\bimmutable\b/.test(answer.headers.get("Cache-Control"))) return false;
  await (await caches.open(cache)).put(path, answer);
  return true;
}

/* The addresses of files that a page, or a file at `path`, names. */
function filesIn(text, path) {
  const beside = [...text.matchAll(BESIDE)].map(([, name]) => new URL(name, location.origin + path).pathname);
  const found = [...text.matchAll(NAMED)].map(([, name]) => name);
  return new Set(smallest([...found, ...(FILE.test(path) ? beside : [])].filter((name) => FILE.test(name))));
}

/* Of a picture that comes in several widths the smallest is kept. */
function smallest(names) {
  const widths = new Map();
  for (const name of names) {
    const [, picture, width] = PICTURE.exec(name) ?? [];
    if (picture) widths.set(picture, Math.min(width, widths.get(picture) ?? Infinity));
  }
  return names.filter((name) => {
    const [, picture, width] = PICTURE.exec(name) ?? [];
    return !picture || +width === widths.get(picture);
  });
}

/* What is kept of a file: itself, or its picture in another width. */
async function instead(path) {
  const [, picture] = PICTURE.exec(path) ?? [];
  const keys = picture ? await (await caches.open(FILES)).keys() : [];
  const other = keys.find(({ url }) => new URL(url).pathname.startsWith(`${picture}/`));
  return other && kept(other.url);
}

/* Keeps a file with all that it names. Throws where one of them does not come. */
async function keepFile(path) {
  if (whole.has(path)) return;
  whole.add(path);
  try {
    let file = await kept(path);
    if (!file) {
      file = await fetch(path);
      if (!(await put(FILES, path, file.clone()))) throw new Error(`${path} cannot be kept`);
    }
    if (/\.(css|js)$/.test(path)) for (const name of filesIn(await file.text(), path)) await keepFile(name);
  } catch (fault) {
    whole.delete(path);
    throw fault;
  }
}

/* Keeps a page once all that it needs is here: never one without its style. Says whether it is kept. */
async function keepPage(path, answer) {
  if (!isForEverybody(answer)) return false;
  const mark = answer.headers.get("ETag");
  const before = await kept(path);
  if (mark && before?.headers.get("ETag") === mark) return true;
  const text = await answer.clone().text();
  for (const name of filesIn(text, path)) await keepFile(name);
  return put(PAGES, path, answer);
}

/* The page as it is now. What the guide no longer has goes; where the site is broken, what is kept stays. */
async function bring(path) {
  const answer = await fresh(path);
  if (answer.status >= 500) throw new Error(`${path} is not to be had`);
  return (await keepPage(path, answer)) || !(await (await caches.open(PAGES)).delete(path));
}

/* Under what a page is kept. */
const pathOf = ({ pathname, search }) => (ASKS.test(pathname) ? pathname + search : pathname);
const mayBeKept = (path) => /^[^?]*(\?(stage|page)=\d+)?$/.test(path);

/* A page with these words and the policies of another answer: those of every answer of the site. */
function pageLike(answer, text, more = {}) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  for (const name of Object.keys(more)) headers.set(name, more[name]);
  return new Response(text, { headers });
}

/* All of a list, where its address asked for less of it: the page says so. Other pages say nothing of
   the kind, and must not stand for what was asked. */
async function wholeList(path) {
  const page = path.includes("?") && (await kept(path.split("?")[0]));
  const text = page && (await page.text());
  if (!text || !text.includes(WHOLE_LIST)) return null;
  return saying(WHOLE_LIST, page, text);
}

const saying = (words, page, text) => pageLike(page, text.replace(`${words} hidden`, words));

async function tell(said) {
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage(said);
}

/* A page of the guide: from the network, or as it was kept where the line is silent or the site broken. */
async function answerPage(event, path) {
  const coming = fetch(event.request);
  const keep = (answer) => mayBeKept(path) && keepPage(path, answer.clone());
  const keeping = coming.then(keep).catch(() => false);
  event.waitUntil(keeping);
  const answer = await Promise.race([heard(coming), later(patience())]);
  /* Too many requests, says a proxy: what is kept will do. */
  if (answer?.status < 500 && answer.status !== 429) {
    event.waitUntil(look().catch(() => {}));
    return answer;
  }
  const own = (await kept(path)) || (await wholeList(path));
  if (own || answer) return own ?? answer;
  /* It may come after all: the page that stands there instead is told. */
  event.waitUntil(keeping.then((came) => came && tell({ came: path })));
  return (await kept(OFFLINE)) ?? coming;
}

/* A part of a page, for htmx: without a line it is told to open the page, which is answered as above. */
async function answerPart(request, path) {
  const answer = await Promise.race([heard(fetch(request)), later(patience())]);
  return answer ?? new Response("", { headers: { "HX-Redirect": path } });
}

/* A page of the logbook: never kept. Without a line there is a page that is the same for everybody. */
async function withoutLine(event, path) {
  const coming = fetch(event.request);
  const tries = [heard(coming)];
  /* These two have something to do meanwhile: the others are waited for as long as the browser does. */
  if (["/log/", "/log/usual/"].includes(path)) tries.push(later(patience()));
  return (await Promise.race(tries)) ?? (await kept(QUICK)) ?? (await kept(OFFLINE)) ?? coming;
}

/* A form of the logbook that was pressed before its script was there, in place of the browser's own words.
   What it says lies with its page (sending.js); loading the page again sends it again. */
async function pressed(event) {
  const coming = fetch(event.request);
  /* It goes on when that page stands there: what was pressed may still be on its way up. */
  event.waitUntil(coming.catch(() => {}));
  const answer = await Promise.race([heard(coming), later(PRESSED_MS)]);
  const page = !answer && (await kept(QUICK).catch(() => null));
  return answer ?? (page ? saying(UNANSWERED, page, await page.text()) : coming);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const isPage = request.mode === "navigate";
  const isPressed = request.method === "POST" && isPage && IN_LOG.test(url.pathname);
  if (isPressed) event.respondWith(pressed(event));
  if (request.method !== "GET") return;
  const orNetwork = (answer) => event.respondWith(answer.catch(() => fetch(request)));
  if (PRIVATE.test(url.pathname)) {
    if (isPage && IN_LOG.test(url.pathname)) orNetwork(withoutLine(event, url.pathname));
  } else if (isPage) {
    if (PUBLIC.test(url.pathname)) orNetwork(answerPage(event, pathOf(url)));
  } else if (PUBLIC.test(url.pathname) && request.headers.has("HX-Request")) {
    orNetwork(answerPart(request, url.pathname + url.search));
  } else if (FILE.test(url.pathname)) {
    const coming = async () => (await kept(url.pathname)) ?? fetch(request);
    orNetwork(coming().catch(async (fault) => (await instead(url.pathname)) ?? Promise.reject(fault)));
  }
});

/* --- What is here, and whether it is still right -------------------------------------------- */

async function state() {
  const said = await kept(STATE);
  return said ? said.json() : { edition: "", all: false };
}

async function write(said) {
  await (await caches.open(PAGES)).put(STATE, new Response(JSON.stringify(said)));
}

/* All files that the kept pages need. */
async function filesNeeded() {
  const needed = new Set();
  const visit = async (name) => {
    if (needed.has(name)) return;
    needed.add(name);
    const file = /\.(css|js)$/.test(name) && (await kept(name));
    if (file) for (const other of filesIn(await file.text(), name)) await visit(other);
  };
  const pages = await caches.open(PAGES);
  for (const { url } of await pages.keys()) {
    const path = pathOf(new URL(url));
    const page = await kept(path);
    if (page) for (const name of filesIn(await page.text(), path)) await visit(name);
  }
  return needed;
}

/* Asks whether there is a new release or an edit, and brings what is kept up to that. */
async function look() {
  if (Date.now() - lookedAt < LOOK_AGAIN_MS) return;
  lookedAt = Date.now();
  const before = await state();
  const answer = await fresh(LIST);
  const list = isForEverybody(answer) && (await answer.clone().json());
  if (!list || list.edition === before.edition) return;
  await renew(list, before.all);
  if (before.edition) await tell({ updated: list.edition });
}

const renew = (list, all) => (renewing ??= bringAll(list, all).finally(() => (renewing = null)));

async function bringAll(list, all) {
  const before = await filesNeeded();
  const pages = await caches.open(PAGES);
  const wanted = new Set(list.pages);
  for (const { url } of await pages.keys()) {
    const path = pathOf(new URL(url));
    if (!wanted.has(path) && ![STATE, WORDS].includes(path)) await pages.delete(url);
    else if (!all && wanted.has(path)) await bring(path);
  }
  let bytes = 0;
  for (let number = 1; all && number <= list.parts; number++) {
    bytes += await unpack(number, list.edition);
    await tell({ keeping: number / (list.parts + 1) });
  }
  if (all && !(await put(PAGES, WORDS, await fresh(WORDS)))) throw new Error("no words to search");
  const needed = await filesNeeded();
  const files = await caches.open(FILES);
  for (const { url } of await files.keys()) {
    const { pathname } = new URL(url);
    /* What was needed until now may be by a page that is open. */
    if (!needed.has(pathname) && !before.has(pathname)) {
      whole.delete(pathname);
      await files.delete(url);
    } else if (all) bytes += (await (await files.match(url, { ignoreVary: true })).blob()).size;
  }
  await write({ edition: list.edition, all, pages: list.pages.length, bytes });
}

/* Some pages of the guide come together, because they weigh a third of that. Returns their bytes. */
async function unpack(number, edition) {
  const answer = await fresh(`/offline/parts/${number}.json`);
  const part = isForEverybody(answer) && (await answer.json());
  if (!part || part.edition !== edition) throw new Error("the guide changed meanwhile");
  let bytes = 0;
  for (const { path, type, mark, text } of part.pages) {
    const page = pageLike(answer, text, { "Content-Type": type, ETag: mark });
    if (!(await keepPage(path, page))) throw new Error(`${path} cannot be kept`);
    bytes += new Blob([text]).size;
  }
  return bytes;
}

async function keepAll() {
  /* The wish is written down first: the next visit goes on where this one was cut off. */
  await write({ edition: "", all: true });
  await renewing?.catch(() => {});
  await renew(await (await fresh(LIST)).json(), true);
  await tell({ kept: true });
}

async function remove() {
  await renewing?.catch(() => {});
  whole.clear();
  for (const name of [PAGES, FILES]) await caches.delete(name);
  await begin();
  await tell({ removed: true });
}

/* Where nothing else is, these two are. The second one is a nicety here. */
async function begin() {
  await bring(OFFLINE);
  await bring(QUICK).catch(() => {});
}

/* --- Coming, going, being spoken to ---------------------------------------------------------- */

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(begin());
});

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith("ankles-"));
  for (const name of others) if (![PAGES, FILES].includes(name)) await caches.delete(name);
  await self.clients.claim();
}

/* The pages that brought this worker were there before it. */
async function keepWhatIsOpen() {
  for (const { url } of await self.clients.matchAll({ type: "window" })) {
    const { origin, pathname, search } = new URL(url);
    const path = pathOf({ pathname, search });
    const isOurs = origin === location.origin && PUBLIC.test(pathname);
    if (isOurs && mayBeKept(path)) await bring(path).catch(() => {});
  }
}

self.addEventListener("activate", (event) => {
  const taken = takeOver();
  event.waitUntil(taken);
  /* Not waited for: until an activation is over, no page is answered. */
  taken.then(keepWhatIsOpen).catch(() => {});
});

const HEARD = {
  keep: keepAll,
  remove,
  look: () => look((lookedAt = 0)),
  patient: () => (patientUntil = Date.now() + PATIENT_MS),
};

self.addEventListener("message", (event) => {
  const act = HEARD[event.data];
  if (act) event.waitUntil(Promise.resolve(act()).catch(() => tell({ failed: event.data })));
});

/* --- Background Sync (Chromium's only) ------------------------------------------------------- */

/* What waits, as outbox/letters.js lays it down; `act` gets the store. Where there is none, nothing waits. */
const waiting = (act) =>
  new Promise((done, failed) => {
    const asked = indexedDB.open("ankles");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => done([]);
    asked.onsuccess = () => {
      const transaction = asked.result.transaction("letters", "readwrite");
      const found = act(transaction.objectStore("letters"));
      transaction.oncomplete = () => done(found.result, asked.result.close());
      transaction.onabort = () => failed(transaction.error);
    };
  });

/* Sends a letter as player/outbox.js does: {status, said}. Throws where no answer of the logbook's comes. */
async function post({ id, path, body, fields }, me) {
  const form = fields && new URLSearchParams([...fields, ["entry_key", id], ["account", body.account]]);
  const kind = form ? { Accept: "application/json" } : { "Content-Type": "application/json" };
  const answer = await fetch(path, {
    method: "POST",
    redirect: "manual",
    cache: "no-store",
    headers: { ...kind, "X-CSRFToken": me.csrf },
    body: form || JSON.stringify(body),
  });
  return { status: answer.status, said: await answer.json() };
}

/* No page is looked at: what waits for the account that is logged in goes from here, in order. What the
   logbook refuses waits for a page, which can say why. */
async function sendAll() {
  const letters = await waiting((store) => store.getAll());
  if (!letters.length) return;
  const answer = await fetch("/log/player/", { redirect: "manual", cache: "no-store" });
  const me = answer.ok && (await answer.json().catch(() => null));
  if (!me) return;
  const left = new Set(letters.map(({ id }) => id));
  for (const letter of letters) {
    const { id, number, body, yes, refused } = letter;
    if (refused || (body.account || yes) !== me.account || left.has(body.session_key)) continue;
    const { status, said } = await post(letter, me);
    if (status < 300 && (said.saved || said.day)) {
      await waiting((store) => store.delete(number));
      left.delete(id);
      await tell({ sent: { ...letter, ...said } });
    } else if (![404, 409, 422].includes(status)) throw new Error(`${status}: it is tried again later`);
  }
}

async function sync() {
  const pages = await self.clients.matchAll({ type: "window" });
  if (!pages.some((page) => page.visibilityState === "visible")) await sendAll();
  await tell({ sync: "outbox" });
}

self.addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(sync()));
