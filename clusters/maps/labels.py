"""Places the labels of the map: pushes them apart until none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 60


@dataclass
class Label:
    """A label and the point to which it belongs, in units of its panel."""

    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def is_led(self) -> bool:
        """Whether the label is so far from its point that a line must connect them."""
        return abs(self.x - self.at_x) + abs(self.y - self.at_y) > 45


def spread(
    labels: Sequence[Label], size: tuple[float, float], space: tuple[float, float, float, float]
) -> None:
    """Moves labels of `size` (width, height) apart, within `space` (left, top, right, bottom).

    If the space is too small, some labels still overlap; the list beside the map contains all clusters.
    """
    width, height = size
    for _round in range(ROUNDS):
        moved = False
        for at, one in enumerate(labels):
            for other in labels[at + 1 :]:
                moved |= _push(one, other, width, height)
        for label in labels:
            label.x = min(max(label.x, space[0] + width / 2), space[2] - width / 2)
            label.y = min(max(label.y, space[1] + height / 2), space[3] - height / 2)
        if not moved:
            break


def _push(one: Label, other: Label, width: float, height: float) -> bool:
    """Moves two overlapping labels apart in the shorter direction, half each; returns whether they overlapped."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x, over_y = width - abs(dx), height - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return False
    if over_x < over_y:
        step = (over_x / 2 + 1) * (1 if dx >= 0 else -1)
        one.x, other.x = one.x - step, other.x + step
    else:
        step = (over_y / 2 + 1) * (1 if dy >= 0 else -1)
        one.y, other.y = one.y - step, other.y + step
    return True
