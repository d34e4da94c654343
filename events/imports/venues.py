"""Reads the one line in which a calendar names a place, "Halle 3, 12 rue Neuve, 59000 Lille, France", as a venue.

What it says is kept as it is typed, each part in its field; where no town is known, all of it is the venue's name.
"""

import re
from functools import cache

from babel import Locale
from django.conf import settings
from django_countries import countries

from clusters.towns.finding import fold, town_named
from events.models import EventPage

VENUE_FIELDS = ("venue_name", "venue_address", "venue_postcode", "venue_city", "venue_country")
LONGEST_NAME = 150
_PARTS = re.compile(r"\s*[,;،\n]\s*")
# In front of a town, with or without the code of a country: "59000 Lille", "F-59000 Lille", "CH-1950 Sion".
_POSTCODE = re.compile(r"^((?:[A-Z]{1,3}-)?\d{4,6})\s+(\D.*)$")
_DIGITS = {
    "BE": 4,
    "CH": 4,
    "LU": 4,
    "TN": 4,
    "AT": 4,
    "NL": 4,
    "DK": 4,
    "HU": 4,
    "NO": 4,
    "PT": 4,
    "CA": 0,
    "GB": 0,
}
"""Of a postcode by country, where those are not five; 0: none is a number."""
_CEDEX = re.compile(r"\s+cedex(?:\s+\d+)?$", re.IGNORECASE)
# A street: "12 rue Neuve", "12 bis, rue Neuve", "avenue de Roubaix", "5 High Street".
_WAYS = (
    r"rue|avenue|av\.|boulevard|bd|place|allée|allées|chemin|quai|route|impasse|cours|square|street|road|lane|drive|"
    r"calle|avenida|paseo|plaza|carrer|شارع|زنقة|نهج|ساحة"
)
_WAY = re.compile(rf"(?:^|\s)(?:{_WAYS})(?:\s|$)", re.IGNORECASE)
_STREET = re.compile(rf"^(?:\d+\s*(?:bis|ter|[a-d])?\s+\S|(?:{_WAYS})\s)", re.IGNORECASE)
_PROVINCES = frozenset(
    [
        "quebec",
        "ontario",
        "alberta",
        "manitoba",
        "saskatchewan",
        "nova scotia",
        "nouvelle ecosse",
        "new brunswick",
        "nouveau brunswick",
        "british columbia",
        "colombie britannique",
        "newfoundland and labrador",
        "terre neuve et labrador",
        "prince edward island",
        "ile du prince edouard",
        "qc",
        "on",
        "ab",
        "mb",
        "sk",
        "ns",
        "nb",
        "bc",
        "nl",
        "pe",
    ]
)
"""Of Canada, as `fold` writes them: behind a town, some bear the name of another one."""


@cache
def _countries() -> dict[str, str]:
    """Returns the codes of countries by their names in the languages of the site, as they are compared."""
    languages = (code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    return {
        fold(name): code
        for language in languages
        for code, name in Locale.parse(language).territories.items()
        # Without those of the United Nations, of the Union and the like.
        if code in countries
    }


def as_before(location: str) -> str:
    """Returns a place as it was kept before it was read in parts: what an older import says of it."""
    return " ".join(location[:LONGEST_NAME].strip().split())


def _is_postcode(code: str, town: str, country: str, *, alone: bool) -> bool:
    """Returns whether a number in front of a town that no list has is its postcode: no house number, no year."""
    if alone or _WAY.search(town):
        return False
    prefixed = not code[0].isdigit()
    return prefixed or not country or len(code) == _DIGITS.get(country, 5)


def _without_province(parts: list[str], country: str) -> list[str]:
    """Returns the parts without the province, or district, behind the town: one that is named like it, or Canada's."""
    if len(parts) < 2 or not town_named(parts[-2], country):
        return parts
    last = fold(parts[-1])
    is_province = last == fold(parts[-2]) or (country == "CA" and last in _PROVINCES)
    return parts[:-1] if is_province else parts


def venue_of(location: str, home: str) -> dict[str, str]:
    """Returns the columns of a venue; `home` is the country of the section, in which a town is looked for."""
    whole = dict.fromkeys(VENUE_FIELDS, "") | {"venue_name": " ".join(location.split())[:LONGEST_NAME]}
    parts = [" ".join(part.split()) for part in _PARTS.split(location.strip()) if part.strip()]
    country = _countries().get(fold(parts[-1]), "") if len(parts) > 1 else ""
    if country:
        parts.pop()
    if not parts:
        return whole
    *before, town = _without_province(parts, country or home)
    found = _POSTCODE.match(town)
    postcode, town = found.groups() if found else ("", town)
    town = _CEDEX.sub("", town)
    # A list knows it for a town, or a postcode in front says so.
    is_postcode = found and _is_postcode(postcode, town, country or home, alone=not before)
    if not is_postcode and not town_named(town, country or home):
        return whole
    # Two towns: which of them it is, and what the other is, nobody knows here.
    if before and not found and town_named(before[-1], country or home):
        return whole
    if len(before) == 1 and _STREET.match(before[0]):
        before = ["", *before]
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
