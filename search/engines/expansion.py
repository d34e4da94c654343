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
    """Terms that follow one another in a text; with `prefix`, the last is only the beginning of a term."""

    terms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class AllOf:
    """Nodes that a document must all have, at whatever position."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    """Nodes of which a document must have at least one."""

    nodes: tuple["Node", ...]


Node = Phrase | AllOf | AnyOf


@dataclass(frozen=True)
class LanguageQuery:
    """The query as it is put to the documents of one language.

    A document must have all `words`; in a relaxed search, `needed` of them, or `least` of them when too few documents
    have `needed` (`before` is then how many were needed). It must always have all `phrases` and none of `excluded`.
    `said` holds how often the query says each word. `passages` are quotes within a sentence, each with its number of
    words that are not stop words. A document that has one of the `decisive` words has enough of them. `complete_first`:
    what has all words comes first in a relaxed search, too; not for a sentence, of which the best answer rarely has
    them all. `spelled` holds the folded spelling of each word that may be misspelt, `discounts` what a form is worth
    that is no form of the word typed.
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
    complete_first: bool = False
    before: int = 0
    spelled: Mapping[Node, str] = field(default_factory=dict, compare=False)
    discounts: Mapping[Node, float] = field(default_factory=dict, compare=False)

    @property
    def wanted(self) -> tuple[Node, ...]:
        """All nodes that a document must have in a search that is not relaxed."""
        return (*self.words, *self.phrases)

    def worth(self, word: Node) -> int:
        """Returns for how many of the words needed this one counts: for all of them when it is decisive, else for 1."""
        return self.needed if word in self.decisive else 1

    def eased(self) -> "LanguageQuery":
        """Returns the query with `needed` lowered to `least`."""
        return replace(self, needed=self.least, before=self.needed)


def _any(nodes: Iterable[Node]) -> Node:
    distinct = tuple(dict.fromkeys(nodes))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def word_node(word: QueryWord, language: str) -> Node:
    """Returns one word in all its forms; `e-learning` as two words in a row or as one word."""
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
        return word_node(words[0], language)
    spelling = [part for word in words for part in word.parts]
    return Phrase(
        tuple(stem_key(found.stem, language) for part in spelling if (found := forms(part, language)))
    )


def _label(label: str, language: str) -> Node | None:
    """Returns the node for a thesaurus label, None when it has no word. An acronym may have a plural "s"."""
    if is_acronym(label) and (found := forms(label, language)):
        spellings = (found.surface, f"{found.surface}s")
        return _any(Phrase((surface_key(surface, language),)) for surface in spellings)
    words = parse(label, language).words
    return _phrase(words, language) if words else None


@dataclass(frozen=True)
class _Clause:
    """The node that one word of the query becomes. `droppable` marks a stop word, which a search may leave out."""

    node: Node
    word: QueryWord
    droppable: bool = False
    labelled: bool = False

    def spelling(self) -> str:
        """Returns the folded spelling, "" when the word is unfinished, in parts, a label or a name in capitals."""
        plain = len(self.word.parts) == 1 and not (
            self.word.prefix or self.labelled or is_acronym(self.word.parts[0])
        )
        return fold(self.word.parts[0]) if plain else ""


def _clauses(parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus) -> Iterator[_Clause]:
    """Yields a clause for each word of the query. For a word of a label, the concept's other labels do as well.

    Each word stays a clause of its own, so that a relaxed search may miss any one of them.
    """
    for words, concepts in thesaurus.runs(parsed.words, typed_in):
        found = (
            _label(label, language) for concept in concepts for label in concept.labels.get(language, ())
        )
        labels = [label for label in found if label]
        for word in words:
            stop = word.stop or (len(word.parts) == 1 and is_stop_word(fold(word.parts[0]), language))
            if labels and word.acronym and not word.prefix:
                # An acronym with the letters of a stop word is looked for by its labels alone: the stop word is in
                # every text.
                yield _Clause(_any(labels), word, labelled=True)
            elif labels and not stop:
                yield _Clause(_any([word_node(word, language), *labels]), word, labelled=True)
            else:
                yield _Clause(word_node(word, language), word, stop and not word.prefix)


def expand(parsed: ParsedQuery, typed_in: str, language: str, thesaurus: Thesaurus) -> LanguageQuery:
    """Returns the query for documents in `language`. `typed_in` is the language of the words typed.

    Stop words are left out, unless the query has nothing else.
    """
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
        # In a sentence, words in quotes are a quotation, not a condition: it may be missed, but weighs as much as all
        # its words.
        passages = {node: _carrying(words) for node, words in quoted.items() if node not in said}
        words, phrases = (*words, *passages), ()
        needed = ranking.sentence_words_needed
        names = (clause.node for clause in kept if is_name(clause.word, parsed))
        decisive = frozenset((*names, *(node for node, number in passages.items() if number > 1)))
    most = needed(len(words)) if words else 0
    # A query that excludes something wants to narrow the result, so no fewer words are accepted. Of other words, one is
    # enough: of a sentence when no document has more, of a few words always, after what has them all.
    least = most if parsed.excluded else min(most, 1)
    return LanguageQuery(
        language,
        words=words,
        needed=most if parsed.sentence else least,
        least=least,
        complete_first=not parsed.sentence,
        # Words of another language are not in the vocabulary that would be asked.
        spelled={clause.node: clause.spelling() for clause in kept if clause.spelling()}
        if typed_in == language
        else {},
        phrases=phrases,
        excluded=tuple(dict.fromkeys(_phrase(words, language) for words in parsed.excluded)),
        said=said,
        passages=passages,
        decisive=decisive,
    )


def _carrying(words: Sequence[QueryWord]) -> int:
    """Returns how many words of a passage are not stop words, at least 1."""
    return max(1, sum(not word.stop for word in words))


def phrases_of(node: Node) -> Iterator[Phrase]:
    """Yields all phrases in a node."""
    if isinstance(node, Phrase):
        yield node
    else:
        for child in node.nodes:
            yield from phrases_of(child)


def alternatives_of(node: Node) -> Iterator[Node]:
    """Yields the forms and labels of which a document needs only one; the node itself when it has no alternatives."""
    if isinstance(node, AnyOf):
        for child in node.nodes:
            yield from alternatives_of(child)
    else:
        yield node
