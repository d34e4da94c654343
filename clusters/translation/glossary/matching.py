"""Finds glossary terms in a text, and warns where a translation does not use them.

Terms are compared by the stems of their words, so that plurals and articles do not hide them. In a source text the
words of a term must be side by side; a translation may have them in any order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from clusters.translation.models import GlossaryTerm
from clusters.translation.texts.plain_text import plain
from clusters.translation.texts.word_comparison import fold_term, loose_stems, stems_of


@dataclass(frozen=True)
class Term:
    """One term of the glossary. With `keep`, `expected` is the term itself."""

    term: str
    expected: str
    note: str = ""
    keep: bool = False


def _contains(stems: list[str], wanted: list[str]) -> bool:
    """Returns whether `stems` contains `wanted`, side by side."""
    last = len(stems) - len(wanted)
    return any(stems[start : start + len(wanted)] == wanted for start in range(last + 1))


@dataclass(frozen=True)
class Glossary:
    """The terms of one pair of languages, read once; its methods make no query."""

    source: str
    target: str
    terms: tuple[Term, ...] = ()
    _by_first: Mapping[str, list[tuple[list[str], Term]]] = field(default_factory=dict)

    @classmethod
    def of_pair(cls, source: str, target: str) -> Self:
        """Reads the terms of two languages, given by their codes. One query."""
        rows = GlossaryTerm.objects.of_pair(source, target)
        terms = tuple(Term(row.source_term, row.expected, row.note, row.keep) for row in rows)
        by_first: dict[str, list[tuple[list[str], Term]]] = {}
        for term in terms:
            stems = stems_of(term.term, source)
            if stems:
                by_first.setdefault(stems[0], []).append((stems, term))
        return cls(source, target, terms, by_first)

    def terms_in(self, text: str) -> list[Term]:
        """Returns the terms that a source text (plain, or with wagtail-localize's markup) uses, each once."""
        stems = stems_of(plain(text), self.source)
        found: dict[str, Term] = {}
        for first in dict.fromkeys(stems):
            for wanted, term in self._by_first.get(first, ()):
                if _contains(stems, wanted):
                    found[term.term] = term
        return list(found.values())

    def ignored(self, source_text: str, target_text: str) -> list[Term]:
        """Returns the terms of a source text that its translation does not translate as the glossary does.

        Empty for an empty translation, which is reported as missing elsewhere.
        """
        if not (words := plain(target_text)).strip():
            return []
        folded, stems = fold_term(words), loose_stems(words, self.target)
        return [
            term
            for term in self.terms_in(source_text)
            if not (
                f" {fold_term(term.expected)} " in f" {folded} "
                if term.keep
                else set(stems_of(term.expected, self.target)) <= stems
            )
        ]


def terms_in(text: str, source: str, target: str) -> list[Term]:
    """Returns the terms that a source text uses; languages are codes. One query; for many texts, use `Glossary`."""
    return Glossary.of_pair(source, target).terms_in(text)


def ignored_terms(source_text: str, target_text: str, source: str, target: str) -> list[Term]:
    """Returns the terms that a translation does not follow. One query; for many texts, use `Glossary`."""
    return Glossary.of_pair(source, target).ignored(source_text, target_text)


def ignored_by(pairs: Iterable[tuple[str, str]], source: str, target: str) -> list[list[Term]]:
    """Returns, for each pair of source text and translation, the terms that are not followed. One query."""
    glossary = Glossary.of_pair(source, target)
    return [glossary.ignored(*pair) for pair in pairs]
