/* On pages that offer to keep the guide, and on the player: the worker comes with the first
   sign of somebody being there, so that a first visit carries neither it nor what it says.

   On the first page it also brings what says that something waits, where something does: for everybody
   else that is an answer less than the module of its own that other pages have. */
const SIGNS = ["pointerdown", "keydown", "focusin", "scroll"];
const { serviceWorker } = navigator;

function begin() {
  for (const sign of SIGNS) removeEventListener(sign, begin);
  const registered = serviceWorker.register("/sw.js", { updateViaCache: "none" });
  // Where a browser forbids it, the site is as it is without.
  registered.then(() => import("./keep.js")).catch(() => {});
}

if (serviceWorker?.controller) begin();
else if (serviceWorker) for (const sign of SIGNS) addEventListener(sign, begin, { passive: true });

try {
  const waits = ["outbox", "waits"].some((name) => localStorage.getItem(`ankles.${name}`));
  if (waits && location.pathname === "/") import("../mention.js").catch(() => {});
} catch {
  // A browser that forbids its store keeps nothing.
}
