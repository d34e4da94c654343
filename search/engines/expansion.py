"""Expands a query to terms in one language: stems, spellings, synonyms."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.language import fold, forms, is_stop_word, stem_key, surface_key

from . import ranking
from .labels import Thesaurus, is_acronym, is_name
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

    `words` are the clauses that a relaxed search may miss some of, `needed` how many it may not, `least` how many it
    may not where nothing has so many, `phrases` those it may not at all. `said` tells of each clause how often,
    `passages` of what a sentence has in quotes how many words it has that are not small. Of `decisive` clauses one
    alone is as good as all that are needed.
    """

    language: str
    words: tuple[Node, ...]
    phrases: tuple[Node, ...]
    excluded: tuple[Node, ...]
    needed: int = 0
    least: int = 0
    said: Mapping[Node, int] = field(default_factory=dict, compare=False)
    passages: Mapping[Node, int] = field(default_factory=dict, compare=False)
    decisive: frozenset[Node] = frozenset()

    @property
    def wanted(self) -> tuple[Node, ...]:
        """All that a document must have."""
        return (*self.words, *self.phrases)

    def worth(self, word: Node) -> int:
        """For how many of the words needed it counts that a document holds this one."""
        return self.needed if word in self.decisive else 1

    def eased(self) -> "LanguageQuery":
        """The same query, content with fewer words."""
        return replace(self, needed=self.least)


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
    """A label as it stands in texts: an acronym by its letters, with the plural that people give it."""
    if is_acronym(label) and (found := forms(label, language)):
        spellings = (found.surface, f"{found.surface}s")
        return _any(Phrase((surface_key(surface, language),)) for surface in spellings)
    words = parse(label, language).words
    return _phrase(words, language) if words else None


@dataclass(frozen=True)
class _Clause:
    """What is looked for of one word of the query. Without `droppable` ones, small words, a search goes on."""

    node: Node
    word: QueryWord
    droppable: bool = False


def _clauses(parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus) -> Iterator[_Clause]:
    """A clause for each word of the query; a word of a label may be answered by the concept's other labels.

    Each word stays a clause of its own, so that a relaxed search may miss one of them.
    """
    for words, concepts in thesaurus.runs(parsed.words, typed_in):
        found = (
            _label(label, language) for concept in concepts for label in concept.labels.get(language, ())
        )
        labels = [label for label in found if label]
        for word in words:
            stop = word.stop or (len(word.parts) == 1 and is_stop_word(fold(word.parts[0]), language))
            if labels and word.acronym and not word.prefix:
                # The small word of the same letters stands everywhere.
                yield _Clause(_any(labels), word)
            elif labels and not stop:
                yield _Clause(_any([_word(word, language), *labels]), word)
            else:
                yield _Clause(_word(word, language), word, stop and not word.prefix)


def expand(parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus) -> LanguageQuery:
    """The query for documents in `language`. Stop words count only when there is nothing else."""
    clauses = list(_clauses(parsed, typed_in, language, thesaurus))
    kept = [clause for clause in clauses if not clause.droppable]
    if not kept and not parsed.phrases:
        kept = clauses
    said = Counter(clause.node for clause in kept)
    words = tuple(said)
    quoted = {_phrase(words, language): words for words in parsed.phrases}
    phrases, passages, decisive = tuple(quoted), dict[Node, int](), frozenset[Node]()
    needed = ranking.words_needed
    if parsed.sentence:
        # What a sentence has in quotes is said by somebody, not a condition: it weighs as all its words.
        passages = {node: _carrying(words) for node, words in quoted.items() if node not in said}
        words, phrases = (*words, *passages), ()
        needed = ranking.sentence_words_needed
        names = (clause.node for clause in kept if is_name(clause.word, parsed))
        decisive = frozenset((*names, *(node for node, number in passages.items() if number > 1)))
    # Who excludes something narrows down: fewer words would bring in what was not asked for.
    least = (
        needed(len(words))
        if parsed.excluded
        else ranking.least_words_needed(len(words), sentence=parsed.sentence)
    )
    return LanguageQuery(
        language,
        words=words,
        needed=needed(len(words)) if words else 0,
        least=least if words else 0,
        phrases=phrases,
        excluded=tuple(dict.fromkeys(_phrase(words, language) for words in parsed.excluded)),
        said=said,
        passages=passages,
        decisive=decisive,
    )


def _carrying(words: Sequence[QueryWord]) -> int:
    """How many words a passage has that are not small; one at least."""
    return max(1, sum(not word.stop for word in words))


def phrases_of(node: Node) -> Iterator[Phrase]:
    """All phrases in a clause."""
    if isinstance(node, Phrase):
        yield node
    else:
        for child in node.nodes:
            yield from phrases_of(child)


def alternatives_of(node: Node) -> Iterator[Node]:
    """The forms and labels of which one is enough to answer a clause; a clause without any is its own."""
    if isinstance(node, AnyOf):
        for child in node.nodes:
            yield from alternatives_of(child)
    else:
        yield node
