"""Reads a month or a year among the words of a search as a filter: "événements en décembre 2026"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation

from search.engines.documents import SearchRequest
from search.engines.query import MAX_CHARACTERS
from search.entries.kinds import kind_labels, kind_labels_plural
from search.language import compounds, fold, forms, is_stop_word
from search.language.months import is_unsure, joins_date, month_number, says_when

# Four digits are read as a year from the first to the last of these, where something says that they are one.
FIRST_YEAR, LAST_YEAR = 1990, 2099
_YEAR = re.compile("[0-9]{4}")
# A day of a month: only the month is filtered by.
_DAY = re.compile("(?:[12]?[0-9]|3[01])(?:er|st|nd|rd|th)?")
# Who quotes or excludes says what each word is for.
_OPERATORS = re.compile(r'["“”„«»]|(?<!\S)-\w')


@dataclass(frozen=True)
class DatesInWords:
    """A month, a year or both that were read in a search.

    `said` are those words as they were typed, `rest` the words that are left. `filters` holds the values by facet:
    `month` (1 to 12), `year`, and `kind` where nothing but the name of a kind is left.
    """

    said: str
    rest: str
    filters: Mapping[str, tuple[str, ...]]

    def applied_to(self, request: SearchRequest) -> SearchRequest:
        """Returns the search with the filters instead of the words; a filter of the request's own wins."""
        given = {name: values for name, values in request.filters.items() if values}
        return replace(request, query=self.rest, filters={**self.filters, **given})


@dataclass(frozen=True)
class _Word:
    """A word with its position, folded."""

    start: int
    end: int
    folded: str


def read_dates(text: str, language: str) -> DatesInWords | None:
    """Returns the date in a search typed in `language`; None when there is none, or more than one.

    A month is one by its name, a name that is another word, too (`may`), with a year, a day or a word that says when. A
    year alone wants such a word before it, or the name of a kind and nothing else: "rapport 2026" may be a title.
    """
    text = text[:MAX_CHARACTERS]
    if _OPERATORS.search(text):
        return None
    listed = [
        _Word(part.start, part.end, fold(part.text))
        for one in compounds(text, language)
        for part in one.parts
    ]
    found = _months(listed, language) or _years(listed, language)
    if len(found) != 1:
        return None
    ((first, last, month, year),) = found
    rest = _without(text, listed, first, last, language)
    kind = _kind(rest, language)
    if month is None and not kind and not _is_said_when(listed, first, language):
        return None
    filters = {
        "kind": (kind,) if kind else (),
        "year": (str(year),) if year else (),
        "month": (str(month),) if month else (),
    }
    said = text[listed[first].start : listed[last].end]
    return DatesInWords(
        said, "" if kind else rest, {name: values for name, values in filters.items() if values}
    )


_Found = tuple[int, int, int | None, int | None]
"""A date: the places of its first and last word, the month and the year."""


def _months(listed: Sequence[_Word], language: str) -> list[_Found]:
    found: list[_Found] = []
    place = 0
    while place < len(listed):
        for length in (2, 1) if place + 1 < len(listed) else (1,):
            name = " ".join(word.folded for word in listed[place : place + length])
            month = month_number(name, language)
            if month and (date := _around(listed, place, place + length - 1, month, name, language)):
                found.append(date)
                place += length - 1
                break
        place += 1
    return found


def _around(
    listed: Sequence[_Word], first: int, last: int, month: int, name: str, language: str
) -> _Found | None:
    """Returns the month with the day and the year beside it; None when it may be another word."""
    is_sure = not is_unsure(name, language) or _is_said_when(listed, first, language)
    before = first - 1
    if before > 0 and joins_date(listed[before].folded, language):
        before -= 1
    if before >= 0 and _DAY.fullmatch(listed[before].folded):
        first, is_sure = before, True
    after = last + 1
    if after < len(listed) and _DAY.fullmatch(listed[after].folded):
        last, after, is_sure = after, after + 1, True
    if after + 1 < len(listed) and joins_date(listed[after].folded, language):
        after += 1
    year = _year(listed[after].folded) if after < len(listed) else None
    if year:
        last, is_sure = after, True
    return (first, last, month, year) if is_sure else None


def _years(listed: Sequence[_Word], language: str) -> list[_Found]:
    return [
        (place, place, None, year)
        for place, word in enumerate(listed)
        if (year := _year(word.folded)) and len(listed) > 1
    ]


def _year(word: str) -> int | None:
    year = int(word) if _YEAR.fullmatch(word) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_said_when(listed: Sequence[_Word], place: int, language: str) -> bool:
    return place > 0 and says_when(listed[place - 1].folded, language)


def _without(text: str, listed: Sequence[_Word], first: int, last: int, language: str) -> str:
    """Returns the text without the date, and without the small words before it."""
    begin = first
    while begin and (
        is_stop_word(listed[begin - 1].folded, language) or says_when(listed[begin - 1].folded, language)
    ):
        begin -= 1
    kept = text[: listed[begin - 1].end] if begin else ""
    return " ".join(f"{kept} {text[listed[last].end :].strip(' ,.')}".split())


def _kind(rest: str, language: str) -> str:
    """Returns the kind whose name in `language`, singular or plural, is all that is left; else ""."""
    said = _stems(rest, language)
    if not said:
        return ""
    with translation.override(language):
        for labels in (kind_labels(), kind_labels_plural()):
            for kind, label in labels.items():
                if _stems(str(label), language) == said:
                    return kind
    return ""


def _stems(typed: str, language: str) -> list[str]:
    """Returns the stems of words that are no small words: singular and plural are the same."""
    parts = (part.text for one in compounds(typed, language) for part in one.parts)
    found = (forms(part, language) for part in parts)
    return [word.stem for word in found if word and not is_stop_word(word.surface, language)]
