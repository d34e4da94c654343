"""Projects longitude and latitude (in degrees) to a panel of the map, for its builder and for a cluster's head office.

The map has seven panels: France with its neighbours (conformal, one unit is one kilometre), the world, and a box for
each overseas region of France. y grows downwards, as in SVG.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan

EARTH_KM = 6371.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """A rectangle of the map: its projection and its size in units."""

    key: str
    width: int
    height: int
    project: Callable[[float, float], Point]

    def holds(self, point: Point) -> bool:
        """Returns whether a projected point is in the panel."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def _lambert(longitude: float, latitude: float) -> Point:
    """Projects by Lambert's conformal cone on the parallels 44° and 49°, the usual projection of France."""
    first, second, middle = radians(44), radians(49), radians(46.5)
    n = log(cos(first) / cos(second)) / log(tan(pi / 4 + second / 2) / tan(pi / 4 + first / 2))
    f = cos(first) * tan(pi / 4 + first / 2) ** n / n

    def radius(at: float) -> float:
        return float(EARTH_KM * f / tan(pi / 4 + at / 2) ** n)

    angle = n * radians(longitude - 3)
    own = radius(radians(latitude))
    return 650 + own * sin(angle), 572 - (radius(middle) - own * cos(angle))


# The world is cut at this longitude, west of the Bering Strait, so that Chukotka and Fiji stay in one piece.
WORLD_CUT = -168.5


def _natural_earth(longitude: float, latitude: float) -> Point:
    """Projects by Natural Earth (Patterson, Šavrič and Jenny), a compromise without sharp edges."""
    turned = radians((longitude - WORLD_CUT) % 360 - 180)
    phi = radians(latitude)
    square = phi * phi
    fourth = square * square
    x = 0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * square * (0.003971 - 0.001529 * square))
    y = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    scale = 600 / (0.8707 * pi)
    return 600 + scale * turned * x, 292 - scale * phi * y


BOX = 104
"""The side of an overseas region's box."""


def _box(west: float, south: float, east: float, north: float) -> Callable[[float, float], Point]:
    """Returns an equirectangular projection of a rectangle in degrees, fitted into a box with a margin."""
    stretch = cos(radians((south + north) / 2))
    scale = (BOX - 24) / max((east - west) * stretch, north - south)

    def project(longitude: float, latitude: float) -> Point:
        x = (longitude - (west + east) / 2) * stretch * scale
        return BOX / 2 + x, BOX / 2 - (latitude - (south + north) / 2) * scale

    return project


FRANCE = Panel("france", 1240, 1160, _lambert)
WORLD = Panel("world", 1200, 512, _natural_earth)
OVERSEAS = tuple(
    Panel(key, BOX, BOX, _box(*extent))
    for key, extent in {
        "FR-971": (-61.82, 15.82, -60.99, 16.52),
        "FR-972": (-61.24, 14.38, -60.8, 14.89),
        "FR-973": (-54.62, 2.1, -51.6, 5.77),
        "FR-974": (55.2, -21.4, 55.85, -20.86),
        "FR-976": (45.03, -13.01, 45.31, -12.63),
    }.items()
)
PANELS = {panel.key: panel for panel in (FRANCE, *OVERSEAS, WORLD)}


def locate(longitude: float, latitude: float) -> tuple[Panel, Point]:
    """Returns the most detailed panel that contains a place, and the place's position on it."""
    for panel in (FRANCE, *OVERSEAS):
        point = panel.project(longitude, latitude)
        if panel.holds(point):
            return panel, point
    return WORLD, WORLD.project(longitude, latitude)
