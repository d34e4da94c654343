"""Finds towns by the beginning of their name, in Latin or Arabic script.

`bin/towns.py` writes `towns.tsv`: towns of at least 15,000 people (5,000 where French is spoken), largest first.
`exonyms.tsv`, written by hand, has other names of well-known ones in French, Spanish and English: the name in
`towns.tsv`, the country, those names with "|" between, the French one first. `arabic_names.tsv` has Arabic ones that
`towns.tsv` lacks, likewise.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from anyascii import anyascii
from django_countries import countries

FILE = Path(__file__).with_name("towns.tsv")
EXONYMS = Path(__file__).with_name("exonyms.tsv")
ARABIC_NAMES = Path(__file__).with_name("arabic_names.tsv")
MOST_FOUND = 10
LEAST_MISSPELT = 4
SHORTEST_QUERY = 2
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# Alifs, which names of abroad are written with or without (دكار, داكار); other letters that stand for one another.
_ARABIC_FORMS = str.maketrans("ىةؤئ", "يهوي", "اأإآءـ")


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its name as it was looked for, the ISO 3166-1 code of the country, its position in degrees."""

    name: str
    country: str
    latitude: float
    longitude: float
    area: str = ""
    """The code of its area of the map (clusters.maps.areas), where that is not its whole country."""

    @property
    def label(self) -> str:
        """The name with the country's, in the active language: "Rennes (France)"."""
        return f"{self.name} ({countries.name(self.country)})"

    @property
    def position(self) -> tuple[float, float]:
        """What two names of one town share."""
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class _TownLine:
    folded: str
    town: Town
    name: str
    """The name as it is written."""


def fold(text: str) -> str:
    """Returns a name as it is compared: without accents, hyphens and capitals; in Arabic, without signs and alifs."""
    if _ARABIC.search(text):
        signs = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Mn")
        return " ".join("".join(signs).translate(_ARABIC_FORMS).lower().replace("-", " ").split())
    return " ".join(anyascii(text).lower().replace("-", " ").replace("'", " ").split())


@cache
def exonyms() -> dict[tuple[str, str], list[str]]:
    """Returns the other names of well-known towns by the name and country of the list."""
    return _names_in(EXONYMS)


def _names_in(file: Path) -> dict[tuple[str, str], list[str]]:
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {(name, country): others.split("|") for name, country, others in rows}


@cache
def _lines() -> tuple[_TownLine, ...]:
    """Reads the list once a process, the first time that somebody looks for a town (some 10 MB)."""
    found: list[_TownLine] = []
    others, in_arabic = exonyms().copy(), _names_in(ARABIC_NAMES)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, country, latitude, longitude, *rest = line.split("\t")
        area, arabic = (*rest, "", "")[:2]
        town = Town(name, country, float(latitude), float(longitude), area)
        # Of the towns of a name in a country, the largest, which comes first, is the well-known one.
        called = others.pop((name, country), [])
        found += [_TownLine(fold(each), replace(town, name=each), each) for each in called]
        more = in_arabic.pop((name, country), [])
        found += [
            _TownLine(fold(each), town, each) for each in (name, *more, *filter(None, arabic.split("|")))
        ]
    return tuple(found)


@cache
def _by_name() -> dict[tuple[str, str], Town]:
    """Returns the towns by folded name and country; of two with one name, the larger."""
    found: dict[tuple[str, str], Town] = {}
    for line in _lines():
        found.setdefault((line.folded, line.town.country), line.town)
    return found


def town_named(name: str, country: str) -> Town | None:
    """Returns the town of a country by its name, whatever its accents and capitals; None if the list has none."""
    return _by_name().get((fold(name), country))


@cache
def _names() -> dict[tuple[float, float], list[str]]:
    """Returns all names of each town, by its position."""
    found: dict[tuple[float, float], list[str]] = {}
    for line in _lines():
        found.setdefault(line.town.position, []).append(line.name)
    return found


def names_of_town(name: str, country: str) -> list[str]:
    """Returns the names of a town of a country in Latin and Arabic script, its own first, each once.

    A town that the list does not have has this name alone; no name has none.
    """
    town = town_named(name, country) if country else None
    return list(dict.fromkeys(each for each in (name, *(_names()[town.position] if town else ())) if each))


def find_towns(query: str) -> list[Town]:
    """Returns at most `MOST_FOUND` towns whose name begins with the query, the largest first; [] for a short query."""
    wanted = fold(query)
    if len(wanted) < SHORTEST_QUERY:
        return []
    found: dict[tuple[float, float], Town] = {}
    for line in _lines():
        if line.folded.startswith(wanted):
            found.setdefault(line.town.position, line.town)
            if len(found) == MOST_FOUND:
                break
    return list(found.values())


def towns_called(name: str) -> list[Town]:
    """Returns all towns of this whole name, the largest first."""
    wanted = fold(name)
    found: dict[tuple[float, float], Town] = {}
    for line in _lines():
        if line.folded == wanted:
            found.setdefault(line.town.position, line.town)
    return list(found.values())


@cache
def largest_town(area: str) -> Town | None:
    """Returns the largest town of an area of the map (clusters.maps.areas); None where the list has none."""
    return next((line.town for line in _lines() if area in (line.town.area, line.town.country)), None)


def nearest_spelling(name: str, countries_near: frozenset[str]) -> str:
    """Returns the name of a town of some countries that is written nearly so, with the same first letter; else ""."""
    wanted = fold(name)
    if len(wanted) < LEAST_MISSPELT:
        return ""
    known = {
        line.folded: line.town.name
        for line in reversed(_lines())
        if line.town.country in countries_near and line.folded[:1] == wanted[:1]
    }
    return next((known[each] for each in get_close_matches(wanted, known, n=1, cutoff=0.8)), "")
