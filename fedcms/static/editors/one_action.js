// A form of the page editor is sent once. Wagtail's autosave would send it a second time, with the action of the button,
// and a second click a third. Once a button was pressed, the buttons are locked and nothing more is saved by itself; an
// autosave that is under way is waited for, since it would else arrive after the action and leave a draft behind it.

const form = document.querySelector("[data-edit-form]");
const ACTION = /^(action-|workflow-action-)/;
const PATIENCE_MS = 10_000;

let isSending = false;
let isSaving = false;

function lock() {
  isSending = true;
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("footer button, footer [role=menuitem]")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function unlock() {
  isSending = false;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("footer [aria-disabled]")) button.removeAttribute("aria-disabled");
  for (const field of form.querySelectorAll("[name=action-workflow-action], [name^=workflow-action-]")) {
    if (field.type === "hidden") field.remove();
  }
}

function untilSaved() {
  return new Promise((resolve) => {
    for (const end of ["success", "error"]) form.addEventListener(`w-autosave:${end}`, resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
}

function keepFromLeaving(event) {
  if (isSending) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

if (form) {
  form.addEventListener("w-autosave:save", (event) => {
    const names = [...event.detail.formData.keys()];
    if (isSending || names.some((name) => ACTION.test(name))) event.preventDefault();
    else isSaving = true;
  });
  for (const end of ["success", "error"]) form.addEventListener(`w-autosave:${end}`, () => { isSaving = false; });
  // What was saved by itself is what the form shows from now on: else it would look like the form of an old tab.
  form.addEventListener("w-autosave:success", (event) => {
    const { revision_id: id, revision_created_at: moment } = event.detail.response;
    for (const [name, value] of [["loaded_revision_id", id], ["loaded_revision_created_at", moment]]) {
      const field = form.elements.namedItem(name);
      if (field && value) field.value = value;
    }
  });

  form.addEventListener("submit", async (event) => {
    if (isSending) return keepFromLeaving(event);
    const { submitter } = event;
    if (isSaving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      lock();
      await untilSaved();
      isSaving = false;
      isSending = false;
      form.requestSubmit(submitter);
      return undefined;
    }
    lock();
    // Another listener may keep the form here, for instance to ask whether to go on.
    setTimeout(() => { if (event.defaultPrevented) unlock(); });
    return undefined;
  }, { capture: true });

  // Wagtail sends the form of a dialog (reject, approve with a comment) without an event.
  form.submit = () => {
    if (isSending) return;
    lock();
    HTMLFormElement.prototype.submit.call(form);
  };

  // The page is shown again from the browser's memory: "back".
  window.addEventListener("pageshow", (event) => { if (event.persisted) unlock(); });
}
