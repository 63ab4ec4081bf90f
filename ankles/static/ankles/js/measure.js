/* The beat for heel raises and the clock for balance. What they count goes into
   the form, where it can be changed; after the screen was locked or left they stop
   and say so, and nothing is filled in. */
import { metronome } from "./beat.js";
import { keepAwake } from "./player/phone.js";

const LEAD_BEATS = 4;
const LEAD_S = 3;
const LONGEST_S = 45;
const LEFT =
  "It stopped: the screen was locked or left. If you know the number, write it below; else try again.";

class MeasureTool extends HTMLElement {
  connectedCallback() {
    this.reading = this.querySelector(".reading");
    this.said = this.querySelector(".said");
    this.halt = this.querySelector("[data-stop]");
    this.legs = [...this.querySelectorAll("[data-leg]")];
    for (const leg of this.legs) leg.addEventListener("click", () => this.start(leg.dataset.leg));
    this.halt.addEventListener("click", () => this.end());
    this.onLeave = () => document.visibilityState === "hidden" && this.leave();
    document.addEventListener("visibilitychange", this.onLeave);
    this.hidden = !(this.dataset.tool === "clock" || window.AudioContext);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onLeave);
    this.rest();
  }

  start(side) {
    this.side = side;
    this.audio ??= window.AudioContext && new AudioContext();
    this.audio?.resume().catch(() => {});
    /* A call, or another app, takes the sound away: then nobody heard the beat. */
    if (this.audio) this.audio.onstatechange = () => this.audio.state !== "running" && this.leave();
    keepAwake(true);
    this.began = performance.now();
    if (this.dataset.tool === "beat") this.beat = metronome(this.audio, 1, pitch);
    this.running = true;
    this.show(true);
    this.said.textContent = "";
    this.halt.focus();
    this.timer = setInterval(() => this.tick(), 100);
    this.tick();
  }

  tick() {
    const { tool } = this.dataset;
    this.reading.textContent = tool === "beat" ? inBeats(this.beat.beats()) : inSeconds(this.seconds());
    if (tool === "clock" && this.seconds() >= LONGEST_S) this.end();
  }

  /* Since the lead was over; below zero before. */
  seconds() {
    return Math.min(LONGEST_S, (performance.now() - this.began) / 1000 - LEAD_S);
  }

  /* Raises that were done in full, or whole seconds. */
  count() {
    if (this.dataset.tool === "clock") return Math.max(0, Math.floor(this.seconds()));
    return Math.max(0, Math.floor((this.beat.beats() - LEAD_BEATS) / 2));
  }

  end() {
    if (!this.running) return;
    const early = this.dataset.tool === "clock" ? this.seconds() < 0 : this.beat.beats() <= LEAD_BEATS;
    const number = this.count();
    this.rest();
    if (early) return this.say("Stopped before it began. Nothing is filled in.");
    const boxes = [...this.closest("form").querySelectorAll(`[data-side="${this.side}"] input`)];
    const box = boxes.find(({ value }) => value === "") ?? boxes.at(-1);
    box.value = number;
    this.say(`${number} written below for the ${this.side} leg. Change it if you counted otherwise.`);
  }

  leave() {
    if (!this.running) return;
    this.rest();
    this.say(LEFT);
  }

  rest() {
    this.running = false;
    clearInterval(this.timer);
    this.beat?.stop();
    keepAwake(false);
    this.show(false);
  }

  show(running) {
    this.halt.hidden = !running;
    for (const leg of this.legs) leg.hidden = running;
  }

  say(words) {
    this.said.textContent = words;
    this.legs.find(({ dataset }) => dataset.leg === this.side)?.focus();
  }
}

const pitch = (place) => (place < LEAD_BEATS ? 440 : place % 2 ? 392 : 659);

function inBeats(beats) {
  if (beats <= LEAD_BEATS) return `Ready: ${LEAD_BEATS + 1 - Math.max(beats, 1)}`;
  const place = beats - LEAD_BEATS - 1;
  return `${place % 2 ? "Down" : "Up"} ${Math.floor(place / 2) + 1}`;
}

const inSeconds = (seconds) => (seconds < 0 ? `Ready: ${Math.ceil(-seconds)}` : `${Math.floor(seconds)} s`);

customElements.define("measure-tool", MeasureTool);
