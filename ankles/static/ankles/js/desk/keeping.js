/* What an editor types is kept in this browser until it is saved: a reload, a cut line or a closed lid lose
   nothing, and leaving asks. Only texts of the guide are kept, under the account's tag; log-out lets go of
   them (forgetting.js). */
const place = document.querySelector("[data-keep]");
const form = place && place.closest("form");

/* Fields that say from which state somebody wrote, and those that say nothing of it. */
const WRITTEN_FROM = ["seen", "base", "called", "stood"];
const NOT_TYPED = ["csrfmiddlewaretoken", "copy", ...WRITTEN_FROM];
const WAIT_MS = 600;
/* What an answer says that saved nothing. */
const CAME_BACK = ".findings, .clashes";

const key = () => `desk:${place.dataset.keep}:${location.pathname}`;
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(key()));
  } catch {
    return null;
  }
};
const forget = () => {
  try {
    localStorage.removeItem(key());
  } catch {
    /* Nothing can be kept in this browser, so nothing is. */
  }
};

function fields() {
  return [...new FormData(form)].filter(([name, value]) => {
    return typeof value === "string" && !NOT_TYPED.includes(name);
  });
}

function fill(kept) {
  const left = kept.fields.slice();
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.includes(field.name) || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = left.some(([name, value]) => name === field.name && value === field.value);
      continue;
    }
    const at = left.findIndex(([name]) => name === field.name);
    if (at >= 0) field.value = left.splice(at, 1)[0][1];
  }
  /* What others saved since then is not taken back: the server brings both together. */
  for (const [name, value] of kept.from ?? []) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

function offer(kept) {
  const box = document.createElement("div");
  const words = document.createElement("p");
  const long = { dateStyle: "long", timeStyle: "short" };
  const at = new Date(kept.at).toLocaleString("en-GB", long);
  box.className = "kept-here";
  box.setAttribute("role", "status");
  words.textContent = `This browser holds what you typed here on ${at} and did not save.`;
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = act === forget ? "button quiet-button" : "button";
    made.textContent = label;
    made.addEventListener("click", () => {
      box.remove();
      act();
    });
    return made;
  };
  const back = button("Put it back", () => {
    /* Rows that script added are not there yet: their buttons are pressed first. */
    for (const total of form.querySelectorAll("[name$='-TOTAL_FORMS']")) {
      const wanted = kept.fields.find(([name]) => name === total.name);
      const add = total.closest(".inline-group")?.querySelector(".add-row a");
      const missing = add && wanted ? Math.min(200, wanted[1] - total.value) : 0;
      for (let row = 0; row < missing; row += 1) add.click();
    }
    fill(kept);
    form.dispatchEvent(new CustomEvent("desk:filled"));
    changed();
  });
  box.append(words, back, button("Throw it away", forget));
  place.append(box);
}

let start = "";
let timer = 0;
let sent = false;
/* Whether something was typed once the form was sent: it is written from that, which has no name yet. */
let isAfter = false;
/* Whoever logs out leaves nothing behind: what forgetting.js took away is not put back on the way out. */
let goes = false;

const now = () => JSON.stringify(fields());
const isDirty = () => !sent && now() !== start;

function keep() {
  clearTimeout(timer);
  if (goes || !isDirty()) return;
  try {
    const kept = { at: Date.now(), copy: form.elements.copy.value, fields: fields() };
    if (!isAfter) kept.from = WRITTEN_FROM.map((name) => [name, form.elements[name]?.value ?? ""]);
    localStorage.setItem(key(), JSON.stringify(kept));
  } catch {
    /* Full, or forbidden: leaving still asks. */
  }
}

const newName = () => [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16)).join("");

function changed() {
  /* What is typed once the form was sent, while the answer is waited for or stopped, is not in what was sent:
     under a name of its own it stays when that is saved. */
  if (sent) {
    form.elements.copy.value = newName();
    isAfter = true;
  }
  sent = false;
  goes = false;
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT_MS);
}

const TEXTS = "textarea, input[type=text]";
const isTypedIn = () => [...form.querySelectorAll(TEXTS)].some((one) => one.value !== one.defaultValue);

function begin() {
  const copy = document.createElement("input");
  copy.type = "hidden";
  copy.name = "copy";
  copy.value = newName();
  form.append(copy);
  start = now();
  /* Whoever jumped to a part of the form begins at the head of the answer: what is in the way is there. */
  form.action = location.pathname + location.search;
  /* Older browsers begin at fields only. */
  document.querySelector(CAME_BACK)?.focus();
  const kept = read();
  /* A form that came back holds what nobody has saved, and so does one that was typed in before this ran
     (a slow line), or that the browser filled with what stood in it. */
  const isUnsaved = Boolean(place.dataset.cameWith || document.querySelector(CAME_BACK)) || isTypedIn();
  /* What was sent stands in the form that came back, beside what others saved (two texts for one place). */
  const isHere = kept?.copy && kept.copy === place.dataset.cameWith;
  if (kept && !isHere && JSON.stringify(kept.fields) !== start) offer(kept);
  else if (kept && !isUnsaved) forget();
  if (isUnsaved) start = "";
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    keep();
    /* A preview opens a tab of its own and saves nothing. */
    if (event.submitter?.name !== "_preview") sent = true;
  });
  document.querySelector("#logout-form")?.addEventListener("submit", () => {
    goes = true;
  });
  addEventListener("pagehide", keep);
  /* A phone may end a page that nobody looks at, and says no more. */
  document.addEventListener("visibilitychange", keep);
  /* Back from an answer that never came. */
  addEventListener("pageshow", () => {
    sent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector("[name=_save]").click();
    }
  });
}

/* The server marks the message of a form that was saved with the name of its copy. */
function letGo() {
  const saved = [...document.querySelectorAll(".messagelist [class*='saved-']")].flatMap((one) => {
    return [...one.classList].filter((name) => name.startsWith("saved-")).map((name) => name.slice(6));
  });
  if (!saved.length) return;
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("desk:"))) {
    try {
      if (saved.includes(JSON.parse(localStorage.getItem(name)).copy)) localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
}

try {
  letGo();
} catch {
  /* No storage in this browser. */
}
/* Rows are added by the admin's own script when the page is ready. */
if (form) addEventListener("load", begin);
