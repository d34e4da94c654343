// Loads a player of another site in place of its facade, when the reader asks for it and not before.

for (const button of document.querySelectorAll("button[data-embed]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "embed embed__frame";
    frame.src = button.dataset.embed;
    frame.title = button.dataset.embedTitle;
    frame.allow = "fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    // On paper the facade says what was there, and where it is.
    const facade = button.closest(".embed");
    facade.classList.add("embed--played");
    facade.before(frame);
    frame.focus();
  });
}
