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
    return plain_letters(text), text


def plain_letters(text: str) -> str:
    """Returns a text in small letters, each in its plain form: "Œuvre d’été" is "oeuvre d’ete"."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(each for each in letters if not unicodedata.combining(each))
