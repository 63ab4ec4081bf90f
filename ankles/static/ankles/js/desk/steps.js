/* The steps of a routine: their lines and their times together follow what is typed, a step is drawn to its
   place, and it can stand in a stage that was added a moment ago. Without this script the lines say what was
   saved, and the number under "Order" moves a step. The lines are those of library/admin/step_lines.py. */
const group = document.querySelector("#steps-group");
const stages = document.querySelector("#stages-group");
const sum = group?.querySelector("[data-steps-time]");
const WHOSE = { each: "each side", both: "both sides", turns: "by turns", sore: "sore side" };
const NEW_STAGE = "new stage";
const EDGE_PX = 90;

const steps = () => [...group.querySelectorAll(".step:not(.empty-form)")];
const field = (step, name) => step.querySelector(`[name$="-${name}"]`);
const typed = (step, name) => field(step, name).value.trim();
const isRemoved = (step) => Boolean(field(step, "DELETE")?.checked);

function clock(seconds) {
  if (!/^\d+$/.test(seconds)) return seconds;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function amount(step) {
  const names = ["sets", "reps", "hold_s", "duration_s", "distance_m"];
  const [sets, reps, hold, going, far] = names.map((name) => typed(step, name).replaceAll("-", "–"));
  let one = reps || (hold && `${hold} s`) || (far && `${far} m`);
  if (reps && hold) one = `${reps} × ${hold} s`;
  else if (going && (!reps || reps === "1")) one = `${going} s`;
  return one && sets && sets !== "1" ? `${sets} × ${one}` : one;
}

function stageOf(step) {
  const { value, selectedOptions } = field(step, "in_stage");
  const name = selectedOptions[0]?.text.replace(/^\d+\. /, "");
  return value && (name === NEW_STAGE ? `stage ${Number(value) + 1}` : name);
}

function line(step) {
  const name = typed(step, "exercise");
  const more = [
    amount(step),
    WHOSE[typed(step, "sides")],
    clock(typed(step, "time_s")),
    field(step, "optional").checked ? "optional" : "",
    stageOf(step),
  ].filter(Boolean);
  if (!name && !more.length) return "New step";
  const number = typed(step, "position");
  return (number ? `${number}. ` : "") + [name || "No exercise yet", ...more].join(", ");
}

/* The times of the steps of no stage and of each stage, in the order of the choices. */
function together() {
  const choices = [...(field(group.querySelector(".step"), "in_stage")?.options ?? [])];
  const found = choices.flatMap(({ value, text }) => {
    const own = steps().filter((step) => typed(step, "in_stage") === value && !isRemoved(step));
    const times = own.map((step) => typed(step, "time_s")).filter((time) => /^\d+$/.test(time));
    if (!times.length) return [];
    const said = document.createElement("span");
    const all = times.reduce((one, other) => one + Number(other), 0);
    said.textContent = `${value ? text : "All times together"}: ${clock(String(all))} min`;
    return [said];
  });
  sum.replaceChildren(...found);
}

function follow(step) {
  step.querySelector("summary").textContent = line(step);
  together();
}

/* The numbers are what is sent: those of a stage run from 1 in the order that is seen. A step that was drawn
   among those of another stage stands in that. */
function number(moved) {
  const around = [moved.previousElementSibling, moved.nextElementSibling].filter((one) => {
    return one?.matches(".step:not(.empty-form)") && (typed(one, "exercise") || field(one, "was").value);
  });
  const near = around.map((one) => typed(one, "in_stage"));
  if (near.length && !near.includes(typed(moved, "in_stage"))) [field(moved, "in_stage").value] = near;
  const counts = {};
  for (const step of steps()) {
    const isFilled = typed(step, "exercise") || field(step, "was").value;
    if (!isFilled || isRemoved(step)) continue;
    const stage = typed(step, "in_stage");
    counts[stage] = (counts[stage] ?? 0) + 1;
    field(step, "position").value = counts[stage];
    step.querySelector("summary").textContent = line(step);
  }
  field(moved, "position").dispatchEvent(new Event("change", { bubbles: true }));
}

/* A folded step comes with fields for what names it, and with the values of the others: those fields are the
   ones of the new step, which stand once on the page. */
function complete(step) {
  let last = null;
  const held = field(step, "held");
  const values = new URLSearchParams(held?.value);
  held?.remove();
  for (const label of group.querySelectorAll(".empty-form .step-fields > label")) {
    const model = label.querySelector("[name]");
    const name = model.name.replace("steps-__prefix__-", "");
    const own = field(step, name);
    for (const { name: more, value } of own ? model.attributes : []) {
      if (!["value", "name"].includes(more) && !own.hasAttribute(more)) own.setAttribute(more, value);
    }
    const stands = own?.closest("label") ?? label.cloneNode(true);
    if (!own) {
      const made = stands.querySelector("[name]");
      made.name = `${step.id}-${name}`;
      if (values.has(name)) put(made, values.get(name));
      if (last) last.after(stands);
      else step.querySelector(".step-fields").prepend(stands);
    }
    last = stands;
  }
}

/* As if the page had come with it: what differs from that was typed (keeping.js). */
function put(made, value) {
  if (made.type === "checkbox") made.defaultChecked = true;
  else if (!made.options) made.defaultValue = value;
  else for (const option of made.options) option.defaultSelected = option.value === value;
}

/* Up or down by one, past its neighbour. */
function push(step, isUp) {
  const other = isUp ? step.previousElementSibling : step.nextElementSibling;
  if (!other?.matches(".step:not(.empty-form)")) return;
  if (isUp) other.before(step);
  else other.after(step);
  number(step);
}

function draw(step, button, event) {
  event.preventDefault();
  button.setPointerCapture(event.pointerId);
  step.classList.add("is-moving");
  const move = ({ clientX, clientY }) => {
    if (clientY < EDGE_PX) scrollBy(0, -20);
    else if (clientY > innerHeight - EDGE_PX) scrollBy(0, 20);
    const x = Math.min(clientX, step.getBoundingClientRect().right - 60);
    const other = document.elementFromPoint(x, clientY)?.closest(".step:not(.empty-form)");
    if (!other || other === step) return;
    const { top, height } = other.getBoundingClientRect();
    const isBelow = other.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_PRECEDING;
    const isPast = isBelow ? clientY > top + height / 2 : clientY < top + height / 2;
    if (!isPast) return;
    /* The others make way: a step that is put elsewhere would fall out of the hand. */
    const all = steps();
    const [at, to] = [all.indexOf(step), all.indexOf(other)];
    if (isBelow) step.before(...all.slice(at + 1, to + 1));
    else step.after(...all.slice(to, at));
  };
  const end = () => {
    step.classList.remove("is-moving");
    button.removeEventListener("pointermove", move);
    button.removeEventListener("lostpointercapture", end);
    number(step);
  };
  button.addEventListener("pointermove", move);
  button.addEventListener("lostpointercapture", end);
}

function mover(step) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mover";
  button.textContent = "↕";
  button.title = "Draw it to its place, or press the arrow keys";
  button.setAttribute("aria-label", "Move this step: arrow up, arrow down");
  button.addEventListener("pointerdown", (event) => draw(step, button, event));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    push(step, event.key === "ArrowUp");
    button.focus();
  });
  step.append(button);
}

