// An address that ends in the name of the editor's dialog of dates opens it: the link "Programmer" of a message leads there.

const DIALOG = "schedule-publishing-dialog";

window.addEventListener("load", () => {
  if (window.location.hash === `#${DIALOG}`) document.querySelector(`[data-a11y-dialog-show=${DIALOG}]`)?.click();
});
