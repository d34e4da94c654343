"""Tells whether a translated text is blank while its source is not.

A text of spaces, direction marks and joiners, which nobody sees, is blank. Figures and signs are not: "40" and "…" can
be read.
"""

from unicodedata import category

from django.utils.translation import gettext as _

from clusters.translation.texts.plain_text import plain

# Unicode categories that show nothing: spaces (Zs, Zl, Zp), format and control characters (Cf, Cc), and marks without a
# letter below them (Mn, Me).
_UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc", "Mn", "Me")
# Letters and signs by category, but drawn as nothing: the fillers of Hangul, the empty pattern of Braille.
_DRAWN_AS_NOTHING = "\u115f\u1160\u3164\uffa0\u2800"


def has_words(text: str) -> bool:
    """Returns whether a text without markup has any visible character."""
    return any(
        category(character) not in _UNSEEN and character not in _DRAWN_AS_NOTHING for character in text
    )


def is_blank(source: str, target: str) -> bool:
    """Returns whether a stored translation is blank while its source is not."""
    return not has_words(plain(target)) and has_words(plain(source))


def refuse_blank(source: str, target: str) -> None:
    """Raises `ValueError`, with a sentence for the reader, for a blank translation."""
    if is_blank(source, target):
        raise ValueError(no_words())


def no_words() -> str:
    """Returns the sentence that says why a blank translation is refused, in the reader's language."""
    return _("La traduction n’a pas de mots.")
