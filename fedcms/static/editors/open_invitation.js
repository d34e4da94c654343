// Sends the secret of an invitation's link, which stands behind its #. It leaves the address bar and the history.
const form = document.querySelector("[data-invitation]");

function sendSecret() {
  const secret = window.location.hash.slice(1);
  if (!form || !secret) return;
  window.history.replaceState(null, "", window.location.pathname);
  form.elements.token.value = secret;
  form.requestSubmit();
}

// Who pastes the link into the tab where the page is already open loads nothing anew.
window.addEventListener("hashchange", sendSecret);
sendSecret();
