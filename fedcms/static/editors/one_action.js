// A form of the page editor is sent once. Wagtail's autosave would send it a second time, with the action of the button,
// and a second click a third. Once a button was pressed, the buttons are locked and nothing more is saved by itself; an
// autosave that is under way is waited for, since it would else arrive after the action and leave a draft behind it.

const form = document.querySelector("[data-edit-form]");
const ACTION = /^(action-|workflow-action-)/;
// As long as Wagtail's own buttons wait: then the form may be sent again, and the server sees to it that it acts once.
const PATIENCE_MS = 30_000;

let isSending = false;
let isSaving = false;
let patience;

function lock() {
  isSending = true;
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("footer :is(button, [role=menuitem]):not([aria-disabled])")) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.isSending = "";
  }
  clearTimeout(patience);
  patience = setTimeout(unlock, PATIENCE_MS);
}

function unlock() {
  isSending = false;
  clearTimeout(patience);
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[data-is-sending]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.isSending;
  }
  for (const field of form.querySelectorAll("[data-pressed], [name=action-workflow-action], [name^=workflow-action-]")) {
    if (field.type === "hidden") field.remove();
  }
}

function untilSaved() {
  return new Promise((resolve) => {
    for (const end of ["success", "error"]) form.addEventListener(`w-autosave:${end}`, resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// The pressed button may be disabled by then, and would not be sent.
function keepPressed(button) {
  if (!button?.name) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  field.dataset.pressed = "";
  form.append(field);
}

async function sendWhenSaved(button) {
  lock();
  keepPressed(button);
  await untilSaved();
  isSaving = false;
  isSending = false;
  form.requestSubmit();
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

  form.addEventListener("submit", (event) => {
    if (isSending) {
      stop(event);
    } else if (isSaving) {
      stop(event);
      sendWhenSaved(event.submitter);
    } else {
      lock();
      // Another listener may keep the form here, for instance to ask whether to go on.
      setTimeout(() => { if (event.defaultPrevented) unlock(); });
    }
  }, { capture: true });

  // Before any other listener: a second button would add its action to the form that waits.
  window.addEventListener("click", (event) => {
    if (isSending && event.target.closest?.("footer button, footer [role=menuitem]")) stop(event);
  }, { capture: true });

  // Wagtail sends the form of a dialog (reject, approve with a comment) without an event, and so without waiting.
  form.submit = () => form.requestSubmit();

  // The page is shown again from the browser's memory: "back".
  window.addEventListener("pageshow", (event) => { if (event.persisted) unlock(); });
}
