"""Suggests a corrected query ("did you mean") for one that finds nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from search.language import fold

from .analysis import is_suggestable
from .labels import Thesaurus
from .query import ParsedQuery
from .spelling import allowed_errors, nearest

# Each word corrected costs a look through the vocabulary of the language, each attempt a search.
MAX_CORRECTED_WORDS = 3
MAX_ATTEMPTS = 3


class Words(Protocol):
    """The vocabulary of one language, in a database (`Vocabulary`) or on a search server (`ElasticVocabulary`)."""

    def known(self, words: Sequence[str]) -> Iterable[str]:
        """Returns those of the folded words of which a visible document has any form."""

    def similar(self, words: Sequence[str]) -> Mapping[str, int]:
        """Returns folded words spelt like one of `words`, with how many visible documents (1 or more) have each."""

    def spellings(self, words: Sequence[str]) -> Mapping[str, str]:
        """Returns how to show each of some words that `similar` has returned."""


def correct(
    parsed: ParsedQuery,
    language: str,
    words: Words,
    finds: Callable[[str], bool],
    thesaurus: Thesaurus,
) -> str | None:
    """Returns the text of the query with its misspelt words replaced, or None when there is nothing better to offer.

    `finds` tells whether a query finds anything *visible*, and `words` are those of visible documents: a word that
    occurs in unpublished texts alone changes nothing, which would give it away. A label of the thesaurus is never taken
    for a mistake, even when no entry has it yet.
    """
    unlabelled = [
        word for run, concepts in thesaurus.runs(parsed.words, language) if not concepts for word in run
    ]
    single = {fold(word.parts[0]): word for word in unlabelled if len(word.parts) == 1 and not word.stop}
    correctable = {word: place for word, place in single.items() if allowed_errors(word)}
    if not correctable:
        return None
    for word in words.known(list(correctable)):
        correctable.pop(word, None)
    wrong = dict(list(correctable.items())[:MAX_CORRECTED_WORDS])
    found = words.similar(list(wrong)) if wrong else {}
    candidates = [word for word in found if is_suggestable(word, language)]
    best = {word: nearest(word, candidates, MAX_ATTEMPTS, holders=found) for word in wrong}
    shown = words.spellings([other for others in best.values() for other in others])
    choices = [(place, [shown[other] for other in best[word]]) for word, place in wrong.items() if best[word]]
    # No more than there are spellings: the same text again would find the same.
    for attempt in range(max((len(spellings) for _place, spellings in choices), default=0)):
        text = parsed.text
        for place, spellings in sorted(choices, key=lambda choice: -choice[0].start):
            spelling = spellings[min(attempt, len(spellings) - 1)]
            text = text[: place.start] + spelling + text[place.end :]
        if finds(text):
            return text
    return None
