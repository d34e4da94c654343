"""Reads a month or a year among the words of a search as a filter: "événements en décembre 2026"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation

from search.engines.documents import SearchRequest
from search.engines.query import MAX_CHARACTERS
from search.entries.kinds import kind_labels, kind_labels_plural
from search.language import compounds, fold, forms, is_stop_word
from search.language.months import is_used, month_number

# Four digits are read as a year from the first to the last of these, where something says that they are one.
FIRST_YEAR, LAST_YEAR = 1990, 2099
_YEAR = re.compile("[0-9]{4}")
# A day of a month: only the month is filtered by.
_DAY = re.compile("(?:[12]?[0-9]|3[01])(?:er|st|nd|rd|th)?")
# Who quotes or excludes says what each word is for.
_OPERATORS = re.compile(r'["“”„«»]|(?<!\S)-\w')
# The elided word of French that makes a month that of something; that of a bound, which is no word of a search either.
_ELIDED_OF, _ELIDED_BOUND = re.compile("\\bd['’]$", re.IGNORECASE), "jusqu"
# So near to a date, the name of a month that may be another word is one: "de mars à juin 2026".
_NEAR = 3


@dataclass(frozen=True)
class DatesInWords:
    """A month, a year or both that were read in a search.

    `said` are those words as they were typed, `phrase` with the small words before ("en mars"), `rest` the words that
    are left. `filters` holds the values by facet: `month` (1 to 12), `year`, and `kind` where nothing but the name of a
    kind is left.
    """

    said: str
    phrase: str
    rest: str
    filters: Mapping[str, tuple[str, ...]]

    def applied_to(self, request: SearchRequest) -> SearchRequest:
        """Returns the search with the filters instead of the words."""
        return replace(request, query=self.rest, filters={**request.filters, **self.filters})

    def contradicts(self, request: SearchRequest) -> bool:
        """Returns whether the request has another filter of its own for a facet that was read."""
        own = {name: request.filters.get(name) for name in self.filters}
        return any(values and values != self.filters[name] for name, values in own.items())


@dataclass(frozen=True)
class _Word:
    """A word with its position, folded."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True)
class _Date:
    """A date: the places of its first and last word, the month and the year.

    `is_said`: something beside it says that it is one. `is_range`: several days of a month.
    """

    first: int
    last: int
    month: int | None
    year: int | None
    is_said: bool
    is_range: bool = False


def read_dates(text: str, language: str) -> DatesInWords | None:
    """Returns the date in a search typed in `language`; None when none is certain, or when there are several.

    A month wants a year, a day or a word that says when beside it, or the name of a kind and nothing else ("octobre
    rose" is no date); a year alone wants such a word or such a name: "rapport 2026" may be a title. What is before,
    after or since a date is not of that date.
    """
    text = text[:MAX_CHARACTERS]
    if _OPERATORS.search(text):
        return None
    listed = [
        _Word(part.start, part.end, fold(part.text))
        for one in compounds(text, language)
        for part in one.parts
    ]
    found, unsure = _months(text, listed, language)
    found = found or _years(listed, language)
    if len(found) != 1:
        return None
    (date,) = found
    if _is_bound(text, listed, date, language) or _has_another(listed, date, unsure, language):
        return None
    begin = _begin(listed, date.first, language)
    start, end = listed[begin - 1].end if begin else 0, listed[date.last].end
    rest = " ".join(f"{text[:start]} {text[end:].strip(' ,.')}".split())
    kind = _kind(rest, language)
    if not kind and not date.is_said:
        return None
    filters = {
        "kind": (kind,) if kind else (),
        "year": (str(date.year),) if date.year else (),
        "month": (str(date.month),) if date.month else (),
    }
    return DatesInWords(
        said=text[listed[date.first].start : end],
        phrase=text[start:end].strip(),
        rest="" if kind else rest,
        filters={name: values for name, values in filters.items() if values},
    )


def _months(text: str, listed: Sequence[_Word], language: str) -> tuple[list[_Date], list[int]]:
    """Returns the dates with a month, and the places of names of months that are other words as well."""
    found: list[_Date] = []
    unsure: list[int] = []
    place = 0
    while place < len(listed):
        if one := _month_at(listed, place, language):
            month, last, name = one
            # Arabic often writes both names of a month: كانون الأول/ديسمبر.
            while (again := _month_at(listed, last + 1, language)) and again[0] == month:
                last = again[1]
            said = _is_said(text, listed, place, name, language)
            date = _around(listed, _Date(place, last, month, None, said), language)
            open_to_doubt = is_used(name, "ambiguous", language) or is_used(name, "short", language)
            if date and (date.is_said or not open_to_doubt):
                found.append(date)
            else:
                unsure.append(place)
            place = last
        place += 1
    return found, unsure


def _month_at(listed: Sequence[_Word], place: int, language: str) -> tuple[int, int, str] | None:
    """Returns the month that is named from `place` on, the place of the name's last word, and the name."""
    for last in (place + 1, place):
        name = " ".join(word.folded for word in listed[place : last + 1])
        if last < len(listed) and (month := month_number(name, language)):
            return month, last, name
    return None


