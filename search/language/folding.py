"""Folds letters: spellings that a reader takes for the same word become the same string."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode's compatibility decomposition keeps, though people type them both ways.
_LATIN = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
# Arabic: alef wasla, alef maksura, teh marbuta and the Persian and Urdu letter shapes that Arabic keyboards
# and copied text mix in. The hamza carriers (أ إ آ ؤ ئ) need no line: decomposition splits the hamza off as a
# combining mark. Source: the orthographic normalisation of Larkey, Ballesteros and Connell, "Light Stemming
# for Arabic IR" (2007).
_ARABIC = {"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ې": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ـ": ""}
_DIGITS = {chr(start + value): str(value) for start in (0x0660, 0x06F0) for value in range(10)}
_LETTERS = str.maketrans(_LATIN | _ARABIC | _DIGITS)

# Soft hyphens, joiners, direction marks, tatweel and vowel signs: they may be written, but do not change the word.
_UNSPOKEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Returns the letters and digits of a word in lower case, without accents, ligatures and variants.

    Folding a folded word changes nothing. Returns "" when the word has no letter or digit.
    """
    lowered = word.casefold()
    if not lowered.isascii():
        # Normalised twice, since some compatibility characters decompose into capitals.
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", lowered).casefold())
        lowered = decomposed.translate(_LETTERS)
    kept = lowered if lowered.isalnum() else "".join(filter(str.isalnum, lowered))
    return kept if kept.isascii() else unicodedata.normalize("NFC", kept)


def plain(word: str) -> str:
    """Returns the word in lower case with its accents, without `_UNSPOKEN` characters: what stemmers expect."""
    if word.isascii():
        return word.lower()
    return _UNSPOKEN.sub("", unicodedata.normalize("NFC", word.lower()))
