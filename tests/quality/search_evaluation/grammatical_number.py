"""Writes a word in the other number: singular for plural and plural for singular, by the rules of four languages."""

import re
from collections.abc import Sequence

from search.language.tokens import base_language

# By language, rules tried in order: the ending, and what stands instead. The first that fits is used.
_RULES: dict[str, Sequence[tuple[str, str]]] = {
    "fr": (
        (r"(?<=e)aux$", "au"),
        (r"aux$", "al"),
        (r"(?<=eu)x$", ""),
        (r"s$", ""),
        (r"[xz]$", r"\g<0>"),
        (r"al$", "aux"),
        (r"(?<=[ae]u)$", "x"),
        (r"$", "s"),
    ),
    "en": (
        (r"children$", "child"),
        (r"child$", "children"),
        (r"women$", "woman"),
        (r"woman$", "women"),
        (r"people$", "person"),
        (r"person$", "people"),
        (r"(?<=..)ies$", "y"),
        (r"(?<=s|x|z)es$|(?<=ch|sh)es$", ""),
        (r"(?<!s)s$", ""),
        (r"(?<=[^aeiou])y$", "ies"),
        (r"(?<=s|x|z)$|(?<=ch|sh)$", "es"),
        (r"$", "s"),
    ),
    "es": (
        (r"ces$", "z"),
        (r"iones$", "ión"),
        (r"(?<=[lrndj])es$", ""),
        (r"s$", ""),
        (r"z$", "ces"),
        (r"i[oó]n$", "iones"),
        (r"(?<=[lrndj])$", "es"),
        (r"$", "s"),
    ),
    # Broken plurals follow no rule, so other words stay as they are.
    "ar": ((r"ات$", "ة"), (r"ة$", "ات"), (r"(?<=..)(?:ون|ين)$", "")),
}


def other_number(word: str, language: str) -> str:
    """Returns the word in the other number; unchanged where no rule of its language fits, and if it has none."""
    for ending, instead in _RULES.get(base_language(language), ()):
        changed, fits = re.subn(ending, instead, word, count=1)
        if fits:
            return changed
    return word
