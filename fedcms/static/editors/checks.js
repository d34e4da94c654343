/* What the project's own rules of Wagtail's content checker look at (home/dashboard/content_checker.py). A check answers whether all is
   well with an element. Loaded after Wagtail's userbar.js, in previews alone; axe runs once the window is loaded. */
{
  const plain = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  /* What a reader sees of a link: without what is hidden in it, and without icons. */
  const textOf = (link) => {
    const copy = link.cloneNode(true);
    copy.querySelectorAll(".vh, svg, wagtail-inline-userbar").forEach((element) => element.remove());
    return copy.textContent.trim();
  };

  const checks = {
    "check-missing-alt-text": (image) => (image.getAttribute("alt") ?? "").trim() !== "",

    "check-vague-link-text": (link, { vague }) => {
      const text = textOf(link);
      if (!text) return true; // another rule's business
      return !/^(https?:\/\/|www\.)\S+$/i.test(text) && !vague.some((words) => plain(words) === plain(text));
    },

    "check-title-too-long": (heading, { most }) => [...document.title.trim()].length <= most,
  };

  for (const [name, check] of Object.entries(checks)) window.wagtail?.userbar?.registerCheck(name, check);
}
