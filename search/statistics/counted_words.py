"""Chooses which words of a search are counted, never such as may name a person."""

import re
import unicodedata

from search.language import compounds, fold
from search.models.statistics import MAX_WORDS

MAX_COUNTED_WORDS = 12
"""A longer text was pasted, and may be a letter or a list of names: it is counted by its first words."""

_ADDRESS = re.compile(r"@|＠|\b(?:https?:|www\.)", re.IGNORECASE)
# Telephone numbers, numbers of pupils, of social security, of accounts. "2025-2026" is none.
_LONG_NUMBER = re.compile(r"\d{6,}|(?:\d[\s.\-/()+]*){9,}")


def names_somebody(query: str) -> bool:
    """Whether a search looks like personal data: an e-mail address, another address, a long number."""
    plain = unicodedata.normalize("NFKC", query)
    return bool(_ADDRESS.search(plain) or _LONG_NUMBER.search(plain))


def counted_words(query: str, language: str) -> str:
    """The words under which a search is counted: folded, in order, at most `MAX_WORDS` characters of whole words.

    "" for what is not counted: no word at all, or what looks like personal data.
    """
    if names_somebody(query):
        return ""
    parts = [part for compound in compounds(query, language) for part in compound.parts]
    text = ""
    for word in [folded for part in parts[:MAX_COUNTED_WORDS] if (folded := fold(part.text))]:
        longer = f"{text} {word}".strip()
        if len(longer) > MAX_WORDS:
            break
        text = longer
    return text
