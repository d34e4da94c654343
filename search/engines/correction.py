"""Suggests a corrected query ("did you mean") for one that finds nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from search.language import fold, forms

from .labels import Thesaurus
from .query import ParsedQuery, QueryWord
from .spelling import allowed_errors, nearest

# Each costs a look through the vocabulary of the language.
MAX_CORRECTED_WORDS = 3
MAX_ATTEMPTS = 3


class Words(Protocol):
    """The vocabulary of one language, as `Vocabulary` reads it from a database."""

    def known(self, words: Sequence[str]) -> Iterable[str]:
        """Which of the folded words are known."""

    def similar(self, word: str, errors: int) -> dict[str, str]:
        """Words of about the same letters: folded word -> spelling."""


def correct(
    parsed: ParsedQuery,
    language: str,
    words: Words,
    finds: Callable[[str], bool],
    thesaurus: Thesaurus,
) -> str | None:
    """The text of the query with its unknown words replaced, or None.

    `finds` tells whether a query finds anything *visible*: a word of what is not published yet is never given
    away. A label of the thesaurus is no mistake, though no entry has it yet.
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
            # Another form of it is known, and that is as good.
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
