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
  if (mine !== asked) return;
  list.replaceChildren(...found.map(({ value, said }) => new Option(said, value)));
}

if (list) {
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".picks")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS, event.target.value);
  });
}
