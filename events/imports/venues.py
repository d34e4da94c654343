"""Reads the one line in which a calendar names a place, "Halle 3, 12 rue Neuve, 59000 Lille, France", as a venue.

What it says is kept as it is typed, each part in its field; where no town is known, all of it is the venue's name.
"""

import re
from functools import cache

from babel import Locale
from django.conf import settings

from clusters.towns.finding import fold, town_named
from events.models import EventPage

VENUE_FIELDS = ("venue_name", "venue_address", "venue_postcode", "venue_city", "venue_country")
LONGEST_NAME = 150
_PARTS = re.compile(r"\s*[,;،\n]\s*")
# In front of a town, with or without the code of a country: "59000 Lille", "F-59000 Lille", "CH-1950 Sion".
_POSTCODE = re.compile(r"^((?:[A-Z]{1,3}-)?\d{4,6})\s+(\D.*)$")


@cache
def _countries() -> dict[str, str]:
    """Returns the codes of countries by their names in the languages of the site, as they are compared."""
    languages = (code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    return {
        fold(name): code
        for language in languages
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


def as_before(location: str) -> str:
    """Returns a place as it was kept before it was read in parts: what an older import says of it."""
    return " ".join(location[:LONGEST_NAME].strip().split())


def venue_of(location: str, home: str) -> dict[str, str]:
    """Returns the columns of a venue; `home` is the country of the section, in which a town is looked for."""
    whole = dict.fromkeys(VENUE_FIELDS, "") | {"venue_name": " ".join(location.split())[:LONGEST_NAME]}
    parts = [" ".join(part.split()) for part in _PARTS.split(location.strip()) if part.strip()]
    country = _countries().get(fold(parts[-1]), "") if len(parts) > 1 else ""
    if country:
        parts.pop()
    if not parts:
        return whole
    *before, town = parts
    found = _POSTCODE.match(town)
    postcode, town = found.groups() if found else ("", town)
    # A number in front says that it is a town; without one, a list knows it.
    if not found and not town_named(town, country or home):
        return whole
    name, *address = before or [""]
    read = {
        "venue_name": name,
        "venue_address": ", ".join(address),
        "venue_postcode": postcode,
        "venue_city": town,
        "venue_country": country or (home if town_named(town, home) else ""),
    }
    fits = all(len(value) <= (EventPage._meta.get_field(key).max_length or 0) for key, value in read.items())
    return read if fits else whole
