"""BM25 with all words optional, as Lucene computes it: the mark for `evaluate_search --compare bm25`."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nsmallest
from math import log

from search.engines import EntryDocument
from search.language import compounds, fold, forms, is_stop_word

from .figures import DEPTH, Answers

# Lucene's defaults.
_K1, _B = 1.2, 0.75


def _terms(text: str, language: str) -> list[str]:
    """Returns the stems of a text, without stop words: title and text are one field, and no word has a second form.

    Words are cut as Lucene's analysers cut them: an elided article is left out, and parts with a hyphen stand alone.
    """
    return [
        found.stem
        for compound in compounds(text, language)
        for part in compound.parts
        if not is_stop_word(fold(part.text), language) and (found := forms(part.text, language))
    ]


class _Index:
    """The documents of one language."""

    def __init__(self, documents: Sequence[EntryDocument], language: str) -> None:
        self._language = language
        self._postings: dict[str, dict[str, int]] = defaultdict(dict)
        self._lengths: dict[str, int] = {}
        for document in documents:
            terms = _terms(f"{document.title} {document.body}", language)
            self._lengths[document.id] = len(terms)
            for term, times in Counter(terms).items():
                self._postings[term][document.id] = times
        self._mean = sum(self._lengths.values()) / max(1, len(self._lengths)) or 1.0

    def best(self, query: str) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for term in _terms(query, self._language):
            holders = self._postings.get(term, {})
            rarity = log(1 + (len(self._lengths) - len(holders) + 0.5) / (len(holders) + 0.5))
            for document, times in holders.items():
                length = 1 - _B + _B * self._lengths[document] / self._mean
                scores[document] += rarity * times / (times + _K1 * length)
        return nsmallest(DEPTH, scores, key=lambda document: (-scores[document], document))


def bm25_search(documents: Sequence[EntryDocument]) -> Answers:
    """Returns a function that answers queries among the documents of a language; nothing is written anywhere."""
    by_language: dict[str, list[EntryDocument]] = defaultdict(list)
    for document in documents:
        by_language[document.language].append(document)
    indexes = {language: _Index(some, language) for language, some in by_language.items()}
    return lambda query, _language, searched: indexes[searched].best(query) if searched in indexes else []
