// Shows on the map what the list points at, and the other way round. Without it both are links all the same.
// Listens on the document: filters change a listing in place, and its map with it.
const LIT = "is-lit";
const MAPS = ".atlas, .agenda-map";

const keyOf = (element) => element?.closest?.("[data-cluster]")?.dataset.cluster;

function light(map, key) {
  for (const each of map?.querySelectorAll("[data-cluster]") ?? []) {
    each.classList.toggle(LIT, key !== undefined && each.dataset.cluster === key);
  }
}

for (const event of ["pointerover", "focusin"]) {
  document.addEventListener(event, ({ target }) => light(target.closest?.(MAPS), keyOf(target)));
}
for (const event of ["pointerout", "focusout"]) {
  document.addEventListener(event, ({ target, relatedTarget }) => light(target.closest?.(MAPS), keyOf(relatedTarget)));
}
