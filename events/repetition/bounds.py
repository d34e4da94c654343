"""The words and bounds of repetition that pages and the import of calendars share. Knows no Django.

The import reads a calendar in a child process that loads nothing of the site.
"""

from calendar import monthrange
from datetime import date

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_OF_A_WEEK = 7
# A series has no more dates, and no date later than so many years after its first one.
MOST_DATES, MOST_YEARS = 200, 3
MOST_EXCEPTIONS = 100
MOST_INTERVAL = 52
LAST_OF_ALL_MONTHS = 4
"""A weekday comes so often in each month; a fifth time in some."""


def number_in_month(day: date) -> int:
    """Returns which of its name in its month a day is: 1 to 5."""
    return (day.day - 1) // DAYS_OF_A_WEEK + 1


def is_in_last_week(day: date) -> bool:
    """Returns whether a day is among the last seven of its month."""
    return day.day > monthrange(day.year, day.month)[1] - DAYS_OF_A_WEEK
