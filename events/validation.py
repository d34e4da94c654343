"""Validates events and missions: years, coordinates, prices, codes of languages.

Each function returns field -> message for `ValidationError`, an empty dict when nothing is wrong.
"""

from datetime import date
from decimal import Decimal
from typing import Protocol

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

# Outside of these years, time zone arithmetic could exceed what a date can hold.
FIRST_YEAR, LAST_YEAR = 1990, 2100

Errors = dict[str, str]


class Attended(Protocol):
    """The fields of an event that `attendance_errors` checks."""

    latitude: float | None
    longitude: float | None
    price_euros: Decimal | None

    @property
    def languages(self) -> list[str]:
        """The codes of the languages spoken."""


class TakingPlace(Protocol):
    """The fields of an event that `online_errors` checks."""

    status: str
    online_url: str
    venue_name: str
    venue_address: str
    venue_city: str


def day_errors(**days: date | None) -> Errors:
    """Returns errors for dates (by field) in years that the site's calendars do not show."""
    return {
        name: _("Donnez une année de %(first)s à %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        for name, day in days.items()
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR
    }


def amount_errors(**amounts: Decimal | None) -> Errors:
    """Returns errors for negative prices (by field)."""
    return {
        name: _("Un prix n’est pas négatif ; 0 veut dire gratuit.")
        for name, amount in amounts.items()
        if amount is not None and amount < 0
    }


def attendance_errors(event: Attended) -> Errors:
    """Returns errors for a negative price, a single coordinate, and unknown codes of languages."""
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
            "« %(codes)s » n’est pas une langue : écrivez par exemple « français, anglais »."
        ) % {"codes": ", ".join(unknown)}
    return errors


def online_errors(event: TakingPlace) -> Errors:
    """Returns errors for an event that went online without an address to join, or is still said to be somewhere."""
    if event.status != "online":
        return {}
    errors = {} if event.online_url else {"online_url": _("Passé en ligne : donnez le lien de connexion.")}
    place = _("Passé en ligne : videz le lieu. Celui qui était annoncé reste visible, barré.")
    names = ("venue_name", "venue_address", "venue_city")
    return errors | {name: place for name in names if getattr(event, name)}


def is_language(code: str) -> bool:
    """Returns whether CLDR (through Babel) knows the code: `fr`, `oc`, `pt-BR`."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code.lower() in Locale("en").languages  # languages without a locale of their own
    return True
