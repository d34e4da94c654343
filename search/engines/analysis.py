"""Analyses a document into the terms that a database engine stores."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from search.language import fold, forms, is_stop_word, stem_key, surface_key, words
from search.language.terms import MAX_WORD

from .documents import EntryDocument

# The rest of a longer text is shown and not searched: some 15,000 words, and what a tsvector can hold.
INDEXED_CHARACTERS = 100_000
# Longer chains of words are addresses and lists; writing them as one word helps nobody.
MAX_JOINED_PARTS = 3
# Letters of a word that is suggested for a misspelt one.
MIN_SUGGESTED, MAX_SUGGESTED = 3, 30


@dataclass
class FieldTerms:
    """The terms of a field: a stem at each place, and further terms with the first place of each."""

    stems: list[str] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AnalysedDocument:
    """A document with its terms and words."""

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
        """Terms of the keywords. A phrase may cross two of them, which does no harm."""
        return read(clean(", ".join(self.document.keywords)), self.document.language)

    @cached_property
    def words(self) -> dict[str, str]:
        """Words to suggest for a misspelt one: folded -> the spelling most used here, in lower case."""
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
    """(folded, in lower case) of each word that may be suggested."""
    for _, _, word, compound in words(text, language):
        for part in (word,) if compound is None else (part.text for part in compound.parts):
            # What is longer is suggested to nobody.
            if len(part) <= MAX_SUGGESTED and (pair := _suggestion(part, language)):
                yield pair


@lru_cache(maxsize=131072)
def _suggestion(word: str, language: str) -> tuple[str, str] | None:
    spelling = word.lower()
    if len(spelling) < MIN_SUGGESTED or not spelling.isalpha():
        return None
    folded = fold(spelling)
    return (folded, spelling) if folded and not is_stop_word(folded, language) else None


def _terms(text: str, language: str) -> Iterator[tuple[str, Sequence[str]]]:
    """(stem, further terms) of each word."""
    for _, _, word, compound in words(text, language):
        if compound is None:
            # What is longer is noise, and would fill the memory.
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
    """(stem, further terms) of a word that stands alone; nothing where it has no letter or digit."""
    found = forms(word, language)
    if found is None:
        return ()
    further = (
        *(stem_key(stem, language) for stem in found.others),
        surface_key(found.surface, language),
    )
    return ((stem_key(found.stem, language), further),)


def read(text: str, language: str) -> FieldTerms:
    """The terms of a text in order."""
    terms = FieldTerms()
    for place, (stem, further) in enumerate(_terms(text, language)):
        terms.stems.append(stem)
        for term in further:
            terms.more.setdefault(term, place)
    return terms


def clean(text: str) -> str:
    """The text without what a database refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
