/* A run: where it stands, and what each tap does to it. Plain
   data, so that it can be written down and taken up again. */
import { dayOf } from "./store.js";
import { firstSide, HARDLY, isWorthKeeping, stretches } from "./timeline.js";

/* Longer than this (ms) out of sight and nobody knows what was done: it waits where it was last seen. */
const AWAY = 10 * 60000;

const fresh = (step) => ({ ...step, spent: {}, full: {} });

/* `chosen`: key, account, address, zone, ready (s; 0: by tap), tap, without (places of steps). */
export function begin({ title, routine, stage, steps }, { without, ...chosen }, now) {
  const day = dayOf(now);
  const own = steps.filter((_, place) => !without.includes(place)).map(fresh);
  const run = {
    ...chosen,
    tab: chosen.key,
    title,
    routine,
    stage,
    day,
    first: firstSide(day),
    steps: own,
    began: now,
    seen: now,
    active: 0,
    paused: false,
  };
  enter(run, 0, now);
  return run;
}

function enter(run, at, now, all = stretches(run)) {
  if (at >= all.length) run.over = now;
  else Object.assign(run, { at, left: all[at].ms });
}

function spend(run, here, ms) {
  /* Without a clock of its own a set counts for three times its guess at most: somebody went to the door. */
  const counted = here.tap ? Math.max(0, Math.min(ms, 2 * here.ms + run.left)) : ms;
  const { spent } = run.steps[here.s];
  if (here.kind === "work") spent[here.part] = (spent[here.part] ?? 0) + counted;
  run.active += counted;
  run.left -= ms;
}

/* Let time pass until `now`, through as many stretches as it takes. True when it was too long to know. */
export function advance(run, now) {
  const all = stretches(run);
  let gap = now - run.seen;
  run.seen = now;
  if (run.paused || run.over || gap <= 0) return false;
  if (gap > AWAY) return (run.paused = true);
  while (gap > 0 && !run.over) {
    const here = all[run.at];
    const used = here.tap ? gap : Math.min(gap, run.left);
    spend(run, here, used);
    gap -= used;
    if (here.tap || run.left > 0) break;
    finish(run, now - gap, all);
  }
  return false;
}

/* The exercises that ended in one leap of the clock from stretch `at` on, when it was longer than SLEPT:
   a phone that was locked, or a clock that was set. They count as done, and are named. */
const SLEPT = 10000;
export function passedAsleep(run, at, gap) {
  if (gap < SLEPT) return [];
  const all = stretches(run);
  const upTo = run.over ? run.steps.length : all[run.at].s;
  return run.steps.slice(all[at].s, upTo).map(({ name }) => name);
}

/* The stretch is over in full: the clock ran out, or the runner says so. */
export function finish(run, now, all = stretches(run)) {
  const { kind, s, part } = all[run.at];
  if (kind === "work") run.steps[s].full[part] = 1;
  enter(run, run.at + 1, now, all);
}

/* On to the next stretch; a half that is left is not done. */
export const skip = (run, now) => enter(run, run.at + 1, now);

/* To the start of this half; within its first seconds, or before it began, to the half before. */
export function back(run, now) {
  const all = stretches(run);
  const here = all[run.at];
  let to = run.at;
  if (here.kind !== "work" || here.ms - run.left < HARDLY) {
    do to -= 1;
    while (to > 0 && all[to].kind !== "work");
  }
  to = Math.max(0, to);
  for (const { s, part } of all.slice(to, run.at + 1)) forget(run.steps[s], part);
  enter(run, to, now, all);
}

function forget({ spent, full }, part) {
  delete spent[part];
  delete full[part];
}

/* Leave the rest of this exercise. */
export function leave(run, now) {
  const all = stretches(run);
  const next = all.findIndex(({ s }) => s > all[run.at].s);
  enter(run, next < 0 ? all.length : next, now, all);
}

/* The easier form from here on: the same exercise done easier, or another one from its own start. */
export function ease(run, way, now) {
  const { s, part } = stretches(run)[run.at];
  const step = run.steps[s];
  if (!way.exercise) {
    Object.assign(step, way, { easier: step.easier.filter((one) => one !== way) });
    forget(step, part);
    return enter(run, run.at, now);
  }
  /* What was begun stays on record as begun. */
  const begun = Number(isWorthKeeping({ ...run, steps: [step] }));
  run.steps.splice(s + begun, 1 - begun, fresh({ ...step, ...way, easier: [] }));
  enter(
    run,
    stretches(run).findIndex((one) => one.s === s + begun),
    now,
  );
}
