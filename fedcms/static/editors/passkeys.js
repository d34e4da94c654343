// Says in words when the browser gave no passkey: it knows none, or the person has cancelled.
const problem = document.querySelector("[data-passkey-problem]");

document.addEventListener("allauth.error", (event) => {
  // What happened is said below the button; the console needs no error.
  event.preventDefault();
  problem.hidden = false;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button")) problem.hidden = true;
});
