/* What an answer says floats above the page's foot, at the end of the document.

   It covers nothing that was just pressed; and its Undo is the next stop
   of the Tab key after that, from which Tab leads on to where one was. */
let used = null;
let from = null;

const bar = () => {
  const found = document.querySelector("#said .floats");
  return found && getComputedStyle(found).visibility !== "hidden" ? found : null;
};

function said() {
  const floats = bar();
  from = null;
  if (!floats) return;
  const here = document.activeElement;
  if (document.getElementById("log")?.contains(here)) from = here;
  // What was pressed is gone with its answer.
  else if (here === document.body) floats.querySelector("[tabindex]")?.focus({ preventScroll: true });
  const { top, bottom } = floats.getBoundingClientRect();
  floats.classList.toggle("above", used !== null && used.bottom > top && used.top < bottom);
}

function along(event) {
  if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = from?.isConnected ? [...(bar()?.querySelectorAll("a, button") ?? [])] : [];
  if (!stops.length) return;
  const here = document.activeElement;
  const first = stops.find(({ id }) => id === "undo") ?? stops[0];
  if (event.shiftKey ? here === first : here === from) {
    (event.shiftKey ? from : first).focus();
    event.preventDefault();
  } else if (!event.shiftKey && here === stops[stops.length - 1]) {
    // The browser goes on from there.
    from.focus({ preventScroll: true });
  }
}

document.addEventListener("submit", ({ submitter }) => (used = submitter?.getBoundingClientRect() ?? null), {
  capture: true,
});
document.addEventListener("htmx:afterSettle", said);
document.addEventListener("keydown", along);
