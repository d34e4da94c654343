// Says in words when the browser gave no passkey, and whether the address or the device is why.
const words = {
  problem: document.querySelector("[data-passkey-problem]"),
  address: document.querySelector("[data-passkey-address]"),
};

const say = (which) => {
  for (const [name, element] of Object.entries(words)) element.hidden = name !== which;
};

// A number is no name that a passkey could belong to.
const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
const isPossible = window.isSecureContext && window.PublicKeyCredential && !isNumber;

document.addEventListener("allauth.error", (event) => {
  // What happened is said in words; the console needs no error.
  event.preventDefault();
  const kind = event.detail.exception?.name;
  say(isPossible && kind !== "SecurityError" ? "problem" : "address");
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button")) say("");
});
// The button asks the device first; the form is sent once it holds what the device gave.
document.addEventListener("submit", (event) => {
  const credential = event.target.querySelector("[name=credential]");
  if (credential && !credential.value) event.preventDefault();
});
