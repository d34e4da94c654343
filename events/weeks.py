"""Counts weeks as the active language does, each named by the ISO week that has its Thursday."""

from datetime import date, timedelta

from fedcms.core.i18n.formatting import cldr, cldr_locale

DAYS_OF_A_WEEK = 7
THURSDAY, ISO_THURSDAY = 3, 4


def first_weekday() -> int:
    """Returns the first day of the week in the active language, 0 for Monday (CLDR)."""
    return int(cldr(cldr_locale()).first_week_day)


def week_begin(day: date) -> date:
    """Returns the first day of the week of `day`, as the active language counts weeks."""
    return day - timedelta(days=(day.weekday() - first_weekday()) % DAYS_OF_A_WEEK)


def week_end(begin: date) -> date:
    """Returns the first day after a week that begins on `begin`."""
    return begin + timedelta(days=DAYS_OF_A_WEEK)


def iso_week(begin: date) -> tuple[int, int]:
    """Returns year and number of the ISO week with the Thursday of the seven days from `begin`."""
    thursday = begin + timedelta(days=(THURSDAY - begin.weekday()) % DAYS_OF_A_WEEK)
    year, number, _weekday = thursday.isocalendar()
    return year, number


def week_key(begin: date) -> str:
    """Returns how addresses name a week: "2026-W09", the same in every language."""
    year, number = iso_week(begin)
    return f"{year:04}-W{number:02}"


def week_of_key(key: str) -> date:
    """Returns the first day of the week that an address names. Raises `ValueError` for a week that is none."""
    year, _separator, number = key.partition("-W")
    return week_begin(date.fromisocalendar(int(year), int(number), ISO_THURSDAY))
