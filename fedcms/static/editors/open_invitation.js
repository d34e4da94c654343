// Sends the secret of an invitation's link, which stands behind its #. It leaves the address bar and the history.
const form = document.querySelector("[data-invitation]");
const secret = window.location.hash.slice(1);
if (form && secret) {
  window.history.replaceState(null, "", window.location.pathname);
  form.elements.token.value = secret;
  form.requestSubmit();
}
