/* What the tabs of this browser share: an unfinished run, letters to the logbook, settings; and whose turn it is to play. */
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

/* A random UUID; crypto.randomUUID is missing on a plain http address of the local network. */
export function newKey() {
  const digit = (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16);
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}

/* Whether this tab may play. `steal` takes it from the tab that does, which sees so in the store and stops. */
export function claim(steal) {
  if (!navigator.locks) return Promise.resolve(true);
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
  return !!(await navigator.locks?.query())?.held.some(({ name }) => name === NAME);
}

export const make = (tag, textContent, more) => Object.assign(document.createElement(tag), { textContent, ...more });

/* 22 Nov */
export const dayInWords = (day) => new Date(day).toUTCString().slice(5, 11).replace(/^0/, "");
