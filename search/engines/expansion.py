"""Turns a query, as read, into the terms to look for in one language: stems, spellings, synonyms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.normalisation import fold, forms, is_stop_word, stem_key, surface_key

from .documents import Concept
from .query import ParsedQuery, QueryWord, parse


@dataclass(frozen=True)
class Phrase:
    """Terms that stand one after the other; with `prefix`, the last is the beginning of one."""

    terms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class AllOf:
    """All of these, anywhere."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of these."""

    nodes: tuple["Node", ...]


Node = Phrase | AllOf | AnyOf


@dataclass(frozen=True)
class LanguageQuery:
    """What to look for in the documents of one language.

    `words` are the clauses that a relaxed search may miss some of, `phrases` those it may not.
    """

    language: str
    words: tuple[Node, ...]
    phrases: tuple[Node, ...]
    excluded: tuple[Node, ...]

    @property
    def wanted(self) -> tuple[Node, ...]:
        """All that a document must have."""
        return (*self.words, *self.phrases)


class Thesaurus:
    """Labels that mean the same. Looks for the longest label at each place of a query."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        """Labels are compared by their stems, so that a plural typed finds a singular kept."""
        self._concepts: dict[tuple[str, tuple[str, ...]], list[Concept]] = {}
        self._longest = 0
        for concept in concepts:
            for language, labels in concept.labels.items():
                for label in labels:
                    key = _label_stems(label, language)
                    if key:
                        self._concepts.setdefault((language, key), []).append(concept)
                        self._longest = max(self._longest, len(key))

    def match(self, words: Sequence[QueryWord], start: int, language: str) -> tuple[int, list[Concept]]:
        """How many words from `start` make the longest label, and its concepts; (0, []) when none does."""
        for length in range(min(self._longest, len(words) - start), 0, -1):
            spelling = [part for word in words[start : start + length] for part in word.parts]
            key = tuple(found.stem for part in spelling if (found := forms(part, language)))
            if concepts := self._concepts.get((language, key)):
                return length, concepts
        return 0, []


def _label_stems(label: str, language: str) -> tuple[str, ...]:
    # Read as a query is, or an elided article would stand in the label and not in what is typed.
    return tuple(
        found.stem
        for word in parse(label, language).words
        for part in word.parts
        if (found := forms(part, language))
    )


def _any(nodes: Iterable[Node]) -> Node:
    distinct = tuple(dict.fromkeys(nodes))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def _word(word: QueryWord, language: str) -> Node:
    """One word in all its forms; `e-learning` as its parts in a row, or as one word."""
    nodes: list[Node] = []
    if len(word.parts) > 1:
        stems = tuple(
            stem_key(found.stem, language) for part in word.parts if (found := forms(part, language))
        )
        nodes.append(Phrase(stems, word.prefix))
    whole = forms("".join(word.parts), language)
    if whole:
        nodes += [Phrase((stem_key(stem, language),)) for stem in (whole.stem, *whole.others)]
        if word.prefix:
            nodes.append(Phrase((surface_key(whole.surface, language),), prefix=True))
    return _any(nodes)


def _phrase(words: Sequence[QueryWord], language: str) -> Node:
    if len(words) == 1:
        return _word(words[0], language)
    spelling = [part for word in words for part in word.parts]
    return Phrase(
        tuple(stem_key(found.stem, language) for part in spelling if (found := forms(part, language)))
    )


def _label(label: str, language: str) -> Node | None:
    stems = tuple(stem_key(stem, language) for stem in _label_stems(label, language))
    return Phrase(stems) if stems else None


def _clauses(
    parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus
) -> Iterator[tuple[bool, Node]]:
    """(droppable, clause) for each word or label of the query."""
    position = 0
    while position < len(parsed.words):
        length, concepts = thesaurus.match(parsed.words, position, typed_in)
        words = parsed.words[position : position + max(length, 1)]
        nodes = [_word(word, language) for word in words]
        if length:
            labels = (
                _label(label, language) for concept in concepts for label in concept.labels.get(language, ())
            )
            carrying = tuple(node for word, node in zip(words, nodes, strict=True) if not word.stop) or tuple(
                nodes
            )
            typed = carrying[0] if len(carrying) == 1 else AllOf(carrying)
            yield False, _any([typed, *(label for label in labels if label)])
        else:
            word = words[0]
            stop = word.stop or (len(word.parts) == 1 and is_stop_word(fold(word.parts[0]), language))
            yield stop and not word.prefix, nodes[0]
        position += max(length, 1)


def expand(parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus) -> LanguageQuery:
    """The query for documents in `language`. Stop words count only when there is nothing else."""
    clauses = list(_clauses(parsed, typed_in, language, thesaurus))
    kept = [node for droppable, node in clauses if not droppable]
    if not kept and not parsed.phrases:
        kept = [node for _, node in clauses]
    return LanguageQuery(
        language,
        words=tuple(dict.fromkeys(kept)),
        phrases=tuple(dict.fromkeys(_phrase(words, language) for words in parsed.phrases)),
        excluded=tuple(dict.fromkeys(_phrase(words, language) for words in parsed.excluded)),
    )


def phrases_of(node: Node) -> Iterator[Phrase]:
    """All phrases in a clause."""
    if isinstance(node, Phrase):
        yield node
    else:
        for child in node.nodes:
            yield from phrases_of(child)
