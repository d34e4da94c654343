// Shows the images of a gallery large, one after the other, in a dialog. Without it each link opens the image's file.

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const dialog = gallery.querySelector("dialog");
  const links = [...gallery.querySelectorAll("[data-gallery-image]")];
  const media = dialog.querySelector(".lightbox__media");
  const caption = dialog.querySelector(".lightbox__caption");
  let shown = 0;

  const show = (index) => {
    shown = (index + links.length) % links.length;
    const link = links[shown];
    const picture = link.querySelector("picture").cloneNode(true);
    for (const part of picture.querySelectorAll("[sizes]")) part.sizes = "100vw";
    media.replaceChildren(picture);
    const text = link.closest("figure").querySelector("figcaption");
    const place = document.createElement("span");
    place.className = "soft";
    place.textContent = `${shown + 1} / ${links.length} `;
    caption.replaceChildren(place, ...(text ? text.cloneNode(true).childNodes : []));
  };

  links.forEach((link, index) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as asked
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  });
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => show(shown + Number(button.dataset.step)));
  }
  dialog.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(dialog).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward) show(shown + 1);
    else if (event.key === back) show(shown - 1);
  });
  // The reader goes on where they looked last, not where they began.
  dialog.addEventListener("close", () => links[shown]?.focus());
}
