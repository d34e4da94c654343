"""Computes a bar plot as the numbers of an SVG; the template draws it, with the table beside it that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from home.view_counts.periods import Period

WIDTH, HEIGHT = 720, 200
LEFT, BOTTOM, TOP = 4, 4, 8


@dataclass(frozen=True)
class Bar:
    """A bar: the part of the period in words, its views, and its rectangle as SVG writes numbers."""

    label: str
    views: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Plot:
    """A plot of views; time goes from left to right in all languages, as figures in Arabic newspapers do."""

    bars: list[Bar]
    most: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> str:
        """The first part in words."""
        return self.bars[0].label if self.bars else ""

    @property
    def last(self) -> str:
        """The last part in words."""
        return self.bars[-1].label if self.bars else ""

    @property
    def highest(self) -> str:
        """The part with the most views, in words."""
        return next((bar.label for bar in self.bars if bar.views == self.most), "")


def plot_views(parts: Sequence[tuple[date, int]], period: Period) -> Plot:
    """Returns the plot of each part of a period and its views."""
    most = max((views for _start, views in parts), default=0)
    step = (WIDTH - 2 * LEFT) / max(1, len(parts))
    full = HEIGHT - TOP - BOTTOM
    bars = []
    for number, (start, views) in enumerate(parts):
        height = full * views / most if most else 0
        bars.append(
            Bar(
                period.label(start),
                views,
                f"{LEFT + number * step:.2f}",
                f"{HEIGHT - BOTTOM - height:.2f}",
                f"{max(step * 0.8, 0.6):.2f}",
                f"{height:.2f}",
            )
        )
    return Plot(bars, most, sum(views for _start, views in parts))
