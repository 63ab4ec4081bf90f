/* The run that is played on this page: its clock, and what every tap goes through. */
import { known, put, who } from "./outbox.js";
import { cue, keepAwake, openSound } from "./phone.js";
import { address, page, settings } from "./ready.js";
import { advance, begin, passedAsleep } from "./run.js";
import { $, enter, loadFigures, tick, told, turnTo } from "./screen.js";
import { claim, get, give, newKey, set } from "./store.js";
import { cueBetween, isWorthKeeping, letter, nextChange, stretches } from "./timeline.js";

let run = null;
let all = [];
let timer;
let me;

export const current = () => run;
const SAID = { half: "Half way.", turn: "Now the other way." };

/* Who is logged in. What cannot be asked stays as it was. */
async function meet() {
  const found = await who();
  return found === undefined ? me : (me = found);
}

export const asked = meet();

/* Whose run it is: of whoever is logged in; where that cannot be asked, of the account of this phone. */
const owner = () => (me === undefined ? known() : (me?.account ?? ""));

/* What stands after the end, and says what waits: it comes with the first step, while there is a line. */
const forTheEnd = () => Promise.all([import("./after.js"), import("./box.js")]);

async function showEnd(over) {
  try {
    const [{ summary }] = await forTheEnd();
    summary(over, me);
  } catch {
    /* There was none, from the first step on: it is said, and shown as soon as there is one. */
    turnTo("done");
    $("kept").textContent = "It waits on this phone until there is a network.";
    addEventListener("online", () => showEnd(over), { once: true });
  }
}

/* The run is no longer played here: it was thrown away, or another tab has it. */
export function lost() {
  close();
  turnTo("ready");
  dispatchEvent(new Event("ankles:lost"));
  $("start").focus();
}

function close() {
  clearTimeout(timer);
  keepAwake(false);
  give();
  run = null;
}

export const announce = (words) => ($("told").textContent = words);

/* Let time pass, show where the run stands, wait for the next change. `moved`: a tap changed the stretch. */
export function go(moved) {
  clearTimeout(timer);
  if (!run) return;
  const { at, left } = run;
  const gap = Date.now() - run.seen;
  if (!moved && advance(run, Date.now())) announce("You were away. It waits where you left it.");
  const names = moved ? [] : passedAsleep(run, at, gap);
  if (names.length) run.slept = { at: run.at, names, all: [...(run.slept?.all ?? []), ...names] };
  if (run.over) return end();
  if (moved) all = stretches(run);
  const here = all[run.at];
  const step = run.steps[here.s];
  let due = "";
  if (moved || run.at !== at) {
    enter(run, all);
    const counted = names.length ? `While this page slept, counted as done: ${names.join(", ")}. ` : "";
    announce(counted + told(here, step));
    due = here.kind === "work" ? "go" : "change";
  } else {
    tick(run, all);
    due = cueBetween(here, step, left, run.left);
    if (SAID[due]) announce(SAID[due]);
  }
  const stored = get("run");
  if (stored?.key === run.key && stored.tab !== run.tab) return lost();
  set("run", run);
  if (run.paused) return;
  if (due) {
    cue(due, settings());
    $("play").dataset.cue = due;
  }
  timer = setTimeout(go, nextChange(here, step, run.left));
}

/* A tap: first the time until it, then what it does. */
export function act(change) {
  if (!run) return;
  advance(run, Date.now());
  if (!run.over) change(run, Date.now());
  go(true);
}

export function pause(paused) {
  if (!run || run.paused === paused) return;
  advance(run, Date.now());
  run.paused = paused;
  announce(paused ? "Paused." : "Going on.");
  go();
}

/* Play a run on this page. One that was taken from the store is written back at once, as this tab's. */
export function open(begun) {
  run = begun;
  set("run", run);
  loadFigures(page.figures);
  forTheEnd().catch(() => {});
  keepAwake(true);
  $("nothing").hidden = true;
  turnTo("run");
  $("main-button").focus();
  go(true);
}

/* Says whether it could: another tab may be playing. Call it in a tap, so that the phone allows sound. */
export async function start() {
  openSound();
  /* A second tap finds the run of the first. */
  if (!(await claim())) return !!run;
  const zone = window.Intl?.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const begun = begin(
    page,
    { ...settings(), key: newKey(), account: owner(), address, zone },
    Date.now(),
  );
  open(begun);
  /* Whoever is logged in when a run begins is whose run it is;
     the page may have stood open since it was somebody else. */
  await meet();
  begun.account = owner();
  return true;
}

/* The run is over. It is in the outbox before it leaves the store: a crash in between loses nothing. */
function end() {
  const over = run;
  if (isWorthKeeping(over)) {
    close();
    put(letter(over));
    set("run", null);
    cue("end", settings());
    showEnd(over);
  } else {
    set("run", null);
    lost();
    $("nothing").hidden = false;
  }
}
