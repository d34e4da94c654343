// Lists all errors of a page's form above it, each once, with a link that opens and focuses its field, wherever it is hidden.

const FIELD = "[data-field-wrapper], .w-field__wrapper";

const visibleText = (node) => {
  if (!node) return "";
  const copy = node.cloneNode(true);
  copy.querySelectorAll(".w-required-mark, .w-sr-only, svg").forEach((part) => part.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
};

const targetOf = (message) => {
  const wrapper = message.closest(FIELD) ?? message.closest("[data-panel]");
  const fields = "input:not([type=hidden]), textarea, select, [contenteditable=true], button";
  return wrapper?.querySelector(`[data-field-input] :is(${fields})`) ?? wrapper?.querySelector(fields) ?? wrapper;
};

const labelOf = (message) => {
  const names = [];
  const own = targetOf(message)?.labels?.[0] ?? message.closest(FIELD)?.querySelector("label, legend, .w-field__label");
  if (own) names.push(visibleText(own));
  // A field in a block or a row says in which one it is.
  for (let panel = message.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const heading = document.getElementById(panel.getAttribute("aria-labelledby"));
    const name = visibleText(heading);
    if (name && !names.includes(name)) names.unshift(name);
  }
  return names.slice(-2).join(" – ");
};

const reveal = (target) => {
  // The dates of publication are in a dialog, which a button opens.
  const dialog = target.closest(".w-dialog[aria-hidden=true]");
  if (dialog) document.querySelector(`[data-a11y-dialog-show="${dialog.id}"]`)?.click();
  const tabpanel = target.closest("[role=tabpanel][hidden]");
  if (tabpanel) document.querySelector(`[role=tab][href="#${tabpanel.id}"], [role=tab][aria-controls="${tabpanel.id}"]`)?.click();
  for (let panel = target.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
};

const entry = (message) => {
  const item = document.createElement("li");
  const target = targetOf(message);
  const label = labelOf(message);
  const words = visibleText(message);
  const link = document.createElement("a");
  link.href = `#${target?.id || "page-edit-form"}`;
  link.textContent = label ? `${label} : ${words}` : words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (!target) return;
    reveal(target);
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
  item.append(link);
  return item;
};

const collect = (summary) => {
  const form = document.querySelector("#page-edit-form");
  const list = summary.querySelector("ul");
  const known = new Set([...list.children].map((item) => item.textContent));
  for (const message of form?.querySelectorAll(".error-message") ?? []) {
    const item = entry(message);
    if (!known.has(item.textContent)) list.append(item);
    known.add(item.textContent);
  }
  const number = list.children.length;
  if (!number) return;
  summary.querySelector("h2").textContent = number === 1 ? summary.dataset.one : `${summary.dataset.several} ${number}`;
  // Wagtail's message repeats them, without links.
  document.querySelectorAll(".messages .errorlist").forEach((repeated) => repeated.remove());
  form?.before(summary);
  summary.hidden = false;
  summary.focus({ preventScroll: true });
};

// After the blocks of the text, which are drawn by scripts of their own.
window.addEventListener("load", () => {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) collect(summary);
});
