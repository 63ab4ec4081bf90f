/* The player's page: buttons, keys, the menu, and what was left in the middle. */
import { put } from "./outbox.js";
import { openSound } from "./phone.js";
import { act, announce, asked, current, go, lost, open, pause, start } from "./play.js";
import { address, letBegin, offer, openReady, setSound, settings } from "./ready.js";
import { back, ease, finish, leave, skip } from "./run.js";
import { $ } from "./screen.js";
import { claim, get, isElsewhere, make, newKey, set, twice, watch } from "./store.js";
import { isReadable, isWorthKeeping, letter, stretches } from "./timeline.js";

let ran = false;
const on = (id, tap) => ($(id).onclick = tap);

/* What stands in the store: nothing, or a run that was left. */
async function look() {
  const left = get("run");
  if (!left) return putAway(left);
  if (await isElsewhere()) return offer(left, "running");
  /* Written by another release, in a form that nobody can read. */
  if (!isReadable(left)) return putAway();
  offer(left, left.address === address ? "here" : "there");
  const me = await asked;
  if (me && left.account && me.account !== left.account && !current()) offer(left, "other");
}

/* A run that was left ends: into the outbox where something of it is worth keeping, or away. */
function putAway(run, keep) {
  if (run && keep && isWorthKeeping(run)) put(letter(run));
  set("run", null);
  letBegin();
}

/* Take up the run of the store where it was last seen; paused, so that there is time to get into place. */
async function resume(steal) {
  openSound();
  const left = get("run");
  if (!left || !(await claim(steal))) return look();
  open({ ...left, tab: newKey(), seen: Date.now(), paused: true });
}

function chosen(keep) {
  putAway(get("run"), keep);
  $("start").focus();
}

function main() {
  const run = current();
  if (run.paused) pause(false);
  else if (stretches(run)[run.at].tap) act(finish);
  else pause(true);
}

/* Safari before 15.4 knows no dialogs: there the menu is a part of the page that comes and goes. */
const isDialog = () => !!$("menu").showModal;

function showMenu() {
  if (isDialog()) return $("menu").showModal();
  $("menu").setAttribute("open", "");
  $("go-on").focus();
}

function closeMenu() {
  if (isDialog()) return $("menu").close();
  if (!$("menu").hasAttribute("open")) return;
  $("menu").removeAttribute("open");
  closed();
}

/* The menu stops the clock while it is open; if it ran, it runs on afterwards. */
function openMenu() {
  const run = current();
  ran = !run.paused;
  pause(true);
  const ways = run.steps[stretches(run)[run.at].s].easier.map((way) => {
    const words = way.exercise ? `${way.text} ${way.name}, ${way.dose}.` : way.text;
    return make("button", words, {
      type: "button",
      className: "button",
      onclick: () => choose((run, now) => ease(run, way, now)),
    });
  });
  $("ways").replaceChildren($("ways-title"), ...ways);
  $("ways").hidden = !ways.length;
  $("drop").textContent = "Throw this session away";
  showMenu();
}

/* The menu's own close comes after: the clock then runs on from where the choice led. */
function choose(change) {
  closeMenu();
  act(change);
}

on("start", async () => (await start()) || look());
on("offer-take", () => resume(true));
on("offer-go", () => {
  const there = get("run")?.address ?? address;
  return there === address ? resume(false) : location.assign(there);
});
on("offer-keep", () => chosen(true));
on(
  "offer-drop",
  twice(() => chosen(false)),
);
on("main-button", main);
on("back", () => act(back));
on("skip", () => act(skip));
on("sound", () => {
  const sound = { soft: "loud", loud: "off", off: "soft" }[settings().sound];
  setSound(sound);
  announce(`Sound ${sound}.`);
});
for (const id of ["menu-open", "ease"]) on(id, openMenu);
on("leave", () => choose(leave));
on("stop", () => choose((run, now) => (run.over = now)));
on(
  "drop",
  twice(() => {
    ran = false;
    closeMenu();
    set("run", null);
    lost();
  }),
);
const closed = () => ran && pause(false);
$("menu").onclose = closed;
/* Nor would it know that these forms lead nowhere. */
for (const form of [$("set"), $("menu").querySelector("form")]) {
  form.onsubmit = (event) => {
    if (isDialog()) return;
    event.preventDefault();
    closeMenu();
  };
}

document.addEventListener("keydown", (event) => {
  if (!current() || $("menu").hasAttribute("open") || event.ctrlKey || event.metaKey || event.altKey) return;
  const tap = { ArrowLeft: () => act(back), ArrowRight: () => act(skip), " ": main }[event.key];
  if (!tap || (event.key === " " && event.target.closest("button"))) return;
  event.preventDefault();
  tap();
});

/* Seen again after a lock: at once where the clock is. Gone: written down. */
document.addEventListener("visibilitychange", () => go());
addEventListener("ankles:lost", look);
watch("run", (stored) => {
  const run = current();
  if (run && stored?.tab !== run.tab) lost();
  else if (!run && !!stored === $("offer").hidden) look();
});
/* What says that something waits is loaded where something does; without a line, with the next word of it. */
const sayWhatWaits = () => (get("waits") || get("outbox")) && import("./box.js").catch(() => {});
addEventListener("ankles:outbox", sayWhatWaits);
sayWhatWaits();
openReady();
look();
