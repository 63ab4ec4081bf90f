/* What this phone holds of an account that is erased, here or on another phone. What others wrote in this
   browser stays, and so does the guide. */
import { drop, known, ownerOf, takeIn, waiting } from "../player/outbox.js";
import { get, set } from "../player/store.js";
import { ask, read } from "./line.js";

/* What this phone remembered for them: their usual, and which steps of which routine they left out. */
export function forgetRemembered() {
  set("usual", null);
  const player = get("player");
  if (player) set("player", { ...player, without: {} });
}

/* What was logged goes: what waits for this account, a session that was left in the middle, what was
   remembered. */
export async function forgetEntries() {
  const account = known();
  const isTheirs = (owner) => !!account && owner === account;
  forgetRemembered();
  if (isTheirs(get("run")?.account)) set("run", null);
  for (const name of ["ankles.doubt", "ankles.just"]) sessionStorage.removeItem(name);
  await takeIn();
  await drop(...waiting().filter((letter) => isTheirs(ownerOf(letter))).map(({ id }) => id));
}

/* With the account go its tag and what was typed at the desk. */
export async function forgetAccount() {
  await forgetEntries();
  set("me", null);
  const typed = Object.keys(localStorage).filter((name) => name.startsWith("desk:"));
  typed.forEach((name) => localStorage.removeItem(name));
}

/* Nobody is logged in on this phone: the log-in has ended, and all waits for the next one; or the account was
   erased on another phone, which the site alone knows. */
export async function forgetIfErased() {
  const account = known();
  if (!account) return;
  const answer = await ask("/accounts/erased/", { method: "POST", body: new URLSearchParams({ account }) });
  const said = answer?.ok && (await read(answer));
  if (said?.erased === true) await forgetAccount();
}
