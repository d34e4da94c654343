"""Chooses which words of a search are counted: never those that may identify a person."""

import re
import unicodedata

from search.language import compounds, fold
from search.models.statistics import MAX_WORDS

MAX_COUNTED_WORDS = 12
"""How many words of a search are counted. A longer text was pasted, and may be a letter or a list of names."""

_ADDRESS = re.compile(r"@|＠|\b(?:https?:|www\.)", re.IGNORECASE)
# Numbers of telephones, pupils, social security, accounts. "2025-2026" does not match.
_LONG_NUMBER = re.compile(r"\d{6,}|(?:\d[\s.\-/()+]*){9,}")


def names_somebody(query: str) -> bool:
    """Returns whether a search looks like personal data: it contains an e-mail or web address, or a long number."""
    plain = unicodedata.normalize("NFKC", query)
    return bool(_ADDRESS.search(plain) or _LONG_NUMBER.search(plain))


def counted_words(query: str, language: str) -> str:
    """Returns the words under which a search is counted: folded, in order, whole words, at most `MAX_WORDS` characters.

    Returns "" for a search that is not counted: without a word, or one that looks like personal data.
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
