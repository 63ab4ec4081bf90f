/* Before the start: how it is set (kept in this browser),
   what is left out, and what was left in the middle. */
import { $ } from "./screen.js";
import { dayInWords, get, set } from "./store.js";
import { clock, stretches } from "./timeline.js";

export const page = JSON.parse($("play-data").textContent);
export const address = location.pathname + location.search;
const form = $("set");
const boxes = [...document.querySelectorAll("[name=without]")];

/* {sound, buzz, ready (s; 0: by tap), tap, without: places of steps}. */
export function settings() {
  const said = new FormData(form);
  const without = boxes.filter((box) => box.checked).map((box) => Number(box.value));
  return {
    sound: said.get("sound"),
    buzz: said.get("buzz"),
    ready: Number(said.get("ready")),
    tap: !!said.get("tap"),
    without,
  };
}

export function setSound(sound) {
  form.elements.sound.value = sound;
  changed();
}

function changed() {
  const now = settings();
  const { sound, ready, without } = now;
  set("player", {
    form: Object.fromEntries(new FormData(form)),
    without: { ...get("player")?.without, [address]: without },
  });
  $("set-says").textContent = `${sound}, ${ready ? `${ready} s` : "tap"}`;
  $("sound-is").textContent = sound;
  $("sound").setAttribute("aria-label", `Sound: ${sound}`);
  const steps = page.steps.filter((_, place) => !without.includes(place));
  const ms = stretches({ ...now, steps }).reduce((sum, one) => sum + one.ms, 0);
  $("minutes").textContent = Math.max(1, Math.ceil(ms / 60000));
  $("at-pace").hidden = !ready;
  $("pace").textContent = ready;
  $("start").disabled = !steps.length;
}

/* The settings as they were last time. */
export function openReady() {
  const last = get("player");
  for (const [name, value] of Object.entries(last?.form ?? {}))
    if (form.elements[name]) form.elements[name].value = value;
  for (const box of boxes) {
    box.checked = !!last?.without?.[address]?.includes(Number(box.value));
    box.parentElement.hidden = false;
    box.onchange = changed;
  }
  $("set-buzz").hidden = $("set-buzz").disabled = !navigator.vibrate;
  $("dims").hidden = "wakeLock" in navigator;
  form.onchange = changed;
  changed();
}

export function letBegin() {
  $("offer").hidden = true;
  $("begin").hidden = false;
}

/* What to say of a run that was left: on this page (here), another page
   (there), in another tab (running), or by another account (other). */
export function offer(run, how) {
  const { s, side, tap } = stretches(run)[run.at];
  const rest = !tap && `${clock(run.left)} left`;
  const place = [
    run.title,
    dayInWords(run.day),
    `step ${s + 1} of ${run.steps.length}`,
    run.steps[s].name,
    side,
    rest,
  ];
  $("offer-says").textContent =
    {
      running: `This is running in another tab: ${run.title}.`,
      other:
        "An unfinished session of another account is in this browser. " +
        "What was done can wait for that account.",
    }[how] ?? `You stopped in the middle: ${place.filter(Boolean).join(", ")}.`;
  const running = how === "running";
  $("offer-go").hidden = running || how === "other";
  $("offer-go").textContent = how === "there" ? "Open it" : "Go on from there";
  $("offer-take").hidden = !running || run.address !== address;
  $("offer-keep").hidden = $("offer-drop").hidden = running;
  $("offer-drop").textContent = "Throw it away";
  $("offer").hidden = false;
  $("begin").hidden = true;
}
