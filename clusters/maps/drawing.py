"""Draws the map of all clusters as SVG; each drawing is made once a process."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clusters.maps.entries import MapEntry, Spot, boxes_of, spots_of
from clusters.maps.labels import Label, spread
from clusters.maps.projection import BOX, FRANCE, OVERSEAS, WORLD

# The size of a label on the narrowest phone, in units of the two large panels: labels that do not overlap there do not
# overlap anywhere.
LABEL_SIZE = {FRANCE.key: (158, 88), WORLD.key: (132, 74)}
# The visible part of the world: x, y, width, height. The sea at both ends is cut off.
WORLD_VIEW = (96, 0, 1044, WORLD.height)
BOX_X, BOX_Y, BOX_STEP = 14, 528, 122
DOT, WORLD_MIDDLE = 16, 640


@dataclass(frozen=True)
class Pin:
    """A cluster on one panel, ready for the template. Numbers are whole units of the panel's drawing."""

    entry: MapEntry
    shapes: tuple[str, ...]
    offset: tuple[int, int]
    x: int
    y: int
    label_x: int
    label_y: int
    is_led: bool


@dataclass(frozen=True)
class Inset:
    """The box of an overseas region: its area, and its position beside France."""

    code: str
    x: int
    y: int


INSETS = tuple(Inset(panel.key, BOX_X, BOX_Y + BOX_STEP * number) for number, panel in enumerate(OVERSEAS))


def _on_france(spot: Spot) -> tuple[int, int] | None:
    """Returns the offset of a spot's panel in France's drawing, `None` when the panel is not part of it."""
    if spot.panel == FRANCE.key:
        return 0, 0
    return next(((inset.x, inset.y) for inset in INSETS if inset.code == spot.panel), None)


def _pins(entries: Iterable[MapEntry], panel: str) -> list[Pin]:
    """Returns the clusters of one of the two drawings, with labels that do not overlap."""
    found: list[tuple[MapEntry, Spot, tuple[int, int]]] = []
    for entry in entries:
        for spot in spots_of(entry) if entry.url else ():
            offset = _on_france(spot) if panel == FRANCE.key else ((0, 0) if spot.panel == panel else None)
            if offset is not None:
                found.append((entry, spot, offset))
    left, top, width, height = WORLD_VIEW if panel == WORLD.key else (0, 0, FRANCE.width, FRANCE.height)
    labels = [_label(spot, offset, panel) for _entry, spot, offset in found]
    spread(labels, LABEL_SIZE[panel], (left, top, left + width, top + height))
    return [
        Pin(
            entry=entry,
            shapes=spot.shapes,
            offset=offset,
            x=round(label.at_x),
            y=round(label.at_y),
            label_x=round(label.x),
            label_y=round(label.y),
            is_led=label.is_led,
        )
        for (entry, spot, offset), label in zip(found, labels, strict=True)
    ]


def _label(spot: Spot, offset: tuple[int, int], panel: str) -> Label:
    """Returns the label of a spot: on its area; beside it if the label would cover it; above it if it is a dot."""
    x, y = spot.x + offset[0], spot.y + offset[1]
    width, height = LABEL_SIZE[panel]
    if not spot.shapes:
        return Label(x, y - height / 2 - DOT, x, y)
    boxes = boxes_of(spot)
    left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
    if panel == FRANCE.key or right - left > width:
        return Label(x, y, x, y)
    beside = left - width / 2 if x < WORLD_MIDDLE else right + width / 2
    return Label(beside, y, x, y)


def map_context(entries: tuple[MapEntry, ...], variant: str) -> dict[str, object]:
    """Returns the context of components/map.html."""
    return {
        "variant": variant,
        "entries": entries,
        "france": _pins(entries, FRANCE.key),
        "world": _pins(entries, WORLD.key),
        "insets": INSETS,
        "box": BOX,
        "france_view": f"0 0 {FRANCE.width} {FRANCE.height}",
        "world_view": " ".join(map(str, WORLD_VIEW)),
    }


@lru_cache(maxsize=64)
def _drawn_map(language: str | None, variant: str, entries: tuple[MapEntry, ...]) -> SafeString:
    """Returns the map, cached by language, variant and entries: when a cluster changes, its entry is another key."""
    return render_to_string("components/map.html", map_context(entries, variant))


def cluster_map(entries: Iterable[MapEntry], variant: str = "index") -> SafeString:
    """Returns the map with its list, in the active language.

    `variant`: "index", or "front" (smaller, on the home page).
    """
    return _drawn_map(get_language(), variant, tuple(entries))
