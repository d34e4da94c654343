"""Turns text of any of the site's languages into the terms that are indexed and searched."""

from search.language.folding import fold, plain
from search.language.stopwords import is_stop_word
from search.language.terms import Forms, beginnings_without, forms, stem_key, surface_key
from search.language.tokens import Compound, Part, compounds, words

__all__ = [
    "Compound",
    "Forms",
    "Part",
    "beginnings_without",
    "compounds",
    "fold",
    "forms",
    "is_stop_word",
    "plain",
    "stem_key",
    "surface_key",
    "words",
]
