"""Finds towns by the beginning of their name.

`bin/towns.py` writes `towns.tsv`: towns of at least 15,000 people (5,000 where French is spoken), largest first.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyascii import anyascii
from django_countries import countries

FILE = Path(__file__).with_name("towns.tsv")
MOST_FOUND = 10
SHORTEST_QUERY = 2


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its name in its country's language, the ISO 3166-1 code of the country, its position in degrees."""

    name: str
    country: str
    latitude: float
    longitude: float

    @property
    def label(self) -> str:
        """The name with the country's, in the active language: "Rennes (France)"."""
        return f"{self.name} ({countries.name(self.country)})"


@dataclass(frozen=True, slots=True)
class _TownLine:
    folded: str
    town: Town


def _fold(text: str) -> str:
    """Returns a name as it is compared: without accents, hyphens and capitals."""
    return " ".join(anyascii(text).lower().replace("-", " ").replace("'", " ").split())


@cache
def _lines() -> tuple[_TownLine, ...]:
    """Reads the list once a process, the first time that somebody looks for a town (some 10 MB)."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, country, latitude, longitude = line.split("\t")
        found.append(_TownLine(_fold(name), Town(name, country, float(latitude), float(longitude))))
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
    return _by_name().get((_fold(name), country))


def find_towns(query: str) -> list[Town]:
    """Returns at most `MOST_FOUND` towns whose name begins with the query, the largest first; [] for a short query."""
    wanted = _fold(query)
    if len(wanted) < SHORTEST_QUERY:
        return []
    found: list[Town] = []
    for line in _lines():
        if line.folded.startswith(wanted):
            found.append(line.town)
            if len(found) == MOST_FOUND:
                break
    return found
