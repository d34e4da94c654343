"""Draws the small map that shows where one cluster is; each drawing is made once a process."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clusters.maps.drawing import WORLD_VIEW
from clusters.maps.entries import MapEntry, Spot, boxes_of, seat_on, spots_of
from clusters.maps.projection import FRANCE, PANELS, WORLD

LOCATOR_LEAST, LOCATOR_SHARE = 300, 4


def _locator_view(spot: Spot) -> tuple[float, float, float, float]:
    """Returns the visible part of the small map (x, y, width, height).

    It is all of France, an overseas box, or the part of the world around the area.
    """
    panel = PANELS[spot.panel]
    if panel is not WORLD:
        return 0, 0, panel.width, panel.height
    width = min(
        WORLD_VIEW[2],
        max(LOCATOR_LEAST, LOCATOR_SHARE * max((max(box[2:]) for box in boxes_of(spot)), default=0)),
    )
    height = width * FRANCE.height / FRANCE.width
    x = min(max(spot.x - width / 2, WORLD_VIEW[0]), WORLD_VIEW[0] + WORLD_VIEW[2] - width)
    height = min(height, WORLD.height)
    y = min(max(spot.y - height / 2, 0), WORLD.height - height)
    return round(x), round(y), round(width), round(height)


def locator_context(entry: MapEntry) -> dict[str, object]:
    """Returns the context of components/locator.html; empty when the place of the cluster is not known."""
    spots = spots_of(entry)
    if not spots:
        return {}
    spot = spots[0]
    return {
        "entry": entry,
        "spot": spot,
        "seat": seat_on(entry, spot.panel) or (None if spot.shapes else (spot.x, spot.y)),
        "view": " ".join(f"{number:g}" for number in _locator_view(spot)),
        "scale": _locator_view(spot)[2],
    }


@lru_cache(maxsize=512)
def _drawn_locator(language: str | None, entry: MapEntry) -> SafeString:
    context = locator_context(entry)
    return render_to_string("components/locator.html", context) if context else SafeString("")


def locator_map(entry: MapEntry) -> SafeString:
    """Returns a small map without links that shows where a cluster is; "" when that is not known."""
    return _drawn_locator(get_language(), entry)
