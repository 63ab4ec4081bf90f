/* The player's screen: what a run looks like now. It reads the run and changes nothing in it. */
import { make } from "./store.js";
import { beat, clock, isHalfWay, left, repetition, whole } from "./timeline.js";

export const $ = (id) => document.getElementById(id);
const write = (id, words) => $(id).textContent === words || ($(id).textContent = words);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const NOW = { ready: "Get ready", switch: "Change sides", rest: "Rest" };

/* The states of the page: ready, run, done. */
export function turnTo(state) {
  $("play").dataset.state = state;
  scrollTo(0, 0);
}

/* How each figure moves, and the pictures that stand where nothing is drawn: asked for at the start, so that
   they are there when the line is not. Pictures are held, or the browser might let go of them. */
const pictures = new Map();
export function loadFigures(movements) {
  for (const href of Object.values(movements))
    if (href) document.head.append(make("link", "", { rel: "stylesheet", href }));
  for (const { content, dataset } of document.querySelectorAll("template[data-figure]")) {
    const picture = content.querySelector("img");
    if (picture && !pictures.has(dataset.figure)) pictures.set(dataset.figure, document.importNode(picture));
  }
}

/* The drawing shows the right side; a left one is the same mirrored. Only what is done now moves. */
function place(id, slug, side, moves) {
  const figure = document.querySelector(`[data-figure="${slug}"]`)?.content.firstElementChild.cloneNode(true);
  figure?.classList.toggle("flip", side === "left");
  figure?.classList.toggle("play", moves);
  $(id).replaceChildren(...(figure ? [figure] : []));
}

function times({ reps, ways, turns }) {
  if (turns) return `${reps / 2} on each side, by turns`;
  return ways > 1 ? `${reps / ways} each way` : `${reps} times`;
}

/* What is counted aloud: `3 seconds up, 2 held, 3 down`. */
const pace = ([up, top, down]) => `${up} seconds up, ${top ? `${top} held, ` : ""}${down} down`;

const setsOf = ({ parts }) => parts[parts.length - 1][2];

/* What it is: one or two words beside the sides. */
function state(run, here, step) {
  const { kind, set } = here;
  const sets = setsOf(step);
  if (run.paused) return "Paused";
  if (kind !== "work") return NOW[kind];
  if (isHalfWay(here, step, run.left)) return "Half way";
  return sets > 1 ? `Set ${set} of ${sets}` : "";
}

/* The line below the number: what is new, else how it is done. */
function hint(run, { kind, set, part, ms, tap }, { name, parts, ways, cue }) {
  const remaining = run.left;
  if (run.slept?.at === run.at) return `${run.slept.names.length} counted as done while this page slept`;
  if (kind === "work" && ways > 1 && !tap && remaining <= ms / 2) return "Now the other way";
  /* A rest at the very start is the one after the exercise before. */
  if (kind === "rest" && !part) return `${name} next`;
  return parts[part - 1]?.[2] < set && kind !== "work" ? `Set ${set} of ${setsOf({ parts })} next` : cue;
}

/* 180000 is `3 minutes`, 150000 `2 minutes 30 seconds`. */
function lasting(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds <= 90) return `${seconds} seconds`;
  return `${Math.floor(seconds / 60)} minutes${seconds % 60 ? ` ${seconds % 60} seconds` : ""}`;
}

/* What a screen reader hears at a change. */
export function told({ kind, part, side, set, ms, tap }, step) {
  const named = side && $(side).textContent;
  const lasts = `${lasting(ms)}.`;
  const which = setsOf(step) > 1 ? `Set ${set} of ${setsOf(step)}` : "";
  if (kind === "ready") return `Get ready: ${step.name}${side && `, ${side} first`}. ${step.cue}`;
  /* From one set to the next the sides change, too, where no rest is named. */
  const next = step.parts[part - 1]?.[2] < set ? ` ${which} next.` : "";
  if (kind === "switch") return `Change sides. ${named} next.${next}`;
  if (kind === "rest") return `Rest, ${lasts}${part ? next : ` Then ${step.name}.`}`;
  const tempo = step.tempo && !tap ? ` ${pace(step.tempo)}.` : "";
  const much = step.reps ? `${times(step)}.${tempo}` : tap ? "" : lasts;
  return `${side && `${named}. `}${which && `${which}. `}${much}${tap ? " Tap when done." : ""}`;
}

/* A new stretch: everything but what changes each second. */
export function enter(run, all) {
  const here = all[run.at];
  const step = run.steps[here.s];
  const next = run.steps[here.s + 1];
  $("play").dataset.kind = here.kind;
  write("name", step.name);
  place("figure", step.figure ?? step.exercise, here.side, here.kind === "work");
  $("sides").hidden = !here.side;
  for (const side of ["left", "right"]) $(side).setAttribute("aria-current", here.side === side);
  $("ease").hidden = !step.easier.length;
  write("step-of", `Step ${here.s + 1} of ${run.steps.length}`);
  write("next", next?.name ?? "The end");
  write(
    "next-time",
    next
      ? clock(
          whole(
            all.filter(({ kind }) => kind !== "ready"),
            here.s + 1,
          ),
        )
      : "",
  );
  place("next-figure", next?.figure ?? next?.exercise);
  $("prog").replaceChildren(...run.steps.map(() => make("i")));
  const ring = $("ring").classList;
  ring.add("jump");
  tick(run, all);
  $("ring").getBoundingClientRect();
  ring.remove("jump");
  tick(run, all);
}

/* The big number with its unit. */
function count({ kind, ms, tap }, step, remaining) {
  if (kind !== "work" || !step.reps)
    return tap ? ["", kind === "ready" ? "tap to start" : step.dose] : [clock(remaining), ""];
  if (tap) return `${times(step)}, then tap`.split(/ (.*)/);
  const { number, of, hold } = repetition(step, ms - remaining);
  if (step.tempo) {
    const now = beat(step, ms - remaining);
    return [now.number, `${now.name}, ${number} of ${of}`];
  }
  if (!step.hold) return [number, `of ${of}`];
  return hold ? [Math.ceil(hold / 1000), `s, ${number} of ${of}`] : ["off", "let go"];
}

/* Once a second: the number, the ring, what is left. */
export function tick(run, all) {
  const here = all[run.at];
  const step = run.steps[here.s];
  const [number, unit] = count(here, step, run.left);
  $("count").replaceChildren(number, " ", make("small", unit));
  write("now", state(run, here, step));
  write("cue", hint(run, here, step));
  write("total", clock(left(run, all)));
  $("play").toggleAttribute("data-paused", run.paused);
  $("main-button").dataset.does = run.paused ? "go" : here.tap ? "done" : "pause";
  /* The ring runs ahead to where the next second will find it, and arrives just then. */
  const ahead = run.paused || still.matches || $("ring").classList.contains("jump") ? 0 : 1000;
  const share = here.tap ? 1 : Math.max(0, (run.left - ahead) / here.ms);
  $("ring").style.strokeDashoffset = 100 * (1 - share);
  const done = 100 * (1 - left(run, all, here.s) / whole(all, here.s));
  [...$("prog").children].forEach((bar, s) =>
    bar.style.setProperty("--done", `${s < here.s ? 100 : s > here.s ? 0 : done}%`),
  );
}
