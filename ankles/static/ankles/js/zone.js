// Fills in the time zone that this device is set to, as the first choice, and
// says so. It never changes what somebody chose. Browsers still use older names.
const field = document.querySelector("select[data-guess]");
const guess = window.Intl?.DateTimeFormat().resolvedOptions().timeZone;
if (field && !field.value && guess?.includes("/") && !guess.startsWith("Etc/")) {
  const words = guess.split("/").slice(1).reverse().join(", ").replaceAll("_", " ");
  const listed = [...field.options].find((option) => option.value === guess);
  field.options[0].after(listed ?? new Option(words, guess));
  field.value = guess;
  const hint = document.getElementById(`${field.id}_helptext`);
  if (hint) hint.textContent = field.dataset.guess;
}
