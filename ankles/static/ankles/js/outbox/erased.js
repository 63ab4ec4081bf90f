/* What was logged is erased: what waits on this phone for the same account goes too, with a session that was
   left in the middle and what was remembered. With the account go its tag and what was typed at the desk.
   What others wrote in this browser stays, and so does the guide. */
import { drop, known, ownerOf, takeIn, waiting } from "../player/outbox.js";
import { get, set } from "../player/store.js";

const account = known();
const isTheirs = (owner) => !!account && owner === account;

function forgetAccount() {
  set("me", null);
  const typed = Object.keys(localStorage).filter((name) => name.startsWith("desk:"));
  typed.forEach((name) => localStorage.removeItem(name));
}

async function forget() {
  set("usual", null);
  if (isTheirs(get("run")?.account)) set("run", null);
  for (const name of ["ankles.doubt", "ankles.just"]) sessionStorage.removeItem(name);
  await takeIn();
  await drop(...waiting().filter((letter) => isTheirs(ownerOf(letter))).map(({ id }) => id));
  if (document.querySelector("[data-account-erased]")) forgetAccount();
}

/* A browser that forbids its store keeps nothing. */
forget().catch(() => {});
