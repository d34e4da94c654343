"""Validates events and missions: dates, an end before its start, coordinates, prices.

Each function returns field -> message for `ValidationError`; nothing wrong is an empty dict.
"""

from datetime import date
from decimal import Decimal
from typing import Protocol

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

# Beyond, arithmetic with time zones leaves what a date can hold, and nobody plans so far.
FIRST_YEAR, LAST_YEAR = 1990, 2100

Errors = dict[str, str]


class Attended(Protocol):
    """What an event says of who is there and where."""

    latitude: float | None
    longitude: float | None
    price_euros: Decimal | None

    @property
    def languages(self) -> list[str]:
        """Codes of the languages spoken."""


def day_errors(**days: date | None) -> Errors:
    """Days (by field) of years that no calendar of the site shows."""
    return {
        name: _("Donnez une année de %(first)s à %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        for name, day in days.items()
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR
    }


def amount_errors(**amounts: Decimal | None) -> Errors:
    """Prices (by field) below zero."""
    return {
        name: _("Un prix n’est pas négatif ; 0 veut dire gratuit.")
        for name, amount in amounts.items()
        if amount is not None and amount < 0
    }


def attendance_errors(event: Attended) -> Errors:
    """A price below zero, one coordinate without the other, words where codes of languages belong."""
    errors = amount_errors(price_euros=event.price_euros)
    for name, value, other in (
        ("latitude", event.latitude, event.longitude),
        ("longitude", event.longitude, event.latitude),
    ):
        if value is None and other is not None:
            errors[name] = _("Donnez les deux coordonnées, ou aucune.")
    unknown = [code for code in event.languages if not is_language(code)]
    if unknown:
        errors["spoken_languages"] = _(
            "« %(codes)s » n’est pas un code de langue : écrivez fr, en, séparés par des virgules."
        ) % {"codes": ", ".join(unknown)}
    return errors


def is_language(code: str) -> bool:
    """Whether CLDR (through Babel) knows the code: `fr`, `oc`, `pt-BR`."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code.lower() in Locale("en").languages  # languages without a locale of their own
    return True
