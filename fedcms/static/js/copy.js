// A button beside a text that is made to be taken: copies it, and says so in its own words.

const SAID_MS = 4000;

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  // The nodes, not their text: part of a button's words may be for assistive technology alone.
  const before = [...button.childNodes];
  let timer;
  button.addEventListener("click", async () => {
    const texts = button.dataset.copy.trim().split(/\s+/).map((id) => document.getElementById(id).innerText.trim());
    try {
      await navigator.clipboard.writeText(texts.join("\n\n"));
      button.textContent = button.dataset.copied;
    } catch {
      // No right to the clipboard: the text is selected, one key copies it.
      getSelection().selectAllChildren(document.getElementById(button.dataset.from ?? button.dataset.copy.split(" ").at(-1)));
    }
    clearTimeout(timer);
    timer = setTimeout(() => button.replaceChildren(...before), SAID_MS);
  });
}
