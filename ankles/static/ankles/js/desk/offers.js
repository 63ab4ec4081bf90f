/* The list from which an editor picks a page, an exercise, a source, a plate or a box: the server is asked
   while somebody types, and says how the guide writes what is chosen. */
const box = document.querySelector("#offers");
const list = box.querySelector("ul");
const words = box.querySelector("input");
const said = box.querySelector("[role=status]");
const WAIT_MS = 150;
let timer = 0;
let asked = 0;
let from = "";
let chosen = null;
let done = () => {};

function row(offered) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  const more = document.createElement("span");
  more.textContent = offered.more;
  button.type = "button";
  button.append(offered.said, more);
  button.addEventListener("click", () => {
    chosen = offered;
    box.close();
  });
  made.append(button);
  return made;
}

async function ask() {
  const mine = ++asked;
  let found = [];
  let trouble = "";
  try {
    const answer = await fetch(`${from}?q=${encodeURIComponent(words.value)}`);
    ({ found } = await answer.json());
  } catch {
    trouble = "The list cannot be asked now: the line is broken, or your log-in has ended.";
  }
  if (mine !== asked) return false;
  list.replaceChildren(...found.map(row));
  said.textContent = trouble || (found.length ? "" : "Nothing is called so.");
  return true;
}

/* `taken` is called once: with what was chosen, or with nothing. */
export function choose(kind, name, taken) {
  [from, chosen, done] = [box.dataset.from.replace("KIND", kind), null, taken];
  box.querySelector("h2").textContent = name;
  words.value = "";
  list.replaceChildren();
  box.showModal();
  words.focus();
  ask();
}

words.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});
box.addEventListener("keydown", (event) => {
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "Escape") {
    /* In a field for searching the browser's own Escape takes the words away, and leaves the list open. */
    event.preventDefault();
    box.close();
  } else if (event.key === "Enter" && event.target === words) {
    /* The first of what fits the words as they are now, not of what fitted some of them. */
    event.preventDefault();
    clearTimeout(timer);
    ask().then((isNewest) => isNewest && list.querySelector("button")?.click());
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const to = at + (event.key === "ArrowDown" ? 1 : -1);
    (all[to] ?? (to < 0 ? words : all[at]))?.focus();
  }
});
box.querySelector("[data-close]").addEventListener("click", () => box.close());
box.addEventListener("close", () => done(chosen));
