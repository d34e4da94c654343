// Remembers the language that a reader chooses in the picker, two letters in a cookie of their own browser. The bare
// domain reads it (fedcms/core/languages.py); nothing else does, and who never chooses gets no cookie.

const YEAR = 365 * 24 * 3600;
const secure = location.protocol === "https:" ? "; secure" : "";

for (const link of document.querySelectorAll(".languages__link[hreflang]")) {
  link.addEventListener("click", () => {
    document.cookie = `language=${link.hreflang}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  });
}
