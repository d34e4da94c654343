"""The order of names in a list: that of the alphabet, in which a letter's accents do not count."""

import unicodedata


def in_alphabet(name: object) -> tuple[str, str]:
    """Returns by what a name is sorted: "Île-de-France" stands among those with I, not after Z.

    Names that differ by accents or capitals alone keep one order. For a few names of a form; the collations of four
    languages (https://www.unicode.org/reports/tr10/) differ in what these lists do not have.
    """
    text = str(name)
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)), text
