"""Which entries a relaxed search may look at: those that a request can show or count, so that a bound loses no hit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .rarity import Rarity
from .sql import Sql, join


@dataclass(frozen=True)
class Relaxed:
    """A search of which some words are enough: how rare its words are, and the conditions of its candidates."""

    rarity: Rarity
    among: tuple[Sql, ...]
    """Conditions on the entry `e` that exclude one another; each has its own candidates."""


def relaxed_among(
    rarity: Rarity, always: Sequence[Sql], filters: Mapping[str, Sql], *, counted: bool
) -> Relaxed:
    """Returns how to look for what passes all filters; when facets are `counted`, also for what fails one alone.

    `always` are the conditions that hold whatever is filtered. Terms tell the language, so its filter is left out.
    """
    tests = [test for name, test in filters.items() if name != "language"]
    chosen = [[*always, *tests]]
    if counted:
        for failed, test in enumerate(tests):
            others = [other for place, other in enumerate(tests) if place != failed]
            chosen.append([*always, *others, Sql("NOT (") + test + ")"])
    return Relaxed(rarity, tuple(join(" AND ", conditions) for conditions in chosen))
