"""Writes a day or a span of days in words, in the active language: "7–8 janvier 2027"."""

from datetime import date

from babel.dates import format_date, format_interval

from fedcms.core.i18n.formatting import cldr_locale


def days_in_words(first: date, last: date | None) -> str:
    """Returns one day or a span of days in the active language: "12–14 mars 2027"."""
    if last is None or last == first:
        return str(format_date(first, format="long", locale=cldr_locale()))
    return str(format_interval(first, last, "yMMMMd", locale=cldr_locale()))


def is_in_one_month(first: date, last: date) -> bool:
    """Whether both days are of the same month, so that it is written once."""
    return (first.year, first.month) == (last.year, last.month)


def day_figures(first: date, last: date | None) -> str:
    """Returns the number of a day, or of the first and the last one where both are of one month: "7–8"."""
    if last is None or last == first or not is_in_one_month(first, last):
        return str(first.day)
    return f"{first.day}–{last.day}"
