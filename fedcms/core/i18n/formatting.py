"""Formats numbers, lists and names by CLDR in the active language."""

from collections.abc import Sequence
from functools import lru_cache

from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import get_language

# English as Europe writes it: hours to 24, the day before the month.
_REGIONAL = {"en": "en_GB"}


def cldr_locale() -> str:
    """The name that Babel takes for the active language, French when there is none."""
    language = get_language() or "fr"
    return _REGIONAL.get(language, language.replace("-", "_"))


def number(value: int) -> str:
    """A number of things in the active language, by CLDR, with Western digits: "1 234" in French.

    For what people read; never for keys, attributes or addresses.
    """
    return _grouped(value, cldr_locale())


@lru_cache(maxsize=4096)
def _grouped(value: int, locale: str) -> str:
    """Lists show many, and most are small."""
    return str(format_decimal(value, locale=locale))


def in_a_list(items: Sequence[str]) -> str:
    """Several things as a sentence names them, by CLDR: "a, b et c"."""
    return str(format_list(items, locale=cldr_locale()))


def list_separator() -> str:
    """What stands between the parts of one line: of an address, of where and when. CLDR tells of lists alone."""
    return "، " if cldr_locale() == "ar" else ", "
