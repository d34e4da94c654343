"""Shapes for the map: reads topologies, projects, simplifies and clips them, writes SVG paths (see geometry.py)."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[tuple[int, int]]


class Topology:
    """The arcs of a TopoJSON file: projected, simplified, rounded."""

    def __init__(self, path: Path, project: Callable[[float, float], Point], tolerance: float) -> None:
        data: dict[str, Any] = json.loads(path.read_text())
        (scale_x, scale_y), (x0, y0) = data["transform"]["scale"], data["transform"]["translate"]
        self.geometries: list[dict[str, Any]] = next(iter(data["objects"].values()))["geometries"]
        if "countries" in data["objects"]:
            self.geometries = data["objects"]["countries"]["geometries"]
        self.arcs: list[Ring] = []
        for arc in data["arcs"]:
            x = y = 0
            line: list[Point] = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append(project(x * scale_x + x0, y * scale_y + y0))
            self.arcs.append(rounded(simplified(line, tolerance)))

    def rings(self, geometry: dict[str, Any]) -> list[list[int]]:
        """Returns the rings of a geometry as lists of arcs (negative: backwards), holes included."""
        if geometry["type"] == "Polygon":
            return list(geometry["arcs"])
        return [ring for polygon in geometry.get("arcs", ()) for ring in polygon]

    def shape(self, geometries: Iterable[dict[str, Any]]) -> list[Ring]:
        """Returns the common outline of several geometries, without the arcs between two of them."""
        used = [index for each in geometries for ring in self.rings(each) for index in ring]
        count = Counter(index if index >= 0 else ~index for index in used)
        outer = [index for index in used if count[index if index >= 0 else ~index] == 1]
        found = [ring for ring in self._joined(outer) if len(ring) > 3]
        return found or [self._speck(outer)]

    def _speck(self, indices: list[int]) -> Ring:
        """Returns a small square for a shape that simplifying has removed (Monaco)."""
        points = [self.arcs[i if i >= 0 else ~i][0] for i in indices]
        x, y = (round(sum(each) / len(points)) for each in zip(*points, strict=True))
        return [(x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y)]

    def _joined(self, indices: list[int]) -> Iterator[Ring]:
        lines = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in indices]
        starts: dict[tuple[int, int], list[Ring]] = defaultdict(list)
        for line in lines:
            starts[line[0]].append(line)
        for line in lines:
            if line not in starts[line[0]]:
                continue
            starts[line[0]].remove(line)
            ring = list(line)
            while ring[-1] != ring[0] and starts[ring[-1]]:
                ring += starts[ring[-1]].pop()[1:]
            yield ring


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Simplifies a line by Visvalingam's method: removes points whose triangle is smallest.

    It ends when all triangles have at least `tolerance` square units.
    """
    left = list(line)
    while len(left) > (4 if left[0] == left[-1] else 2):
        sizes = [triangle(*left[i - 1 : i + 2]) for i in range(1, len(left) - 1)]
        smallest = min(range(len(sizes)), key=sizes.__getitem__)
        if sizes[smallest] >= tolerance:
            break
        # Points with far smaller triangles do not affect each other: removing several at once keeps long coasts fast.
        drop, last = set(), -2
        for at, size in enumerate(sizes):
            if size <= max(sizes[smallest], tolerance / 40) and at > last + 1:
                drop.add(at + 1)
                last = at
        left = [point for at, point in enumerate(left) if at not in drop]
    return left


def triangle(a: Point, b: Point, c: Point) -> float:
    """Returns the area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def rounded(line: Iterable[Point]) -> Ring:
    """Returns the points in whole units, without repetitions in a row."""
    ring: Ring = []
    for x, y in line:
        point = (round(x), round(y))
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring


def area(ring: Ring) -> float:
    """Returns the area of a ring in square units, whatever its direction."""
    turn = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turn)) / 2


def kept(rings: list[Ring], smallest: float) -> list[Ring]:
    """Returns rings with at least `smallest` square units, without islets; the largest ring always stays."""
    ordered = sorted(rings, key=area, reverse=True)
    return ordered[:1] + [ring for ring in ordered[1:] if area(ring) >= smallest]


def clipped(rings: list[Ring], width: int, height: int, margin: int) -> list[Ring]:
    """Clips rings to a panel with a margin, in which edges are not seen (Sutherland and Hodgman)."""
    low, right, bottom = -margin, width + margin, height + margin
    sides = [(0, low, 1), (0, right, -1), (1, low, 1), (1, bottom, -1)]
    result = []
    for ring in rings:
        points: list[Point] = [(float(x), float(y)) for x, y in ring]
        for axis, limit, sign in sides:
            points = list(_cut(points, axis, limit, sign))
        if len(points) > 2:
            result.append(rounded(points))
    return [ring for ring in result if len(ring) > 3]


def _cut(points: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
        was_in, is_in = sign * (before[axis] - limit) >= 0, sign * (here[axis] - limit) >= 0
        if was_in != is_in:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])
        if is_in:
            yield here


def path(rings: Iterable[Ring]) -> str:
    """Returns the `d` of an SVG path: relative, without unneeded separators."""
    parts = []
    for ring in rings:
        (x, y), text = ring[0], f"M{ring[0][0]} {ring[0][1]}l"
        steps = []
        for px, py in ring[1:-1] if ring[0] == ring[-1] else ring[1:]:
            steps += [px - x, py - y]
            x, y = px, py
        text += "".join(f"{step}" if step < 0 or at == 0 else f" {step}" for at, step in enumerate(steps))
        parts.append(text + "z")
    return "".join(parts)


def middle(ring: Ring) -> tuple[int, int]:
    """Returns the point inside a ring that is farthest from its border, on a grid: the position of its label."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best, found = -1.0, (sum(xs) // len(xs), sum(ys) // len(ys))
    for i in range(1, 30):
        for j in range(1, 30):
            x = min(xs) + (max(xs) - min(xs)) * i / 30
            y = min(ys) + (max(ys) - min(ys)) * j / 30
            if inside(x, y, ring):
                # A label is twice as wide as high.
                far = min(((px - x) / 2) ** 2 + (py - y) ** 2 for px, py in dense(ring))
                if far > best:
                    best, found = far, (round(x), round(y))
    return found


def dense(ring: Ring) -> Iterator[Point]:
    """Yields the ring's points and points between them, so that long sides count."""
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        for step in range(4):
            yield x0 + (x1 - x0) * step / 4, y0 + (y1 - y0) * step / 4


def inside(x: float, y: float, ring: Ring) -> bool:
    """Returns whether a point is inside a ring (even-odd rule)."""
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            odd = not odd
    return odd
