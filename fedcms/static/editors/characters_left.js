// Says below a text how many characters are left, from the moment at which somebody begins to write in it.

const { left: leftWords } = document.querySelector("[data-characters-left]")?.dataset ?? {};

const FIELDS = "input[maxlength]:not([type=hidden]), textarea[maxlength]";

// Browsers count UTF-16 units for maxlength, and so does this.
const update = (field, words) => {
  words.textContent = `${leftWords} ${field.maxLength - field.value.length}`;
};

const begin = (field) => {
  const words = document.createElement("p");
  words.className = "help characters-left";
  words.id = `${field.id || field.name}-characters-left`;
  field.after(words);
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", described ? `${described} ${words.id}` : words.id);
  field.addEventListener("input", () => update(field, words));
  update(field, words);
};

const begun = new WeakSet();

// Fields of blocks come later: each is taken when it is entered.
document.addEventListener("focusin", ({ target }) => {
  if (!leftWords || !(target instanceof Element) || !target.matches(FIELDS) || begun.has(target)) return;
  begun.add(target);
  begin(target);
});
