// Search boxes suggest while one types. Nothing is loaded for it until somebody goes to a box; without it the form is
// sent as ever. The role is there from the beginning, so that a screen reader reads it on the way in.

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
