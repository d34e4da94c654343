"""The drawing board of the demo's images: simple shapes in the colours of the art direction.

Coordinates are those of the finished image, 1600 by 1000; the board is twice as large inside, and is reduced
at the end, which makes the edges smooth. Angles are in degrees, clockwise, 0 at three o'clock.
"""

from collections.abc import Iterable
from math import cos, radians, sin

from PIL import Image, ImageDraw

from fedcms.core.design.colour import INK, PAPER, mix, normalise
from fedcms.core.design.placeholder_cover import SAND, YELLOW

WIDTH, HEIGHT = 1600, 1000
CORAL = "#f28b6b"
_SCALE = 2

Point = tuple[float, float]


class Canvas:
    """A board with one accent; every method draws one shape on what is there."""

    def __init__(self, accent: str, ground: str = "accent") -> None:
        """Cover the board with the colour named `ground`."""
        self.accent = normalise(accent)
        self.deep = mix(self.accent, INK, 0.45)
        self.pale = mix(self.accent, PAPER, 0.78)
        self.mid = mix(self.accent, PAPER, 0.4)
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), self.colour(ground))
        self._pen = ImageDraw.Draw(self.image)

    def colour(self, name: str) -> str:
        """Return the hexadecimal value of a colour's name; a hexadecimal value is itself."""
        named = {
            "accent": self.accent,
            "deep": self.deep,
            "mid": self.mid,
            "pale": self.pale,
            "paper": PAPER,
            "sand": SAND,
            "yellow": YELLOW,
            "coral": CORAL,
            "ink": INK,
        }
        return named[name] if name in named else normalise(name)

    def finished(self) -> Image.Image:
        """Return the image at its final size."""
        return self.image.reduce(_SCALE)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        """Draw a rectangle, with round corners if a radius is given."""
        box = _box(x, y, x + width, y + height)
        if radius:
            self._pen.rounded_rectangle(box, radius * _SCALE, self.colour(fill))
        else:
            self._pen.rectangle(box, self.colour(fill))

    def poly(self, points: Iterable[Point], fill: str) -> None:
        """Draw a filled polygon."""
        self._pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], self.colour(fill))

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a disc around a centre."""
        self._pen.ellipse(_box(x - radius, y - radius, x + radius, y + radius), self.colour(fill))

    def oval(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """Draw an ellipse around a centre, by its two radii."""
        self._pen.ellipse(_box(x - across, y - down, x + across, y + down), self.colour(fill))

    def ring(self, x: float, y: float, radius: float, width: float, fill: str) -> None:
        """Draw a circle's line, `width` thick inwards."""
        self._pen.ellipse(
            _box(x - radius, y - radius, x + radius, y + radius),
            outline=self.colour(fill),
            width=round(width * _SCALE),
        )

    def pie(self, x: float, y: float, radius: float, start: float, end: float, fill: str) -> None:
        """Draw a sector of a disc."""
        self._pen.pieslice(
            _box(x - radius, y - radius, x + radius, y + radius), start, end, self.colour(fill)
        )

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, width: float, fill: str
    ) -> None:
        """Draw a part of a circle's line, `width` thick inwards."""
        box = _box(x - radius, y - radius, x + radius, y + radius)
        self._pen.arc(box, start, end, self.colour(fill), round(width * _SCALE))

    def half(self, x: float, y: float, radius: float, side: str, fill: str) -> None:
        """Draw half a disc on the named side (up, down, left, right) of its centre."""
        start = {"up": 180, "down": 0, "left": 90, "right": 270}[side]
        self.pie(x, y, radius, start, start + 180, fill)

    def quarter(self, x: float, y: float, size: float, turn: int, fill: str) -> None:
        """Draw a quarter disc in a square; `turn` is its right angle's corner, clockwise from top left."""
        along, down = ((0, 0), (1, 0), (1, 1), (0, 1))[turn % 4]
        self.pie(x + along * size, y + down * size, size, 90 * turn, 90 * turn + 90, fill)

    def line(self, points: Iterable[Point], width: float, fill: str, *, ends: bool = True) -> None:
        """Draw a line through points, with round joints and, unless told otherwise, round ends."""
        path = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(path, self.colour(fill), round(width * _SCALE), joint="curve")
        if ends:
            for x, y in (path[0], path[-1]):
                radius = width * _SCALE / 2
                self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), self.colour(fill))

    def text(
        self, x: float, y: float, width: float, count: int, fill: str, gap: float = 34, size: float = 10
    ) -> None:
        """Draw lines that stand for text, the last one short."""
        for number in range(count):
            length = width * (0.55 if number == count - 1 and count > 1 else 1)
            self.rect(x, y + number * gap, length, size, fill)

    def leaf(self, x: float, y: float, size: float, angle: float, fill: str) -> None:
        """Draw a leaf of two arcs; its stalk is at `x`, `y`, its tip points to `angle`."""
        upper = [around(size / 2, size / 2, size * 0.707, step * 7.5 - 135) for step in range(13)]
        lower = [(a, -b) for a, b in reversed(upper)]
        self.poly(turned([*upper, *lower], x, y, angle), fill)


def around(x: float, y: float, radius: float, angle: float) -> Point:
    """Return the point at `angle` on a circle."""
    return x + radius * cos(radians(angle)), y + radius * sin(radians(angle))


def wave(start: float, end: float, y: float, height: float, length: float) -> list[Point]:
    """Return points of a sine line from `start` to `end`."""
    steps = range(round(start), round(end) + 8, 8)
    return [(x, y + height * sin(radians(360 * x / length))) for x in steps]


def turned(points: Iterable[Point], x: float, y: float, angle: float) -> list[Point]:
    """Return the points, given around the origin, turned by `angle` and moved to `x`, `y`."""
    along, down = cos(radians(angle)), sin(radians(angle))
    return [(x + a * along - b * down, y + a * down + b * along) for a, b in points]


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """Return a box at the inner scale; Pillow counts the last pixel in."""
    return left * _SCALE, top * _SCALE, right * _SCALE - 1, bottom * _SCALE - 1
