"""Tells whether a translated text is blank while its source is not.

Spaces, directions and joiners that nobody sees say nothing. Figures and signs do: "40" and "…" are read.
"""

from unicodedata import category

from django.utils.translation import gettext as _

from clusters.translation.texts.plain_text import plain

# Spaces (Z), what directs others (Cf, Cc), and marks without a letter to stand on (Mn, Me).
_UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc", "Mn", "Me")
# Letters and signs by their kind, drawn as nothing: the fillers of Hangul, the empty pattern of Braille.
_DRAWN_AS_NOTHING = "\u115f\u1160\u3164\uffa0\u2800"


def has_words(text: str) -> bool:
    """Whether there is anything to see in a text without markup."""
    return any(
        category(character) not in _UNSEEN and character not in _DRAWN_AS_NOTHING for character in text
    )


def is_blank(source: str, target: str) -> bool:
    """Whether a stored translation says nothing where its source says something."""
    return not has_words(plain(target)) and has_words(plain(source))


def refuse_blank(source: str, target: str) -> None:
    """Raises `ValueError`, in words, for a blank translation."""
    if is_blank(source, target):
        raise ValueError(no_words())


def no_words() -> str:
    """Why a blank translation is not taken, in the reader's language."""
    return _("La traduction n’a pas de mots.")
