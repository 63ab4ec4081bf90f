/* A run as stretches of time, and what it comes to. Values
   in, values out: nothing here knows a page or a clock. */
const SIDES = ["left", "right"];
/* A half left within this time (ms) was not begun. */
export const HARDLY = 3000;

/* Every stretch in order, made from the run each time.
   `tap`: only the runner ends it, and `ms` is a guess. */
export function stretches(run) {
  return run.steps.flatMap((step, s) =>
    step.parts.map(([kind, side, set, seconds], part) => ({
      s,
      part,
      kind,
      set,
      ms: 1000 * (kind === "ready" ? run.ready || 10 : seconds),
      side: side ? SIDES[(side === 1) === (run.first === "left") ? 0 : 1] : "",
      tap: kind === "ready" ? !run.ready : kind === "work" && (step.tap || (run.tap && step.reps > 0)),
    })),
  );
}

/* Whether a run that was written down, perhaps by another release, can be taken up here. */
export const isReadable = (run) =>
  Array.isArray(run.steps) &&
  run.steps.every((step) => Array.isArray(step?.parts) && step.spent && step.full) &&
  !!stretches(run)[run.at];

const sum = (all) => all.reduce((total, { ms }) => total + ms, 0);

/* What is left of everything (of one step, with `s`), in ms. */
export function left(run, all, s) {
  const ahead = all.slice(run.at + 1).filter((one) => s === undefined || one.s === s);
  return Math.max(0, run.left) + sum(ahead);
}

export const whole = (all, s) => sum(all.filter((one) => one.s === s));

/* 1:05; what has begun counts whole. */
export function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/* The first side alternates by day: YYYY-MM-DD. */
export const firstSide = (day) => SIDES[(Date.parse(day) / 864e5) % 2];

/* Where a repetition stands `into` ms of a half: which one, of how many, and how much of its hold is left. */
export function repetition({ rep, reps, ways, hold }, into) {
  const past = Math.min(reps - 1, Math.floor(into / rep / 1000));
  const of = reps / ways;
  return { number: (past % of) + 1, of, hold: Math.max(0, (past * rep + hold) * 1000 - into) };
}

/* Where a tempo stands `into` ms of a half: what is done, and for how many seconds
   so far (3 up: 1, 2, 3). A run that an earlier release began has none. */
export function beat({ rep, tempo: [up, top, down] }, into) {
  const past = Math.max(0, into / 1000) % rep;
  const [name, from] = past < up ? ["up", 0] : past < up + top ? ["hold", up] : ["down", up + top];
  return { name, number: Math.floor(past - from) + 1, of: { up, hold: top, down }[name] };
}

/* The cues of one repetition at a tempo: each change of direction, and each second between. */
function beats({ rep, tempo: [up, top, down] }, n) {
  const changes = { 0: "up", [up]: top ? "hold" : "down", [up + top]: "down" };
  return Array.from({ length: up + top + down }, (_, second) => [
    (n * rep + second) * 1000,
    changes[second] ?? "beat",
  ]);
}

const halves = ({ kind, ms, tap }, { reps, ways }) =>
  kind === "work" && !tap && !reps && ways < 2 && ms >= 20000;

/* Whether the middle of a hold was passed just now. */
export const isHalfWay = (here, step, remaining) =>
  halves(here, step) && remaining <= here.ms / 2 && remaining > here.ms / 2 - 3000;

/* Instants of a stretch, in ms from its start, at which a cue is due: [instant, cue]. */
function marks(here, step) {
  const { kind, ms, tap } = here;
  const { reps, rep, hold, ways, tempo } = step;
  const found = [];
  if (tap) return found;
  if (kind === "work") {
    if (ways > 1) found.push([ms / 2, "turn"]);
    else if (halves(here, step)) found.push([ms / 2, "half"]);
    for (let n = 0; n < reps; n++) {
      if (tempo) found.push(...beats(step, n));
      else if (n) found.push([n * rep * 1000, "rep"]);
      if (hold) found.push([(n * rep + hold) * 1000, "off"]);
    }
  }
  /* At a tempo each second has its own sound already. */
  if (ms >= 5000 && !(tempo && kind === "work")) found.push(...[3, 2, 1].map((n) => [ms - n * 1000, "tick"]));
  return found;
}

/* The cue for having come from `before` to `after` (ms left). Whoever was away hears none of what is past. */
export function cueBetween(here, step, before, after) {
  if (before - after > 1500) return "";
  return marks(here, step).find(([at]) => here.ms - before < at && at <= here.ms - after)?.[1] ?? "";
}

/* How long until something changes on the screen, in ms. */
export function nextChange(here, step, remaining) {
  if (here.tap) return 1000;
  const waits = marks(here, step).map(([at]) => at - here.ms + remaining);
  return Math.min(remaining, remaining % 1000 || 1000, ...waits.filter((wait) => wait > 0));
}

/* One row for each exercise and side: done when every half was, skipped when none was begun, else part. */
export function rows(run) {
  const all = stretches(run);
  return run.steps.flatMap(({ exercise, name, dose, spent, full }, s) => {
    const halves = all.filter((one) => one.s === s && one.kind === "work");
    return [...new Set(halves.map((one) => one.side))].map((side) => {
      const own = halves.filter((one) => one.side === side);
      const ended = own.filter(({ part }) => full[part]).length;
      const ms = own.reduce((total, { part }) => total + (spent[part] ?? 0), 0);
      const outcome = ended === own.length ? "done" : ended || ms >= HARDLY ? "part" : "skipped";
      return { exercise, name, dose, side, outcome, duration_s: Math.round(ms / 1000) };
    });
  });
}

export const isWorthKeeping = (run) => rows(run).some(({ outcome }) => outcome !== "skipped");
export const seconds = (run) => Math.round(run.active / 1000);
export const minutes = (run) => Math.max(1, Math.ceil(seconds(run) / 60));

/* The session as the logbook takes it, and what is said of
   it while it waits. Account "": a visitor played. */
export function letter(run) {
  const { key, account, day, zone, routine, stage, title } = run;
  const [started_at, ended_at] = [run.began, run.over || run.seen].map((ms) => new Date(ms).toISOString());
  const body = {
    entry_key: key,
    account,
    day,
    started_at,
    ended_at,
    zone,
    routine,
    stage,
    active_s: seconds(run),
    steps: rows(run),
  };
  return {
    id: key,
    path: "/log/played/",
    body,
    title: `${title}${stage && `: ${stage}`}, ${minutes(run)} min`,
  };
}
