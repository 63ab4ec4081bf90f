// Fills in the time zone that this device is set to, and says so. It never changes what somebody chose.
const field = document.querySelector("select[data-guess]");
const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && guess && guess !== field.value && [...field.options].some((option) => option.value === guess)) {
  field.value = guess;
  const hint = document.getElementById(`${field.id}_helptext`);
  if (hint) hint.textContent = field.dataset.guess;
}
