"""Samples of board_row.html."""

from collections.abc import Iterator
from dataclasses import replace

from events.board.departures import DepartureState
from fedcms.patterns.board_things import departure
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """One that is open, one that nothing is known of; board.html shows the others."""
    frame = '<table class="board__table"><tbody>{}</tbody></table>'
    usual = departure(things)
    bare = replace(usual, cluster=None, places=None, cost_euros=None, days_left=None, apply_url="")
    yield Sample("open", {"departure": usual, "past": False}, frame)
    yield Sample("back", {"departure": replace(bare, state=DepartureState.BACK), "past": True}, frame)
