"""Formats numbers, lists and names by CLDR in the active language."""

from collections.abc import Sequence
from datetime import time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import get_language

# English with European conventions: 24 hours, the day before the month.
_REGIONAL = {"en": "en_GB"}

UNTIL = "\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}"
"""Between two hours, which stay on one line."""


def cldr_locale() -> str:
    """Returns Babel's name of the active language; French when none is active."""
    language = get_language() or "fr"
    return _REGIONAL.get(language, language.replace("-", "_"))


def number(value: int) -> str:
    """Returns a number with digits grouped as in the active language, by CLDR, in Western digits: "1 234" in French.

    For numbers that people read; never for keys, attributes or addresses.
    """
    return _grouped(value, cldr_locale())


@lru_cache(maxsize=4096)
def _grouped(value: int, locale: str) -> str:
    """Formats a number. Cached, since lists show many numbers and most are small."""
    return str(format_decimal(value, locale=locale))


def clock(hour: time) -> str:
    """Returns an hour as the active language writes it: "13:30", in French "13 h 30" and "9 h", in one piece."""
    return _clock(hour, cldr_locale())


@lru_cache(maxsize=4096)
def _clock(hour: time, locale: str) -> str:
    """Writes an hour. Cached, since agendas show many and most are full ones."""
    if locale.split("_", maxsplit=1)[0] != "fr":
        return f"{hour:%H:%M}"
    minutes = f"\N{NO-BREAK SPACE}{hour.minute:02}" if hour.minute else ""
    return f"{hour.hour}\N{NO-BREAK SPACE}h{minutes}"


def hour_span(begin: time, end: time | None) -> str:
    """Returns the hours from a beginning to an end, if that is known, on one line: "9 h 30 – 17 h"."""
    return clock(begin) + (f"{UNTIL}{clock(end)}" if end else "")


def in_a_list(items: Sequence[str]) -> str:
    """Returns several things as a sentence lists them, by CLDR: "a, b et c"."""
    return str(format_list(items, locale=cldr_locale()))


@lru_cache(maxsize=1024)
def cldr(locale: str) -> Locale:
    """Returns Babel's data of a language. Cached, since Babel takes its name apart each time."""
    return Locale.parse(locale)


def country_name(code: str) -> str:
    """Returns the name of a country in the active language, by CLDR; the code itself if CLDR has no name for it."""
    return str(cldr(cldr_locale()).territories.get(code, code))


def language_name(code: str) -> str:
    """Returns the name of a language in the active language, by CLDR; the code itself if CLDR has no name for it."""
    try:
        return str(cldr(cldr_locale()).languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def list_separator() -> str:
    """Returns the separator between items on one line, as in an address. CLDR only knows lists in sentences."""
    return "، " if cldr_locale() == "ar" else ", "
