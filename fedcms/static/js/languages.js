// Remembers the language that a reader chooses in the picker, two letters in a cookie of their own browser. The bare
// domain reads it (fedcms/core/i18n/request_language.py); nothing else does, and who never chooses gets no cookie. Without scripts
// the picker's buttons do the same (fedcms/core/i18n/language_picker.py). filters.js makes the picker anew: no link is kept.

const YEAR = 365 * 24 * 3600;
const secure = location.protocol === "https:" ? "; secure" : "";

document.addEventListener("click", (event) => {
  const link = event.target.closest(".languages__link[hreflang]");
  if (link) document.cookie = `language=${link.hreflang}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
});
