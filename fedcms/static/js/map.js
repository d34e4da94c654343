// Shows on the map what the list points at, and the other way round. Without it both are links all the same.
const LIT = "is-lit";

for (const atlas of document.querySelectorAll(".atlas")) {
  const ofCluster = (element) => element?.closest("[data-cluster]")?.dataset.cluster;

  const light = (key) => {
    for (const each of atlas.querySelectorAll("[data-cluster]")) {
      each.classList.toggle(LIT, key !== undefined && each.dataset.cluster === key);
    }
  };

  for (const event of ["pointerover", "focusin"]) {
    atlas.addEventListener(event, ({ target }) => light(ofCluster(target)));
  }
  for (const event of ["pointerleave", "focusout"]) {
    atlas.addEventListener(event, ({ relatedTarget }) => light(ofCluster(relatedTarget)));
  }
}
