/* The buttons above a text of the guide, and what is pasted into it. Without this script a text is written
   with its marks, as the help beside it says. Every change goes through the browser's own editing, so that
   Ctrl+Z takes it back. */
import { emphasis, lineMark, offer } from "./marks.js";
import { markdown, tidied } from "./pasting.js";
import { choose } from "./offers.js";

const BOLD = { label: "B", name: "Bold", keys: "b", edit: (...at) => emphasis(...at, "**") };
const ITALIC = { label: "I", name: "Italic", keys: "i", edit: (...at) => emphasis(...at, "*") };
const line = (label, name, mark) => ({ label, name, edit: (...at) => lineMark(...at, mark) });
const picker = (label, name, kind) => ({ label, name, kind });
const PICKERS = [
  picker("Page", "Link to a page", "page"),
  picker("Exercise", "Link to an exercise", "exercise"),
  picker("Source", "Cite a source", "source"),
];
const ROWS = ".inline-group";
const BUTTONS = {
  page: [
    BOLD,
    ITALIC,
    line("Heading", "Heading", "heading"),
    line("Part", "Heading of a part", "part"),
    line("• List", "List", "list"),
    line("1. List", "Numbered list", "numbers"),
    line("“ ”", "Quotation", "quote"),
    picker("Box", "Put in a box", "box"),
    ...PICKERS,
    picker("Plate", "Put in a plate", "plate"),
  ],
  line: [BOLD, ITALIC, ...PICKERS],
  lines: [BOLD, ITALIC, ...PICKERS],
};

/* What a text is, from its own selection: words, and where the caret is. */
function change(field, edit) {
  const { from, to, words, select } = edit(field.value, field.selectionStart, field.selectionEnd);
  put(field, from, to, words);
  field.setSelectionRange(...select);
}

function put(field, from, to, words) {
  field.focus();
  field.setSelectionRange(from, to);
  /* The one way that a browser can take back. Where it is gone, the words still arrive. */
  if (document.execCommand("insertText", false, words)) return;
  field.setRangeText(words, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(field, { edit, kind, name }) {
  if (!kind) return change(field, edit);
  /* Chromium forgets what was marked while something lies above the page. */
  const marked = [field.selectionStart, field.selectionEnd];
  return choose(kind, name, (chosen) => {
    field.focus();
    field.setSelectionRange(...marked);
    if (chosen) change(field, (...at) => offer(...at, chosen));
  });
}

/* One stop of the keyboard for all the buttons of a text; arrows go from one to the next. */
function walk(bar, event) {
  const all = [...bar.children];
  const at = all.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = all[(to + all.length) % all.length];
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}

function bar(field) {
  const made = document.createElement("div");
  const label = field.getAttribute("aria-label") ?? field.labels[0]?.textContent ?? "";
  const called = label.replace(/:?\s*$/, "");
  made.className = "marks";
  made.setAttribute("role", "toolbar");
  made.setAttribute("aria-label", `Marks: ${called}`);
  /* A row is numbered anew when one above it goes. */
  if (!field.closest(ROWS)) made.setAttribute("aria-controls", field.id);
  for (const what of BUTTONS[field.dataset.marks]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = what.label;
    button.title = what.keys ? `${what.name} (Ctrl+${what.keys.toUpperCase()})` : what.name;
    button.setAttribute("aria-label", what.name);
    button.tabIndex = made.children.length ? -1 : 0;
    /* The caret stays in the text, and on a phone the keyboard stays open. */
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => press(field, what));
    made.append(button);
  }
  made.addEventListener("keydown", (event) => walk(made, event));
  return made;
}

function begin(field) {
  const said = document.createElement("p");
  const keys = { b: BOLD, i: ITALIC };
  said.className = "marks-said";
  said.setAttribute("role", "status");
  if (field.closest(ROWS)) (field.closest("label") ?? field).after(bar(field), said);
  else {
    field.before(bar(field));
    field.after(said);
  }
  field.addEventListener("keydown", (event) => {
    const what = (event.ctrlKey || event.metaKey) && !event.altKey && keys[event.key.toLowerCase()];
    if (!what) return;
    event.preventDefault();
    change(field, what.edit);
  });
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    const how = field.dataset.marks;
    const { words, left } = html ? markdown(html, how) : { words: tidied(plain, how), left: [] };
    said.textContent = left.join(" ");
    /* What says nothing else than it did is the browser's to paste. */
    if (!words || words === plain) return;
    event.preventDefault();
    put(field, field.selectionStart, field.selectionEnd, words);
  });
}

for (const field of document.querySelectorAll("[data-marks]")) if (!field.closest(ROWS)) begin(field);
/* A row has its buttons below its text, once somebody writes there: nothing moves under the hand. */
const begun = new WeakSet();
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-marks]") || !target.closest(ROWS) || begun.has(target)) return;
  begun.add(target);
  begin(target);
});
