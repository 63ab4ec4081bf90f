/* The player's sessions that wait in this browser (player/store.js keeps them as
   `ankles.outbox`): what says so and sends them is loaded when there are any. */
function look() {
  try {
    if (localStorage.getItem("ankles.outbox")) import("./player/box.js");
  } catch {
    // A browser that forbids its store keeps nothing.
  }
}

addEventListener("storage", look);
look();
