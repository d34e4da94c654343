// After an upload of several files, a link to one form for all of them (fedcms.media.bulk_rights).

const list = document.getElementById("upload-list");
const together = document.querySelector("[data-files-together]");
const said = together.querySelector("[role=status]");
const link = together.querySelector("a");
// A file whose own form was saved is still one of them.
const uploaded = new Set();
const idOf = (form) => /\/multiple\/(\d+)\/$/.exec(form.getAttribute("action"))?.[1];

// Above the forms of the files, which are long. Its place is kept from the start, so that nothing moves.
list.before(together);

function show() {
  for (const form of list.querySelectorAll("form[action]")) {
    if (idOf(form)) uploaded.add(idOf(form));
  }
  link.href = `${link.dataset.address}${[...uploaded].map((id) => `&id=${id}`).join("")}`;
  // Files come one after the other: who left now would lose those that wait.
  const isReady = uploaded.size > 1 && !list.querySelector(".upload-uploading");
  together.toggleAttribute("data-waiting", !isReady);
  if (isReady && !said.textContent) said.textContent = said.dataset.words;
  if (!isReady) said.textContent = "";
}

new MutationObserver(show).observe(list, { attributeFilter: ["class"], childList: true, subtree: true });

list.addEventListener("click", (event) => {
  if (event.target.closest(".delete")) uploaded.delete(idOf(event.target.closest("form")));
});
list.addEventListener("input", (event) => event.target.closest("form")?.setAttribute("data-typed", ""));
link.addEventListener("click", (event) => {
  if (list.querySelector("form[data-typed]") && !window.confirm(link.dataset.typed)) event.preventDefault();
});
// The forms that a browser shows again hold what was before the common one.
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
