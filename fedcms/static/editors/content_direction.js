// What is written in the editor has the language and the direction of the page, whatever the interface's: an Arabic
// title runs from right to left in a French admin. Blocks come and go, so that the form is watched. A field that says
// its own language (texts of identities, one input a language) keeps it.

const holder = document.querySelector("[data-content-language]");
const given = holder ? holder.dataset : {};

// Addresses, dates, hours and tags are no texts of the page; choosers and numbers have types of their own.
const TEXTS = [
  "#page-edit-form textarea",
  "#page-edit-form input[type=text]:not([name=slug], [autocomplete=off], [role=combobox], [readonly], .tagit-hidden-field)",
  "#page-edit-form .DraftEditor-root",
];

function mark(selectors, language, direction) {
  for (const field of document.querySelectorAll(selectors.join(","))) {
    if (field.lang || field.dir) continue;
    field.lang = language;
    field.dir = direction;
  }
}

function markAll() {
  mark(TEXTS, given.contentLanguage, given.contentDirection);
}

if (holder) {
  markAll();
  new MutationObserver(markAll).observe(document.body, { childList: true, subtree: true });
}
