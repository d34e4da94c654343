// The system's own sheet for sharing, where the browser has one: it takes the place of the links to networks.

for (const button of document.querySelectorAll("button[data-share]")) {
  if (navigator.share) {
    button.hidden = false;
    button.parentElement.querySelector(".share__links").hidden = true;
    button.addEventListener("click", () => {
      // Who closes the sheet has changed their mind: that is no error.
      navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
    });
  }
}
