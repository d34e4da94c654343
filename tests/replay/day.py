"""Makes up a day's log: its hours as in Europe, its pages by popularity, the same for the same seed."""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tests.replay.lines import AGAIN, FILE, MISSING, PROGRAM, READER, ROBOT, LogLine

DAY = 86_400
# Views by hour: a low at night, two peaks (10-12 and 14-17 h) and lunch between them.
HOURS = (12, 8, 6, 5, 5, 8, 18, 35, 62, 88, 100, 98, 72, 78, 95, 100, 97, 84, 66, 56, 52, 46, 34, 21)
# Of a hundred views, how many are of a group of addresses.
SHARES = {
    "home": 16.0,
    "article": 33.0,
    "release": 6.0,
    "event": 9.0,
    "mission": 3.0,
    "cluster": 6.0,
    "organisation": 5.0,
    "standard": 4.0,
    "form": 1.0,
    "listing": 7.0,
    "filtered": 4.0,
    "further": 0.7,
    "search": 1.5,
    "feed": 2.3,
    "calendar": 0.7,
    "missing": 0.8,
}
BY_PROGRAMS = ("feed", "calendar")
ZIPF = 1.0
"""The page at place n is asked for 1/n times as often as the first (about so in logs of news sites)."""
ROBOTS = 0.12
"""Of the views of pages; robots take each page as often as any other."""
SEEN_AGAIN = 0.2
ASKED_AGAIN = 0.7
"""Of a feed: programs keep what they have."""
FIRST_VISITS = 0.05
"""Of readers' views: who has none of the static files yet; they are kept for good by browsers."""
IMAGES = 0.2
"""Images a view: those of a page that a browser does not have, lazily loaded as one scrolls."""
LATER = 20.0
"""Seconds within which the files of a page are asked for."""


@dataclass(frozen=True)
class Addresses:
    """What there is on the site: by group, the most popular first; and the files of its pages."""

    groups: dict[str, list[str]]
    static: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


class Popular:
    """Draws addresses by Zipf's law, in their order."""

    def __init__(self, paths: Sequence[str]) -> None:
        """The first is the most popular."""
        self.paths = paths
        self._weights = list(accumulate(1 / (place + 1) ** ZIPF for place in range(len(paths))))

    def draw(self, chance: random.Random) -> str:
        """Returns one."""
        return chance.choices(self.paths, cum_weights=self._weights)[0]


def moments(number: int, chance: random.Random) -> Iterator[float]:
    """Yields so many seconds of a day in their order: by chance, as many in each minute as its hour has."""
    minutes = list(accumulate(_weight(minute) for minute in range(DAY // 60)))
    gaps = list(accumulate(chance.expovariate(1) for _ in range(number + 1)))
    minute = 0
    for gap in gaps[:-1]:
        wanted = gap / gaps[-1] * minutes[-1]
        while minutes[minute] < wanted:
            minute += 1
        before = minutes[minute - 1] if minute else 0.0
        yield 60 * (minute + (wanted - before) / (minutes[minute] - before))


def _weight(minute: int) -> float:
    """Returns the views of a minute: those of an hour are of its middle, with lines between."""
    hour, part = divmod((minute - 30) / 60, 1)
    return HOURS[int(hour) % 24] * (1 - part) + HOURS[int(hour + 1) % 24] * part


def day(addresses: Addresses, *, views: int, seed: int) -> Iterator[LogLine]:
    """Yields the lines of a day with so many views, and with the files of the pages, in their order."""
    chance = random.Random(seed)
    groups = [group for group in SHARES if addresses.groups.get(group)]
    weights = list(accumulate(SHARES[group] for group in groups))
    popular = {group: Popular(addresses.groups[group]) for group in groups}
    images = Popular(addresses.images)
    seen: set[str] = set()
    # Files that are asked for after a view, up to which the next view has not come yet.
    coming: list[LogLine] = []
    for second in moments(views, chance):
        while coming and coming[0].second <= second:
            yield heapq.heappop(coming)
        group = chance.choices(groups, cum_weights=weights)[0]
        line = _view(second, group, popular[group], seen, chance)
        yield line
        if line.kind == READER:
            files = addresses.static if chance.random() < FIRST_VISITS else []
            drawn = [images.draw(chance)] if images.paths and chance.random() < IMAGES else []
            for path in (*files, *drawn):
                heapq.heappush(coming, LogLine(second + chance.random() * LATER, FILE, path))
    while coming:
        yield heapq.heappop(coming)


def _view(second: float, group: str, popular: Popular, seen: set[str], chance: random.Random) -> LogLine:
    if group == "missing":
        return LogLine(second, MISSING, popular.draw(chance))
    if group in BY_PROGRAMS:
        return LogLine(second, PROGRAM, popular.draw(chance))
    if chance.random() < ROBOTS:
        return LogLine(second, ROBOT, chance.choice(popular.paths))
    path = popular.draw(chance)
    kind = AGAIN if path in seen and chance.random() < SEEN_AGAIN else READER
    seen.add(path)
    return LogLine(second, kind, path)
