// A button beside a text that is made to be taken: copies it, and says so in its own words.

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const before = button.textContent;
  button.addEventListener("click", async () => {
    const texts = button.dataset.copy.trim().split(/\s+/).map((id) => document.getElementById(id).innerText.trim());
    try {
      await navigator.clipboard.writeText(texts.join("\n\n"));
      button.textContent = button.dataset.copied;
    } catch {
      // No right to the clipboard: the text is selected, one key copies it.
      getSelection().selectAllChildren(document.getElementById(button.dataset.from ?? button.dataset.copy.split(" ").at(-1)));
    }
    setTimeout(() => { button.textContent = before; }, 4000);
  });
}
