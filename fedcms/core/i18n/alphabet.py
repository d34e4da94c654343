"""The order of names in a list: that of the alphabet, in which a letter's accents do not count."""

import unicodedata

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def in_alphabet(name: object) -> tuple[str, str]:
    """Returns by what a name is sorted: "Île-de-France" stands among those with I, not after Z.

    Names that differ by accents or capitals alone keep one order. For a few names of a form; the collations of four
    languages (https://www.unicode.org/reports/tr10/) differ in what these lists do not have.
    """
    text = str(name)
    return without_accents(text.casefold()), text


def without_accents(text: str) -> str:
    """Returns a text in small letters with each letter in its plain form: "œ" is "oe"."""
    letters = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return "".join(each for each in letters if not unicodedata.combining(each))
