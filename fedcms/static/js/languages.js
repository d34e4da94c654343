// Remembers the language that is chosen (README.md).

const YEAR = 365 * 24 * 3600;
const secure = location.protocol === "https:" ? "; secure" : "";

document.addEventListener("click", (event) => {
  const link = event.target.closest(".languages__link[hreflang]");
  if (link) document.cookie = `language=${link.hreflang}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
});
