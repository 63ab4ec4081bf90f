/* While somebody types the name of an exercise or a page, the server is asked which there are: a form holds
   none of them. Without a script the name is typed whole, or the short name of its address. */
const list = document.querySelector("datalist[data-from]");
const WAIT_MS = 150;
let timer = 0;
let asked = 0;

async function ask(words) {
  const mine = ++asked;
  let found = [];
  try {
    const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(words)}`);
    ({ found } = await answer.json());
  } catch {
    /* Nothing is offered; the name can be typed whole. */
  }
  if (mine !== asked) return false;
  list.replaceChildren(...found.map(({ value, said }) => new Option(said, value)));
  return true;
}

/* The first of what is offered for the words as they are now. */
async function take(field) {
  clearTimeout(timer);
  const words = field.value;
  if (!words || !(await ask(words)) || field.value !== words || !list.options.length) return;
  if ([...list.options].some(({ value }) => value === words)) return;
  field.value = list.options[0].value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

if (list) {
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".picks")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS, event.target.value);
  });
  /* Enter would send the form. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".picks")) return;
    event.preventDefault();
    take(event.target);
  });
}
