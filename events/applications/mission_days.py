"""Days and city of a mission as plain values, which are kept with its call and compared, and in words.

Compared is the city's name in the source, which is the same in all languages; its names are for words (docs/adr/0071).
"""

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, TypedDict

from django.utils import timezone
from django.utils.translation import get_language

from events.details import joined, name_in_html
from events.models import TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator


class MissionDays(TypedDict):
    """When a mission leaves and returns (ISO), and where to."""

    starts_on: str
    ends_on: str
    city: str
    """The source's name of the city."""
    names: NotRequired[dict[str, str]]
    """The names of that city by language; without them, `city` may be the name in any of the languages."""


def days_of(pages: Sequence[TradeMissionPage], before: MissionDays | None = None) -> MissionDays:
    """Returns when a mission leaves and returns, and where to, by one or more of its pages.

    Of the city that was known before, names in other languages stay.
    """
    city = pages[0].place_in_source("destination_city")
    names = dict(before.get("names", {})) if before and before["city"] == city else {}
    for page in pages:
        is_own = not page.language_of_place("destination_city")
        if is_own and page.place_in_source("destination_city") == city:
            names[page.locale.language_code] = page.destination_city
    return {
        "starts_on": pages[0].starts_on.isoformat(),
        "ends_on": pages[0].ends_on.isoformat(),
        "city": city,
        "names": names,
    }


def is_past(known: MissionDays) -> bool:
    """Returns whether a delegation of these days is back."""
    return date.fromisoformat(known["ends_on"]) < timezone.now().date()


def has_same_days(known: MissionDays, now: MissionDays) -> bool:
    """Returns whether a mission leaves and returns on the days that were known."""
    return (known["starts_on"], known["ends_on"]) == (now["starts_on"], now["ends_on"])


def has_same_city(known: MissionDays, now: MissionDays) -> bool:
    """Returns whether a mission goes to the city that was known, whatever language its name was noted in."""
    is_other_name = "names" not in known and known["city"] in now.get("names", {}).values()
    return known["city"] == now["city"] or is_other_name


def in_words(known: MissionDays) -> str:
    """Returns days and city in the active language."""
    name, _language = _city(known)
    return list_separator().join(part for part in (_days(known), in_line(name)) if part)


def former_in_html(known: MissionDays, now: MissionDays) -> str:
    """Returns as HTML, in the active language, what was known of days and city and is not so now; "" if all is."""
    days = "" if has_same_days(known, now) else _days(known)
    city = "" if has_same_city(known, now) else name_in_html(*_city(known))
    return joined(list_separator(), (days, city))


def _days(known: MissionDays) -> str:
    return days_in_words(date.fromisoformat(known["starts_on"]), date.fromisoformat(known["ends_on"]))


def _city(known: MissionDays) -> tuple[str, str]:
    """Returns the name of the city in the active language, else the source's and the code of that language."""
    names = known.get("names", {})
    if name := names.get(get_language() or ""):
        return name, ""
    return known["city"], next((code for code, name in names.items() if name == known["city"]), "")
