/* On every page that logs out: what this browser holds of texts that were typed at the desk goes. */
for (const form of document.querySelectorAll("form[data-log-out], #logout-form")) {
  form.addEventListener("submit", () => {
    try {
      Object.keys(localStorage)
        .filter((name) => name.startsWith("desk:"))
        .forEach((name) => localStorage.removeItem(name));
    } catch {
      /* No storage, nothing to forget. */
    }
  });
}
