/* What the phone can do: soft sounds, a buzz, a screen that stays on. None of it may stop a session. */
import { report } from "./store.js";

const VOLUME = { soft: 0.07, loud: 0.5, off: 0 };
/* Pitches (Hz) of each cue, one after the other: up for work, down for rest. */
const TONES = {
  go: [659, 988],
  change: [784, 523],
  half: [784, 784],
  turn: [784, 988, 784],
  tick: [880],
  rep: [587],
  up: [659],
  hold: [523],
  down: [392],
  beat: [294],
  off: [440],
  end: [659, 784, 988],
};
const BUZZ = { go: 250, change: [90, 70, 90], half: 60, turn: 60, end: 600 };
const EACH_S = 0.14;
let audio;
let lock;
let awake = false;

/* Call it in a tap: phones start sound nowhere else. Never
   a media session: the runner's own music goes on. */
export function openSound() {
  if (navigator.audioSession) navigator.audioSession.type = "ambient";
  audio ??= window.AudioContext && new AudioContext();
  audio?.resume().catch(() => {});
}

export function cue(name, chosen) {
  try {
    give(name, chosen);
  } catch (fault) {
    report(fault);
  }
}

function give(name, { sound, buzz }) {
  if (buzz && BUZZ[name]) navigator.vibrate(BUZZ[name]);
  if (!audio || !VOLUME[sound]) return;
  /* A call, or another app, may have stopped it. */
  audio.resume().catch(() => {});
  TONES[name].forEach((frequency, place) => {
    const from = audio.currentTime + place * EACH_S;
    const tone = new OscillatorNode(audio, { frequency });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(VOLUME[sound], from + 0.01);
    gain.gain.linearRampToValueAtTime(0, from + EACH_S);
    tone.connect(gain).connect(audio.destination);
    tone.start(from);
    tone.stop(from + EACH_S);
  });
}

export async function keepAwake(wanted) {
  awake = wanted;
  try {
    if (wanted) lock = await navigator.wakeLock?.request("screen");
    else await lock?.release();
  } catch (fault) {
    /* A phone that saves its battery says no. */
    if (!(fault instanceof DOMException)) throw fault;
  }
}

/* The system takes the lock away with the page; it is asked for again when the page comes back. */
document.addEventListener(
  "visibilitychange",
  () => awake && document.visibilityState === "visible" && keepAwake(true),
);
