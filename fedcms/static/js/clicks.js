// Says which result of a search is opened first, so that editors see what people look for. The link is followed as
// ever: nothing waits for this, nothing is stored here, no cookie is needed.

/** The list of results counts one click: the first. A listing that filters in place brings a new one, or none. */
function count(event) {
  if (event.type === "auxclick" && event.button !== 1) return;
  const link = event.target.closest("a[data-entry]");
  const list = link?.closest("[data-click-token]");
  if (!list) return;
  const { clickToken: token, clickUrl: url } = list.dataset;
  delete list.dataset.clickToken;
  navigator.sendBeacon(url, new URLSearchParams({ token, entry: link.dataset.entry }));
}

addEventListener("click", count);
addEventListener("auxclick", count);
