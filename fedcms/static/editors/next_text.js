// Leads from text to text in the editor of a translation: Ctrl+Enter (on a Mac, Cmd+Enter), or the button at the foot.

const form = document.querySelector("[data-translation-editor]");
const button = form.querySelector("[data-next-text]");
const texts = [...form.querySelectorAll(".translation-text__target textarea:not([readonly])")];
let last = -1;

function lead() {
  const following = [...texts.slice(last + 1), ...texts.slice(0, Math.max(last, 0))];
  // What is left to translate, then what comes next; after the last text, what is to be done with all of them.
  const next = following.find((field) => !field.value.trim()) ?? texts[last + 1] ?? form.querySelector("[data-all-done]");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

form.addEventListener("focusin", (event) => {
  const place = texts.indexOf(event.target);
  if (place >= 0) last = place;
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !texts.includes(event.target)) return;
  event.preventDefault();
  lead();
});
button?.addEventListener("click", lead);
if (button && texts.length > 1) button.hidden = false;
