/* Sessions and entries that wait in this browser (player/outbox.js: `ankles.outbox` is its doorstep,
   `ankles.waits` how many there are): what says so and sends them is loaded when there are any, or one was
   just kept. */
function look() {
  try {
    /* The account's tag: what is written without a network is written in it (js/outbox/quick.js). */
    const tag = document.querySelector("#log [name=account]")?.value;
    if (tag) localStorage.setItem("ankles.me", JSON.stringify(tag));
    const waits = ["outbox", "waits"].some((name) => localStorage.getItem(`ankles.${name}`));
    if (waits || sessionStorage.getItem("ankles.just")) import("./player/box.js");
  } catch {
    // A browser that forbids its store keeps nothing.
  }
}

addEventListener("storage", look);
look();
