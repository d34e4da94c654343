"""Analyses a document into the terms that a database engine stores."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from search.language import fold, forms, is_stop_word, stem_key, surface_key, words
from search.language.terms import MAX_WORD

from .documents import EntryDocument

# Raise it whenever a document's terms or facet values change: the tables of a database then are of an earlier layout,
# and are made and filled again by the next migration. Raise `MAPPING_VERSION`, too. The keys of promoted results, stems
# in the database, are computed again by each migration.
ANALYSIS_VERSION: Final = 3
# What comes after so many characters of a body is shown and not searched. They are some 15,000 words, about what a
# tsvector can hold.
INDEXED_CHARACTERS = 100_000
# Up to so many parts, words joined by hyphens are also indexed as one word. Longer chains are addresses and lists,
# which nobody searches for written as one word.
MAX_JOINED_PARTS = 3
# The least and the most letters of a word that "did you mean" may suggest.
MIN_SUGGESTED, MAX_SUGGESTED = 3, 30


@dataclass
class FieldTerms:
    """The terms of one field: `stems` in the order of the text, `more` maps each further term to its first position."""

    stems: list[str] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AnalysedDocument:
    """A document with its terms by field and the words that it adds to "did you mean"."""

    document: EntryDocument

    @cached_property
    def title(self) -> FieldTerms:
        """Terms of the title."""
        return read(clean(self.document.title), self.document.language)

    @cached_property
    def summary(self) -> FieldTerms:
        """Terms of the summary."""
        return read(clean(self.document.summary), self.document.language)

    @cached_property
    def body(self) -> FieldTerms:
        """Terms of the body's first `INDEXED_CHARACTERS`."""
        return read(clean(self.document.body[:INDEXED_CHARACTERS]), self.document.language)

    @cached_property
    def keywords(self) -> FieldTerms:
        """Terms of the keywords, as one text. So a phrase may match across two keywords, which does no harm."""
        return read(clean(", ".join(self.document.keywords)), self.document.language)

    @cached_property
    def words(self) -> dict[str, str]:
        """Words that "did you mean" may suggest: folded word -> its most frequent spelling here, in lower case."""
        document = self.document
        texts = (
            document.title,
            document.summary,
            " ".join(document.keywords),
            document.body[:INDEXED_CHARACTERS],
        )
        seen = Counter(pair for text in texts for pair in _suggestable(text, document.language))
        spellings: dict[str, str] = {}
        for (folded, spelling), _ in seen.most_common():
            spellings.setdefault(folded, spelling)
        return spellings


def _suggestable(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yields (folded word, word in lower case) for each word of a text that "did you mean" may suggest."""
    for _, _, word, compound in words(text, language):
        for part in (word,) if compound is None else (part.text for part in compound.parts):
            # A longer word is never suggested, so it is not analysed either.
            if len(part) <= MAX_SUGGESTED and (pair := _suggestion(part, language)):
                yield pair


@lru_cache(maxsize=131072)
def _suggestion(word: str, language: str) -> tuple[str, str] | None:
    spelling = word.lower()
    if len(spelling) < MIN_SUGGESTED or not spelling.isalpha():
        return None
    folded = fold(spelling)
    return (folded, spelling) if folded and not is_stop_word(folded, language) else None


def is_suggestable(word: str, language: str) -> bool:
    """Returns whether a folded word may be misspelt, or meant by a misspelt one: not a number, nor a stop word."""
    return len(word) <= MAX_SUGGESTED and _suggestion(word, language) is not None


def _terms(text: str, language: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yields (stem, further terms) for each word of a text."""
    for _, _, word, compound in words(text, language):
        if compound is None:
            # Words longer than MAX_WORD are noise: they are analysed without being cached, or they would fill the
            # memory.
            yield from (_plain if len(word) <= MAX_WORD else _plain.__wrapped__)(word, language)
            continue
        joined: list[str] = []
        if 1 < len(compound.parts) <= MAX_JOINED_PARTS and (whole := forms(compound.joined, language)):
            joined = [stem_key(stem, language) for stem in (whole.stem, *whole.others)]
            joined.append(surface_key(whole.surface, language))
        for part in compound.parts:
            found = forms(part.text, language)
            if found is None:
                continue
            further = [stem_key(stem, language) for stem in found.others]
            further.append(surface_key(found.surface, language))
            yield stem_key(found.stem, language), further + joined
            joined = []


@lru_cache(maxsize=131072)
def _plain(word: str, language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns (stem, further terms) of a word without hyphens, or nothing when it has no letter or digit."""
    found = forms(word, language)
    if found is None:
        return ()
    further = (
        *(stem_key(stem, language) for stem in found.others),
        surface_key(found.surface, language),
    )
    return ((stem_key(found.stem, language), further),)


def read(text: str, language: str) -> FieldTerms:
    """Returns the terms of a text in `language`, in the order of the text."""
    terms = FieldTerms()
    for place, (stem, further) in enumerate(_terms(text, language)):
        terms.stems.append(stem)
        for term in further:
            terms.more.setdefault(term, place)
    return terms


def clean(text: str) -> str:
    """Returns the text without what databases refuse: NUL is removed, halves of surrogate pairs become "?"."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
