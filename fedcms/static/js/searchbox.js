// Search boxes suggest (README.md).

for (const form of document.querySelectorAll("form.searchbox[data-suggest]")) {
  const input = form.querySelector("[name=q]");
  input.type = "text"; // a searchbox may not be a combobox
  input.inputMode = "search";
  input.enterKeyHint = "search";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  const load = () => import(form.dataset.suggest).then((module) => module.suggest(form, input));
  if (document.activeElement === input) load();
  else input.addEventListener("focus", load, { once: true });
}
