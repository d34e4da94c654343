// Names what Wagtail's screens leave without a name for who cannot see it: the field of tags, the upload of many files, and
// the colleagues who look at the same page.

const labelOf = (field) => document.querySelector(`label[for="${field?.id}"]`)?.textContent.replace("*", "").trim();

const nameTags = () => {
  for (const input of document.querySelectorAll(".tagit-new input:not([aria-label])")) {
    const label = labelOf(input.closest(".tagit")?.previousElementSibling);
    if (label) input.setAttribute("aria-label", label);
  }
};

const nameUpload = () => {
  const upload = document.querySelector("#fileupload:not([aria-label])");
  const words = document.querySelector(".drop-zone p, .w-dropzone p")?.textContent.trim();
  if (upload && words) upload.setAttribute("aria-label", words);
};

const nameColleagues = () => {
  for (const button of document.querySelectorAll("button.w-editing-sessions__session:not([aria-label])")) {
    // Wagtail's tooltip takes its words out of the button when it starts.
    const popup = button.querySelector(".w-editing-sessions__popup") ?? button._tippy?.props.content;
    const words = popup?.textContent?.replace(/\s+/g, " ").trim();
    if (words) button.setAttribute("aria-label", words);
  }
};

const nameAll = () => {
  nameTags();
  nameUpload();
  nameColleagues();
};

// Once for all that changes at one moment: each key in a text changes something.
let waiting = false;

const nameSoon = () => {
  if (waiting) return;
  waiting = true;
  window.requestAnimationFrame(() => {
    waiting = false;
    nameAll();
  });
};

window.addEventListener("load", nameAll);
// Colleagues come and go, and forms arrive after an upload.
new MutationObserver(nameSoon).observe(document.body, { childList: true, subtree: true });
