/* What each quick form says, as the logbook takes it: where it goes, its fields, and words for
   the list of what waits. Each gets what the form says, and {form, plans, day}. */
const minutesInWords = (minutes) => (String(minutes).includes(":") ? minutes : `${minutes} min`);

/* As the logbook says it (logbook/place.py): "Left Achilles", "Right other toes". */
export function placeNamed(side, { textContent }) {
  const area = textContent.startsWith("Achilles")
    ? textContent
    : textContent[0].toLowerCase() + textContent.slice(1);
  return `${side === "left" ? "Left" : "Right"} ${area}`;
}

const placeOf = ({ area, side }, form) => ({
  code: `${side}-${area}`,
  name: placeNamed(side, form.elements.area.selectedOptions[0]),
});
const below = (day, noun) => `/log/${day}/${noun}/`;

/* What was pressed on another page, as a form of this page would say it; null where it has none for it. */
export function asForm({ path, fields, form, said }) {
  if (form) return { form, said };
  const words = Object.fromEntries(fields ?? []);
  const [side, area] = (words.place ?? "").split("-");
  if (path.endsWith("/symptoms/")) return { form: "symptom", said: { ...words, side, area } };
  if (path.endsWith("/clear/")) return { form: "clear", said: {} };
  if (path.endsWith("/runs/") && !words.usual) return { form: "run", said: words };
  if (words.only === "minutes") return { form: "session", said: { plan: "", minutes: words.minutes } };
  return null;
}

export const KINDS = {
  symptom(said, { form, day }) {
    const { code, name } = placeOf(said, form);
    const fields = [
      ["place", code],
      ["severity", said.severity],
    ];
    return { path: below(day, "symptoms"), title: `${name} ${said.severity}`, fields };
  },

  clear(said, { day }) {
    return { path: below(day, "clear"), title: "Nothing today", fields: [] };
  },

  morning(said, { form, day }) {
    const { severity, stiffness } = said;
    if (!severity && !stiffness) return { missing: "Give a number or an answer.", at: "area" };
    const { code, name } = placeOf(said, form);
    const fields = [
      [`severity-${code}`, severity],
      [`stiffness-${code}`, stiffness],
    ].filter(([, value]) => value);
    return { path: below(day, "morning"), title: `Morning, ${name} ${severity ?? ""}`.trim(), fields };
  },

  run(said, { day }) {
    const { distance, unit, minutes } = said;
    if (!distance && !minutes) return { missing: "Give the distance or the minutes.", at: "distance" };
    const far = distance && `${distance} ${unit}`;
    const words = [far, minutes && minutesInWords(minutes)].filter(Boolean).join(", ");
    return { path: below(day, "runs"), title: `Run, ${words}`, fields: Object.entries(said) };
  },

  /* With the names and doses that this page shows: they may be others when it arrives. */
  session(said, { plans }) {
    const plan = plans[said.plan] ?? { routine: "", stage: "", name: "Session", steps: [] };
    const minutes = said.minutes || plan.minutes;
    if (!minutes) return { missing: "Choose what you did, or give the minutes.", at: "minutes" };
    const steps = plan.steps.map(([exercise, name, dose]) => ({ exercise, name, dose, outcome: "done" }));
    const { routine, stage } = plan;
    const title = `${plan.name}, ${minutesInWords(minutes)}`;
    return { path: "/log/sessions/", title, body: { routine, stage, minutes, steps } };
  },
};
