// Under a page: the system's own sheet for sharing where there is one, in place of the links; the address is copied.

for (const sheet of document.querySelectorAll("button[data-share]")) {
  const [copy, links] = [sheet.nextElementSibling, sheet.parentElement.querySelector("ul")];
  const address = sheet.dataset.share;
  if (navigator.share) {
    [sheet.hidden, links.hidden] = [false, true];
    // Who closes the sheet has changed their mind: that is no error.
    sheet.addEventListener("click", () => navigator.share({ title: sheet.dataset.title, url: address }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      navigator.clipboard.writeText(address).then(() => { copy.textContent = copy.dataset.copied; }, () => {});
    });
  }
}
