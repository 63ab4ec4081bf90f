// A tap on a drawn foot chooses the place without a jump to
// the list, whose radio button the region is a label of.
document.addEventListener("click", (event) => {
  const region = event.target.closest(".spots label");
  if (!region?.control) return;
  event.preventDefault();
  region.control.click();
});
