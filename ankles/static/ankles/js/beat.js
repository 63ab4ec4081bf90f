/* A metronome: each beat is told to the sound card ahead of its
   time, so that no busy moment of the page moves one. */
const AHEAD_S = 1.5;
const LOOK_MS = 250;

/* `audio` is an AudioContext. Beat n sounds at the first one's time plus n times
   `every` (s), counted from the first and never from the one before: nothing adds up.
   `pitch` gives the Hz of beat n. Returns how many have begun, and what stops it. */
export function metronome(audio, every, pitch) {
  const first = audio.currentTime + 0.2;
  const waiting = new Set();
  let next = 0;
  const look = () => {
    for (; first + next * every < audio.currentTime + AHEAD_S; next += 1) waiting.add(sound(next));
  };
  const sound = (place) => {
    const at = first + place * every;
    const tone = new OscillatorNode(audio, { frequency: pitch(place) });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0.4, at);
    gain.gain.linearRampToValueAtTime(0, at + 0.07);
    tone.connect(gain).connect(audio.destination);
    tone.onended = () => waiting.delete(tone);
    tone.start(at);
    tone.stop(at + 0.08);
    return tone;
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    /* How many beats have begun. */
    beats: () => Math.max(0, Math.floor((audio.currentTime - first) / every) + 1),
    stop() {
      clearInterval(timer);
      for (const tone of waiting) tone.stop();
    },
  };
}
