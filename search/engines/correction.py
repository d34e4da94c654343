"""Suggests a corrected query ("did you mean") for one that finds nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from search.language import fold, forms

from .labels import Thesaurus
from .query import ParsedQuery, QueryWord
from .spelling import allowed_errors, nearest

# Each word corrected, and each attempt, costs a look through the vocabulary of the language.
MAX_CORRECTED_WORDS = 3
MAX_ATTEMPTS = 3


class Words(Protocol):
    """The vocabulary of one language, in a database (`Vocabulary`) or on a search server (`ElasticVocabulary`)."""

    def known(self, words: Sequence[str]) -> Iterable[str]:
        """Returns those of the folded words that the vocabulary has."""

    def similar(self, word: str, errors: int) -> dict[str, str]:
        """Returns words spelt nearly like `word`, at most `errors` letters away: folded word -> spelling to show."""


def correct(
    parsed: ParsedQuery,
    language: str,
    words: Words,
    finds: Callable[[str], bool],
    thesaurus: Thesaurus,
) -> str | None:
    """Returns the text of the query with its misspelt words replaced, or None when there is nothing better to offer.

    `finds` tells whether a query finds anything *visible*: a word that occurs in unpublished texts alone is never
    offered, which would give it away. A label of the thesaurus is never taken for a mistake, even when no entry has it
    yet.
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
    choices: list[tuple[QueryWord, list[str]]] = []
    for word, place in list(correctable.items())[:MAX_CORRECTED_WORDS]:
        candidates = words.similar(word, allowed_errors(word))
        stem = forms(word, language)
        if any(
            (other := forms(candidate, language)) and stem and other.stem == stem.stem
            for candidate in candidates
        ):
            # The vocabulary has another form of this word (a plural, say), so the word is spelt right.
            continue
        if best := nearest(word, candidates):
            choices.append((place, [candidates[candidate] for candidate in best]))
    for attempt in range(MAX_ATTEMPTS if choices else 0):
        text = parsed.text
        for place, spellings in sorted(choices, key=lambda choice: -choice[0].start):
            spelling = spellings[min(attempt, len(spellings) - 1)]
            text = text[: place.start] + spelling + text[place.end :]
        if finds(text):
            return text
    return None
