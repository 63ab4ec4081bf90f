/* On every page that logs out: what this browser holds of texts that this account typed at the desk goes;
   another account's stays, as somebody may have logged in between to find theirs. Where something waits for
   the logbook the desk does not log out by itself: it leads to the page that asks. */
const WAITING = ["ankles.outbox", "ankles.waits", "ankles.run"];

for (const form of document.querySelectorAll("form[data-log-out], #logout-form")) {
  form.addEventListener("submit", (event) => {
    try {
      if (form.id === "logout-form" && WAITING.some((name) => localStorage.getItem(name))) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return location.assign("/accounts/logout/");
      }
      /* Whose phone it is, and what it remembers of them: elsewhere player/logout.js sees to that. */
      const remembered = form.id === "logout-form" ? ["ankles.me", "ankles.usual"] : [];
      const own = form.dataset.logOut ?? document.querySelector("[data-own]")?.dataset.own;
      Object.keys(localStorage)
        .filter((name) => name.startsWith(`desk:${own}:`) || remembered.includes(name))
        .forEach((name) => localStorage.removeItem(name));
    } catch {
      /* No storage, nothing to forget. */
    }
  });
}
