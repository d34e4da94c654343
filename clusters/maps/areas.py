"""The areas that a cluster may cover on the map, by ISO code: regions, provinces, cantons and countries.

`bin/geometry.py` writes `areas.json`: a line for each area, with its French name (names of countries are CLDR's), its
panel, the position of its label and, if the map has its shape, the box around it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.templatetags.core_tags import country_name

FILE = Path(__file__).with_name("areas.json")
COUNTRIES_BY_PARTS = ("FR", "BE", "CH", "CA")


@dataclass(frozen=True)
class Area:
    """An area. `box` is x, y, width, height in the units of the panel; `None` if the map has only a point for it."""

    code: str
    own_name: str
    panel: str
    x: int
    y: int
    box: tuple[int, int, int, int] | None = None

    @property
    def country(self) -> str:
        """The country's ISO 3166-1 code."""
        return self.code[:2]

    @property
    def name(self) -> str:
        """The region's name, or the country's in the active language."""
        return self.own_name or country_name(self.code)


@cache
def areas() -> dict[str, Area]:
    """Returns all areas by code."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Area(code, name, panel, x, y, tuple(box) if box else None)
        for code, (name, panel, x, y, *box) in rows.items()
    }


def shapes(codes: Iterable[str]) -> list[Area]:
    """Returns the areas with a shape for some codes; a country that is drawn in parts stands for all of its parts."""
    known = areas()
    found: list[Area] = []
    for code in codes:
        if code in known and known[code].box:
            found.append(known[code])
        else:
            found += [area for area in known.values() if area.box and area.code.startswith(f"{code}-")]
    return found


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Returns grouped options for a form: the parts of the four countries that have some, then countries by name."""
    known = areas().values()

    def named(some: Iterable[Area]) -> list[tuple[str, str]]:
        return sorted(((area.code, area.name) for area in some), key=lambda pair: in_alphabet(pair[1]))

    groups = [
        (country_name(country), named(area for area in known if area.code.startswith(f"{country}-")))
        for country in COUNTRIES_BY_PARTS
    ]
    return [*groups, (str(_("Pays entiers")), named(area for area in known if len(area.code) == 2))]


def validate_areas(value: object) -> None:
    """Raises `ValidationError` unless `value` is a list of known codes."""
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ValidationError(_("Une liste de codes de territoires."))
    if unknown := sorted(set(value) - set(areas())):
        raise ValidationError(
            _("Territoire inconnu : %(codes)s."), params={"codes": ", ".join(unknown)}, code="unknown"
        )