/* A step names its stage by the row of that. Rows move up when one above them is taken away: the steps go
   with the stage that they named. */
let rows = [];
const stageRows = () => [...stages.querySelectorAll("tr.form-row:not(.empty-form)")];

function renumberStages() {
  const now = stageRows();
  const called = now.map((row, index) => {
    const name = row.querySelector("[name$='-name']").value.trim();
    return new Option(`${index + 1}. ${name || NEW_STAGE}`, index);
  });
  for (const choice of group.querySelectorAll("select[name$='-in_stage']")) {
    const chosen = choice.value === "" ? -1 : now.indexOf(rows[choice.value]);
    choice.replaceChildren(choice.options[0], ...called.map((option) => option.cloneNode(true)));
    choice.value = chosen < 0 ? "" : chosen;
  }
  rows = now;
  for (const step of steps()) follow(step);
}

function begin() {
  for (const step of steps()) mover(step);
  group.addEventListener("input", ({ target }) => follow(target.closest(".step")));
  group.addEventListener("change", ({ target }) => follow(target.closest(".step")));
  rows = stageRows();
  /* The browser's own copy was put back (keeping.js). */
  group.closest("form").addEventListener("desk:filled", renumberStages);
  stages.addEventListener("input", renumberStages);
  document.addEventListener("formset:added", ({ target, detail }) => {
    if (detail.formsetName === "stages") renumberStages();
    if (detail.formsetName !== "steps") return;
    mover(target);
    /* Where somebody goes on, unless the browser's own copy is put back. */
    if (!document.activeElement?.closest(".add-row")) return;
    target.querySelector("details").open = true;
    field(target, "exercise").focus();
  });
  document.addEventListener("formset:removed", ({ detail }) => {
    if (detail.formsetName === "stages") renumberStages();
    else together();
  });
}

/* Before the other scripts begin: what the browser kept goes into these fields (keeping.js). */
for (const step of group ? steps() : []) complete(step);
group?.querySelector("[data-all-fields]")?.remove();
/* The admin's own script adds its buttons when the page is ready. */
if (group && stages) addEventListener("load", begin);
