/* The player's sessions that wait in this browser (player/store.js keeps them as
   `ankles.outbox`): what says so and sends them is loaded when there are any, or one was just kept. */
function look() {
  try {
    const waits = localStorage.getItem("ankles.outbox") || sessionStorage.getItem("ankles.just");
    if (waits) import("./player/box.js");
  } catch {
    // A browser that forbids its store keeps nothing.
  }
}

addEventListener("storage", look);
look();