def _is_said(text: str, listed: Sequence[_Word], place: int, name: str, language: str) -> bool:
    """Returns whether the words before the name of a month say that it is one."""
    if is_used(name, "short", language):
        return False
    before = [word.folded for word in listed[max(0, place - 2) : place]]
    is_of = bool(before) and is_used(before[-1], "of", language)
    if is_of and len(before) > 1 and is_used(before[0], "month", language):
        return True
    if bool(before) and is_used(before[-1], "in", language):
        return True
    is_of = is_of or bool(language.startswith("fr") and _ELIDED_OF.search(text[: listed[place].start]))
    return is_of and not is_used(name, "ambiguous", language)


def _around(listed: Sequence[_Word], date: _Date, language: str) -> _Date | None:
    """Returns the month with the days and the year beside it; None where a number says that it is none (`mai 68`)."""
    first, last, said, is_range = date.first, date.last, date.is_said, False
    before = first - 1
    if before > 0 and is_used(listed[before].folded, "between", language):
        before -= 1
    if _is_day(listed, before):
        first, said = before, True
        while (earlier := _next_day(listed, first, -1, language)) is not None:
            first, is_range = earlier, True
    if _is_day(listed, last + 1):
        last, said = last + 1, True
        while (later := _next_day(listed, last, 1, language)) is not None:
            last, is_range = later, True
    if said and (first, last) != (date.first, date.last):
        first = _before_weekdays(listed, first, language)
    after = last + 1
    while after + 1 < len(listed) and is_used(listed[after].folded, "between", language):
        after += 1
    year = _year(listed[after].folded) if after < len(listed) else None
    last = after if year else last
    follows = listed[last + 1].folded if last + 1 < len(listed) else ""
    if _year(follows) or (follows.isdigit() and not year):
        return None
    return _Date(first, last, date.month, year, said or bool(year), is_range)


def _is_day(listed: Sequence[_Word], place: int) -> bool:
    return 0 <= place < len(listed) and _DAY.fullmatch(listed[place].folded) is not None


def _next_day(listed: Sequence[_Word], place: int, step: int, language: str) -> int | None:
    """Returns the place of the day of the same range beside that at `place`: `12 au 14`, `12-14`."""
    beside = place + step if step > 0 else _before_weekdays(listed, place, language) - 1
    if 0 <= beside < len(listed) and is_used(listed[beside].folded, "to", language):
        beside += step
    return beside if _is_day(listed, beside) else None


def _before_weekdays(listed: Sequence[_Word], place: int, language: str) -> int:
    """Returns the place of the first of the names of a weekday before `place`, or `place`: "samedi 12"."""
    while place and is_used(listed[place - 1].folded, "weekday", language):
        place -= 1
    return place


def _years(listed: Sequence[_Word], language: str) -> list[_Date]:
    return [
        _Date(place, place, None, year, _is_year_said(listed, place, language))
        for place, word in enumerate(listed)
        if (year := _year(word.folded)) and len(listed) > 1
        if not (place + 1 < len(listed) and listed[place + 1].folded.isdigit())
    ]


def _year(word: str) -> int | None:
    year = int(word) if _YEAR.fullmatch(word) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_year_said(listed: Sequence[_Word], place: int, language: str) -> bool:
    """Returns whether the words before a year say that it is a time; "school year 2026" does not."""
    before = [word.folded for word in listed[max(0, place - 2) : place]]
    if before and is_used(before[-1], "year", language):
        return len(before) == 1 or is_stop_word(before[0], language) or is_used(before[0], "in", language)
    return bool(before) and is_used(before[-1], "in", language)


def _is_bound(text: str, listed: Sequence[_Word], date: _Date, language: str) -> bool:
    """Returns whether the date is where the time meant begins or ends: "depuis 2024", "before June", "June onwards"."""
    if any(is_used(word.folded, "later", language) for word in listed[date.last + 1 : date.last + 3]):
        return True
    begin = _begin(listed, date.first, language)
    before = listed[max(0, begin - 1) : date.first]
    passed = text[listed[begin - 1].end if begin else 0 : listed[date.first].start]
    if language.startswith("fr") and _ELIDED_BOUND in passed.casefold():
        return True
    return not date.is_range and any(is_used(word.folded, "bound", language) for word in before)


def _has_another(listed: Sequence[_Word], date: _Date, unsure: Sequence[int], language: str) -> bool:
    """Returns whether something else among the words is of a time: a month beside the date, another year."""
    if any(date.first - _NEAR <= place <= date.last + _NEAR for place in unsure):
        return True
    others = [
        place
        for place, word in enumerate(listed)
        if _year(word.folded) and not date.first <= place <= date.last
    ]
    if date.year is None:
        return bool(others)
    return any(_is_year_said(listed, place, language) for place in others)


def _begin(listed: Sequence[_Word], first: int, language: str) -> int:
    """Returns the place where the small words before a date begin."""
    uses = ("in", "month", "year")
    begin = first
    while begin:
        word = listed[begin - 1].folded
        if not is_stop_word(word, language) and not any(is_used(word, use, language) for use in uses):
            break
        begin -= 1
    return begin


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
