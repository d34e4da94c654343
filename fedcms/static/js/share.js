// Shares a page (README.md).

for (const sheet of document.querySelectorAll("button[data-share]")) {
  const [copy, links] = [sheet.nextElementSibling, sheet.parentElement.querySelector("ul")];
  const address = sheet.dataset.share;
  if (navigator.share) {
    [sheet.hidden, links.hidden] = [false, true];
    sheet.addEventListener("click", () => navigator.share({ title: sheet.dataset.title, url: address }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      navigator.clipboard.writeText(address).then(() => { copy.textContent = copy.dataset.copied; }, () => {});
    });
  }
}
