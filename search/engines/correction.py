"""Suggests a corrected query ("did you mean") for one that finds nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from search.language import fold

from .analysis import is_suggestable
from .joined_words import with_space
from .labels import Thesaurus
from .query import ParsedQuery
from .spelling import allowed_errors, nearest
from .typing_errors import SimilarWords

# Each word corrected costs a look through the vocabulary of the language, each attempt a search.
MAX_CORRECTED_WORDS = 3
MAX_ATTEMPTS = 3


class Words(SimilarWords, Protocol):
    """The vocabulary of one language, in a database (`Vocabulary`) or on a search server (`ElasticVocabulary`)."""

    def known(self, words: Sequence[str]) -> Iterable[str]:
        """Returns those of the folded words of which a visible document has any form."""

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

    A word that is rather two without their space gets the space; what is like it comes after that.
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
    known = {word: number for word, number in found.items() if is_suggestable(word, language)}
    apart = words.joined(list(wrong)) if wrong else {}
    best = {word: nearest(word, known, MAX_ATTEMPTS, holders=known) for word in wrong}
    shown = words.spellings([other for others in best.values() for other in others])
    choices = []
    for word, place in wrong.items():
        spellings = [shown[other] for other in best[word]]
        if word in apart:
            spellings.insert(0, with_space(parsed.text[place.start : place.end], apart[word]))
        if spellings:
            choices.append((place, spellings[:MAX_ATTEMPTS]))
    # No more than there are spellings: the same text again would find the same.
    for attempt in range(max((len(spellings) for _place, spellings in choices), default=0)):
        text = parsed.text
        for place, spellings in sorted(choices, key=lambda choice: -choice[0].start):
            spelling = spellings[min(attempt, len(spellings) - 1)]
            text = text[: place.start] + spelling + text[place.end :]
        if finds(text):
            return text
    return None
