"""Placeholder covers: a grid of simple shapes drawn from a key and an accent, as inline SVG.

The same key and accent give the same cover for ever, on every machine: choices come from SHA-256, not from
`random`. Everything is drawn on a square grid of cells of four units, so that halves and quarters are whole
numbers; shapes of one colour share one path, which keeps a cover of 40 cells near 2 kB.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from fedcms.core.design.colour import INK, PAPER, contrast, normalise

SAND = "#e8e1d0"
YELLOW = "#f4c95d"
CELL = 4
MAX_CELLS = 400

_SEEN = 1.5
"""Colours with less contrast against the ground are left out: no ink shapes on a black accent."""
_SMALL = 16
"""Grids with up to so many cells get fewer empty ones."""
_BIG, _EMPTY, _ECHO = 46, 24, 30
"""Chances in a hundred: of a motif of four cells where one fits, of an empty cell, of a repeated shape."""

# The paths of each shape, one for each turn. {0} left, {1} top, {2} side, {3} right, {4} bottom, {5} half a side, {6}
# middle.
_SOLIDS = {
    "quarter": (
        "M{0} {1}h{2}a{2} {2} 0 0 1-{2} {2}z",
        "M{3} {1}v{2}a{2} {2} 0 0 1-{2}-{2}z",
        "M{3} {4}h-{2}a{2} {2} 0 0 1 {2}-{2}z",
        "M{0} {4}v-{2}a{2} {2} 0 0 1 {2} {2}z",
    ),
    "triangle": (
        "M{0} {1}h{2}l-{2} {2}z",
        "M{3} {1}v{2}l-{2}-{2}z",
        "M{3} {4}h-{2}l{2}-{2}z",
        "M{0} {4}v-{2}l{2} {2}z",
    ),
    "disc": ("M{0} {6}a{5} {5} 0 0 1 {2} 0a{5} {5} 0 0 1-{2} 0z",),
    "half": ("M{0} {4}a{5} {5} 0 0 1 {2} 0z", "M{0} {1}a{5} {5} 0 0 0 {2} 0z"),
    "leaf": (
        "M{3} {1}a{2} {2} 0 0 1-{2} {2}a{2} {2} 0 0 1 {2}-{2}z",
        "M{0} {1}a{2} {2} 0 0 1 {2} {2}a{2} {2} 0 0 1-{2}-{2}z",
    ),
}
_KINDS = ("quarter", "quarter", "triangle", "disc", "bar", "arcs", "leaf", "half")


@dataclass(slots=True)
class _SeededRandom:
    """An endless stream of choices that depends on its seed alone."""

    seed: str
    _block: int = 0
    _bytes: list[int] = field(default_factory=list)

    def below(self, limit: int) -> int:
        """Returns a whole number from 0 up to `limit` - 1; `limit` is at most 256."""
        if not self._bytes:
            self._bytes = list(sha256(f"{self._block}:{self.seed}".encode()).digest())
            self._block += 1
        return self._bytes.pop() * limit // 256

    def chance(self, percent: int) -> bool:
        """Returns True `percent` times in a hundred."""
        return self.below(100) < percent

    def pick(self, choices: Sequence[str]) -> str:
        """Returns one of `choices`."""
        return choices[self.below(len(choices))]


@dataclass(frozen=True, slots=True)
class Tile:
    """One shape: its kind, its place and size in cells, one of four turns, and its colour."""

    kind: str
    column: int
    row: int
    size: int
    turn: int
    colour: str


@lru_cache(maxsize=512)
def placeholder_cover_svg(
    key: str, accent: str, columns: int = 8, rows: int = 5, css_class: str = "placeholder-cover"
) -> str:
    """Returns the cover of `key` as an inline SVG string, hidden from assistive technology.

    `accent` is the ground, a hexadecimal colour, and nothing else: any other text is a ValueError, as is a
    grid without cells or with more than `MAX_CELLS`. The drawing covers its box whatever the box's
    proportions (``slice``). `css_class` comes from our own templates, never from an editor.
    """
    ground = normalise(accent)
    if not css_class.replace("-", "").replace("_", "").replace(" ", "").isalnum():
        raise ValueError(f"Not a list of class names: {css_class!r}")
    fills: dict[str, list[str]] = {}
    strokes: dict[str, list[str]] = {}
    for tile in compose(key, ground, columns, rows):
        solid, line = _paths(tile)
        if solid:
            fills.setdefault(tile.colour, []).append(solid)
        if line:
            strokes.setdefault(tile.colour, []).append(line)
    width, height = columns * CELL, rows * CELL
    head = (
        f'<svg class="{css_class}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
    )
    parts = [
        head,
        f'<path fill="{ground}" d="M0 0h{width}v{height}H0z"/>',
    ]
    parts += [f'<path fill="{colour}" d="{"".join(paths)}"/>' for colour, paths in fills.items()]
    parts += [
        f'<path fill="none" stroke="{colour}" stroke-width=".32" d="{"".join(paths)}"/>'
        for colour, paths in strokes.items()
    ]
    return "".join(parts) + "</svg>"


def compose(key: str, accent: str, columns: int, rows: int) -> list[Tile]:
    """Returns the tiles of the cover of `key`; for drawing it in another form than SVG (a social card)."""
    if columns < 1 or rows < 1 or columns * rows > MAX_CELLS:
        raise ValueError(f"A placeholder cover has 1 to {MAX_CELLS} cells, not {columns} by {rows}.")
    random = _SeededRandom(key)
    colours = [colour for colour in (PAPER, SAND, YELLOW, YELLOW, INK) if contrast(colour, accent) >= _SEEN]
    colours = colours or [INK, PAPER]
    empty = _EMPTY if columns * rows > _SMALL else _EMPTY // 3
    taken: dict[tuple[int, int], Tile] = {}
    tiles: list[Tile] = []

    def place(kind: str, column: int, row: int, size: int) -> None:
        near = {taken[at].colour for at in ((column - 1, row), (column, row - 1)) if at in taken}
        free = [colour for colour in colours if colour not in near] or colours
        tile = Tile(kind, column, row, size, random.below(4), random.pick(free))
        tiles.append(tile)
        taken.update(dict.fromkeys(_cells(column, row, size), tile))

    for column, row in _anchors(columns, rows):
        if random.chance(_BIG):
            place(
                random.pick(("quarter", "disc", "arcs", "triangle", "leaf")), column + random.below(2), row, 2
            )
    for row in range(rows):
        for column in range(columns):
            if (column, row) in taken or random.chance(empty):
                continue
            before = taken.get((column - 1, row))
            echo = before is not None and before.size == 1 and random.chance(_ECHO)
            place(before.kind if echo and before else random.pick(_KINDS), column, row, 1)
    return tiles


def _anchors(columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """Yields places for motifs of two by two cells that leave room around each, on alternating columns."""
    for index, row in enumerate(range(0, rows - 1, 2)):
        for column in range(index % 2 * 2, columns - 2, 4):
            yield column, row


def _cells(column: int, row: int, size: int) -> Iterator[tuple[int, int]]:
    """Yields the cells that a tile covers."""
    for down in range(size):
        for along in range(size):
            yield column + along, row + down


def _paths(tile: Tile) -> tuple[str, str]:
    """Returns the path of the solid part and the path of the lines of a tile; either may be empty."""
    side = tile.size * CELL
    x, y = tile.column * CELL, tile.row * CELL
    if tile.kind == "arcs":
        return "", _arcs(tile.turn, x, y, side)
    if tile.kind == "bar":
        return _bar(tile.turn, x, y)
    turns = _SOLIDS[tile.kind]
    half = side // 2
    return turns[tile.turn % len(turns)].format(x, y, side, x + side, y + side, half, y + half), ""


def _arcs(turn: int, x: int, y: int, side: int) -> str:
    """Returns concentric quarter circles around one corner of the tile, clockwise from its top left."""
    along = -1 if turn in (1, 2) else 1
    down = -1 if turn in (2, 3) else 1
    x += side if along < 0 else 0
    y += side if down < 0 else 0
    sweep = int(along == down)
    step = side // CELL
    return "".join(
        f"M{x + along * radius} {y}A{radius} {radius} 0 0 {sweep} {x} {y + down * radius}"
        for radius in range(step, side, step)
    )


def _bar(turn: int, x: int, y: int) -> tuple[str, str]:
    """Returns half a cell of colour, and in the other half three lines of text, the last one short."""
    lines = ((1, 1.2), (2, 1.2), (3, 0.7))
    far = turn // 2 * 2
    if turn % 2:
        start = y + 2 - far + 0.4
        return f"M{x} {y + far}h4v2H{x}z", "".join(f"M{x + at} {start:g}v{size}" for at, size in lines)
    start = x + 2 - far + 0.4
    return f"M{x + far} {y}h2v4h-2z", "".join(f"M{start:g} {y + at}h{size}" for at, size in lines)
