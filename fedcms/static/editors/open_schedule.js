// An address that ends in the name of the editor's dialog of dates opens it: the link "Programmer" of a message leads there.

const DIALOG = "schedule-publishing-dialog";

const open = () => {
  if (window.location.hash === `#${DIALOG}`) document.querySelector(`[data-a11y-dialog-show=${DIALOG}]`)?.click();
};

window.addEventListener("load", open);
// The message is on the editor itself after a decision by the bar of the viewed page.
window.addEventListener("hashchange", open);
