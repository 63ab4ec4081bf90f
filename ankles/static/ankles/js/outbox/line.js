/* The line to the logbook: asked with patience, its answers read with care. */

/* An answer that takes longer is none. */
const PATIENCE_MS = 20000;

/* Safari before 16 has no AbortSignal.timeout. */
function patience() {
  if (AbortSignal.timeout) return AbortSignal.timeout(PATIENCE_MS);
  const control = new AbortController();
  setTimeout(() => control.abort(), PATIENCE_MS);
  return control.signal;
}

/* The answer, null where none came. Only the line is forgiven
   here: what this page cannot do is a fault, and thrown. */
export function ask(path, more) {
  const request = new Request(path, { redirect: "manual", cache: "no-store", signal: patience(), ...more });
  return fetch(request).catch(() => null);
}

/* What it says; undefined where it was cut off, or is none of the logbook's. */
export const read = (answer) => answer.json().catch(() => undefined);

const ALREADY = "Your logbook has this entry already, with other words. Look at the day.";
const DIFFERS = "Your logbook says something else there already. Look at the day, and change it there.";
const UNSAID = "The logbook could not take it.";

/* Why the logbook did not take it, in its own words where it has some. */
export function reason(status, { error, errors }) {
  if (error === "content") return ALREADY;
  const words = Array.isArray(errors)
    ? errors
    : Object.values(errors ?? {}).flatMap((found) => found.map(({ message }) => message));
  return words.join(" ") || (status === 409 ? DIFFERS : UNSAID);
}

/* Whether this browser's own store holds something by that name. */
export function isStored(name) {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    return false;
  }
}
