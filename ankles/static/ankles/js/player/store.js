/* What the tabs of this browser share: an unfinished run, letters
   to the logbook, settings; and whose turn it is to play. */
const NAME = "ankles.";
/* Where the browser's own store is full or forbidden: it plays and sends all the same, and cannot resume. */
const memory = {};
let release = () => {};

export function get(name) {
  try {
    return memory[name] ?? JSON.parse(localStorage.getItem(NAME + name));
  } catch {
    return null;
  }
}

export function set(name, value) {
  memory[name] = null;
  try {
    if (value === null) localStorage.removeItem(NAME + name);
    else localStorage.setItem(NAME + name, JSON.stringify(value));
  } catch {
    memory[name] = value;
  }
}

export function watch(name, told) {
  addEventListener("storage", ({ key }) => key === NAME + name && told(get(name)));
}

/* 128 random bits in hex, as a UUID is written without its dashes.
   crypto.randomUUID is missing on a plain http address. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, 0)).join("");

/* A fault of this page is told to whoever looks at its console, and what is under way goes on. */
export const report = (fault) =>
  setTimeout(() => {
    throw fault;
  });

/* Whether this tab may play. `steal` takes it from the tab
   that does, which sees so in the store and stops. */
export function claim(steal) {
  if (!navigator.locks) return true;
  return new Promise((answer) => {
    const hold = (lock) => {
      answer(!!lock);
      return lock && new Promise((done) => (release = done));
    };
    navigator.locks.request(NAME, steal ? { steal } : { ifAvailable: true }, hold).catch(() => {});
  });
}

export const give = () => release();

export async function isElsewhere() {
  return (await navigator.locks?.query())?.held.some(({ name }) => name === NAME);
}

/* What cannot be brought back is asked twice: the button's own words change. */
const SURE = "Throw it away for good?";
export const twice =
  (act) =>
  ({ target }) =>
    target.textContent === SURE ? act() : (target.textContent = SURE);

export const make = (tag, textContent, more) =>
  Object.assign(document.createElement(tag), { textContent, ...more });

/* The day of an instant where this phone is: YYYY-MM-DD. */
export const dayOf = (ms) =>
  new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/* 22 Nov */
export const dayInWords = (day) => new Date(day).toUTCString().slice(5, 11).replace(/^0/, "");
