"""A cluster as the map needs it: plain values, equal if the drawing is the same."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from clusters.maps.areas import Area, areas, shapes
from clusters.maps.projection import FRANCE, PANELS, Point, locate
from fedcms.core.design.colour import SHAPE_CONTRAST, accent_palette, accessible_accent

if TYPE_CHECKING:
    from clusters.models import Cluster

# The colour of the land, on which areas must stand out, in each theme; --land of components/map.css.
LAND_LIGHT, LAND_DARK = "#ddd5c1", "#2b3446"


@dataclass(frozen=True)
class MapEntry:
    """A cluster as the map and the list beside it show it, in one language."""

    key: str
    code: str
    name: str
    territory: str
    url: str
    accent: str
    areas: tuple[str, ...]
    country: str
    city: str
    seat: Point | None
    """Longitude and latitude of the head office, in degrees."""
    note: str = ""
    """A line of the list: the numbers of members and publications."""

    @property
    def style(self) -> str:
        """The palette as CSS custom properties: those that `accented` reads, and the fill of areas.

        The fill has a contrast of 3:1 with the land.
        """
        light = accessible_accent(self.accent, LAND_LIGHT, SHAPE_CONTRAST)
        dark = accessible_accent(self.accent, LAND_DARK, SHAPE_CONTRAST)
        return f"{accent_palette(self.accent).css()};--area-l:{light};--area-d:{dark}"

    @property
    def style_attribute(self) -> SafeString:
        """`style` as an HTML attribute; its colours are validated where they are computed."""
        return mark_safe(f'style="{self.style}"')  # noqa: S308  # hexadecimal colours only


def map_entry_of(cluster: "Cluster", url: str, note: str = "") -> MapEntry:
    """Returns the entry of a cluster in the active language. No query."""
    longitude, latitude = cluster.longitude, cluster.latitude
    return MapEntry(
        key=cluster.slug,
        code=cluster.code,
        name=str(cluster.name),
        territory=str(cluster.territory),
        url=url,
        accent=cluster.accent,
        areas=tuple(cluster.areas),
        country=str(cluster.country),
        city=cluster.city,
        seat=None if longitude is None or latitude is None else (longitude, latitude),
        note=note,
    )


@dataclass(frozen=True)
class Spot:
    """The place of an entry on one panel: its shapes, and the point to which its label belongs."""

    panel: str
    shapes: tuple[str, ...]
    x: float
    y: float


def spots_of(entry: MapEntry) -> list[Spot]:
    """Returns a spot for each panel on which the entry has areas; else a dot at its head office or in its country.

    Empty if none is known: then only the list shows the entry.
    """
    by_panel: dict[str, list[Area]] = {}
    for area in shapes(entry.areas):
        by_panel.setdefault(area.panel, []).append(area)
    if by_panel:
        return [_spot(entry, panel, found) for panel, found in by_panel.items()]
    if entry.seat:
        panel, (x, y) = locate(*entry.seat)
        return [Spot(panel.key, (), x, y)]
    known = areas().get(entry.country)
    return [Spot(known.panel, (), known.x, known.y)] if known else []


def boxes_of(spot: Spot) -> list[tuple[int, int, int, int]]:
    """Returns the boxes of a spot's shapes: x, y, width, height."""
    return [box for code in spot.shapes if (box := areas()[code].box)]


def _spot(entry: MapEntry, panel: str, found: list[Area]) -> Spot:
    """Returns the spot of some areas on a panel.

    Of several areas, the label is at the head office if it is in one of them; else in the largest.
    """
    codes = tuple(area.code for area in found)
    if len(found) > 1 and entry.seat:
        x, y = PANELS[panel].project(*entry.seat)
        if any(_in_box(area, x, y) for area in found):
            return Spot(panel, codes, x, y)
    largest = max(found, key=lambda area: area.box[2] * area.box[3] if area.box else 0)
    return Spot(panel, codes, largest.x, largest.y)


def _in_box(area: Area, x: float, y: float) -> bool:
    if area.box is None:
        return False
    left, top, width, height = area.box
    return left <= x <= left + width and top <= y <= top + height


def seat_on(entry: MapEntry, panel: str) -> Point | None:
    """Returns the position of the head office on a panel, `None` when it is on another one or not known."""
    if entry.seat is None:
        return None
    found, point = locate(*entry.seat)
    if found.key == panel:
        return point
    # The world's panel also shows what the more detailed panels contain.
    return PANELS[panel].project(*entry.seat) if panel not in (FRANCE.key, found.key) else None
