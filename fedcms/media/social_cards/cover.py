"""Draws a placeholder cover with Pillow, as fedcms.core.design.placeholder_cover does in SVG."""

from math import cos, pi, sin

from PIL import Image, ImageDraw

from fedcms.core.design.placeholder_cover import Tile, compose

_FINE = 3
"""Shapes are drawn so many times larger, then reduced, since Pillow's edges are jagged."""
_ARC_POINTS = 24
"""Points of a quarter circle."""
_STROKE = 0.08
"""Width of lines, as a share of a cell; in the SVG it is .32 of 4 units."""
_UNIT = 4

Point = tuple[float, float]


def placeholder_cover_image(key: str, accent: str, columns: int, rows: int, cell: int) -> Image.Image:
    """Returns the placeholder cover of `key` on `accent`: `columns` by `rows` cells of `cell` pixels each.

    Raises `ValueError` as `compose` does.
    """
    side = cell * _FINE
    image = Image.new("RGB", (columns * side, rows * side), accent)
    pen = ImageDraw.Draw(image)
    for tile in compose(key, accent, columns, rows):
        _draw(pen, tile, side)
    return image.reduce(_FINE)


def _draw(pen: ImageDraw.ImageDraw, tile: Tile, cell: int) -> None:
    size = tile.size * cell
    left, top = tile.column * cell, tile.row * cell
    if tile.kind == "arcs":
        _draw_arcs(pen, tile, (left, top), size, round(cell * _STROKE))
    elif tile.kind == "bar":
        _draw_bar(pen, tile, (left, top), cell)
    else:
        # A half disc has two positions only, half a turn apart.
        points = _turned(_OUTLINES[tile.kind], tile.turn % 2 * 2 if tile.kind == "half" else tile.turn)
        # Pillow includes the last pixel: without -1 a shape would exceed its cell.
        pen.polygon([(left + x * (size - 1), top + y * (size - 1)) for x, y in points], fill=tile.colour)


def _arc(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """Returns points on a circle between two angles, in quarter turns clockwise from three o'clock."""
    count = round((end - start) * _ARC_POINTS)
    steps = [start + step / _ARC_POINTS for step in range(count + 1)]
    return [
        (centre[0] + radius * cos(turn * pi / 2), centre[1] + radius * sin(turn * pi / 2)) for turn in steps
    ]


# The outline of each shape in its first turn, in a square of side one.
_OUTLINES: dict[str, list[Point]] = {
    "quarter": [(0, 0), *_arc((0, 0), 1, 0, 1)],
    "triangle": [(0, 0), (1, 0), (0, 1)],
    "disc": _arc((0.5, 0.5), 0.5, 0, 4),
    "half": _arc((0.5, 1), 0.5, 2, 4),
    "leaf": [*_arc((0, 0), 1, 0, 1), *_arc((1, 1), 1, 2, 3)],
}


def _turned(points: list[Point], turn: int) -> list[Point]:
    """Returns the points after so many quarter turns clockwise in a square of side one."""
    for _quarter in range(turn):
        points = [(1 - y, x) for x, y in points]
    return points


def _draw_arcs(pen: ImageDraw.ImageDraw, tile: Tile, origin: tuple[int, int], size: int, width: int) -> None:
    """Draws three quarter circles around one corner; turns go clockwise from the top left."""
    turn = tile.turn
    x = origin[0] + (size if turn in (1, 2) else 0)
    y = origin[1] + (size if turn in (2, 3) else 0)
    for ring in range(1, _UNIT):
        radius = size * ring / _UNIT + width / 2
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.arc(box, turn * 90, turn * 90 + 90, fill=tile.colour, width=width)


def _draw_bar(pen: ImageDraw.ImageDraw, tile: Tile, origin: tuple[int, int], cell: int) -> None:
    """Draws half a cell of colour, and in the other half three lines as of text, the last one short."""
    unit = cell / _UNIT
    x, y = origin
    far = tile.turn // 2 * 2
    lines = ((1, 1.2), (2, 1.2), (3, 0.7))
    start, width = 2 - far + 0.4, round(cell * _STROKE)
    if tile.turn % 2:
        pen.rectangle((x, y + far * unit, x + cell - 1, y + (far + 2) * unit - 1), fill=tile.colour)
    else:
        pen.rectangle((x + far * unit, y, x + (far + 2) * unit - 1, y + cell - 1), fill=tile.colour)
    for at, length in lines:
        ends: list[Point] = [(start, at), (start + length, at)]
        if tile.turn % 2:
            ends = [(across, along) for along, across in ends]
        pen.line([(x + a * unit, y + b * unit) for a, b in ends], fill=tile.colour, width=width)
