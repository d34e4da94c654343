// One begins to write at once: on the form of a new page the title has the focus, and in every editor the link that skips the
// menu leads to it. Otherwise two dozen stops of the tab key lie before it.

const title = document.querySelector("#page-edit-form #id_title");

const isNew = document.querySelector("#page-edit-form")?.action.includes("/pages/add/");

window.addEventListener("load", () => {
  const hasErrors = document.querySelector("[data-error-summary]:not([hidden]), .messages .error");
  if (title && isNew && !hasErrors && document.activeElement === document.body) title.focus({ preventScroll: true });
});

// In the place of Wagtail, which moves the focus to the content as a whole.
document.addEventListener(
  "click",
  (event) => {
    if (!title || !event.target.closest?.("a[href='#main']")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    title.focus();
  },
  { capture: true },
);
