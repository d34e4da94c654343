"""Writes days, spans and months in words, in the active language: "7–8 janvier 2027", in French "1er mars 2027".

Neither CLDR nor Django knows that French counts the first of a month: whoever writes a day asks here.
"""

import re
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_interval
from django.utils.formats import date_format
from django.utils.translation import get_language

from fedcms.core.i18n.formatting import cldr_locale

# A lone 1 before the name of a month, or before the end of a span of that month.
_FIRST = re.compile(
    r"(?<![\d.,/:\-])1(?=(?:\s?[–-]\s?\d{1,2})?\s(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))",
    re.IGNORECASE,
)


def _counts_the_first() -> bool:
    """Returns whether the active language, French, counts the first of a month."""
    return (get_language() or "fr").startswith("fr")


def with_ordinal(text: str) -> str:
    """Returns a date in words with the first of a month as French writes it; as it is in another language."""
    return _FIRST.sub("1er", text) if _counts_the_first() else text


def day_in_words(day: date, form: str = "long") -> str:
    """Returns a day in one of CLDR's forms: "1er mars 2027" (`long`), "lundi 1er mars 2027" (`full`)."""
    return with_ordinal(_span(_day_alone(day), None, form, cldr_locale()))


def span_in_words(first: date, last: date, form: str = "yMMMMd") -> str:
    """Returns the days from one to another by a pattern of CLDR: "28 février – 1er mars 2027"."""
    return with_ordinal(_span(_day_alone(first), _day_alone(last), form, cldr_locale()))


def _day_alone(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _span(first: date, last: date | None, form: str, locale: str) -> str:
    """Writes a day, or days. Cached, since lists show the same days again and again, and CLDR's patterns cost much."""
    if last is None:
        return str(format_date(first, format=form, locale=locale))
    return str(format_interval(first, last, form, locale=locale))


def formatted_day(value: date, form: str = "DATE_FORMAT") -> str:
    """Returns a day or a moment in one of Django's formats, as its `date_format` does."""
    return with_ordinal(date_format(value, form))


def days_in_words(first: date, last: date | None) -> str:
    """Returns one day or a span of days in the active language: "12–14 mars 2027"."""
    return day_in_words(first) if last is None or last == first else span_in_words(first, last)


def is_in_one_month(first: date, last: date) -> bool:
    """Whether both days are of the same month, so that it is written once."""
    return (first.year, first.month) == (last.year, last.month)


def day_figures(first: date, last: date | None) -> str:
    """Returns the number of a day, or of the first and the last one where both are of one month: "7–8", "1er–3"."""
    begin = "1er" if first.day == 1 and _counts_the_first() else str(first.day)
    if last is None or last == first or not is_in_one_month(first, last):
        return begin
    return f"{begin}–{last.day}"
