"""Finds a region or country by its name, in whichever language of the site it is typed.

`territory_names.tsv`, written by hand, has other names of regions: the code, and the names with "|" between.
Names of countries are CLDR's.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from clusters.maps.areas import Area, areas
from clusters.towns.finding import fold

FILE = Path(__file__).with_name("territory_names.tsv")


def area_called(name: str) -> Area | None:
    """Returns the area of the map that is called so, whatever its accents and capitals; a region before a country."""
    return areas().get(_codes_by_name().get(fold(name), ""))


@cache
def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for area in areas().values():
        if area.own_name:
            found.setdefault(fold(area.own_name), area.code)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        code, names = line.split("\t")
        for name in names.split("|"):
            found.setdefault(fold(name), code)
    for language, _name in settings.LANGUAGES:
        with override(language):
            for area in areas().values():
                if not area.own_name:
                    found.setdefault(fold(area.name), area.code)
    return found
