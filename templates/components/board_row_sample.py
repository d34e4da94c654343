"""Samples of board_row.html."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from events.board.departures import Departure, DepartureState
from events.board.place_count import PlaceCount
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """One that is open, one that nothing is known of; board.html shows the others."""
    day = MOMENT.date()
    frame = '<table class="board__table"><tbody>{}</tbody></table>'
    usual = Departure(
        title=things.text("title"),
        url=URL,
        cluster=things.cluster(),
        city=things.text("city"),
        country="SN",
        starts_on=day + timedelta(days=40),
        ends_on=day + timedelta(days=44),
        state=DepartureState.OPEN,
        closes_on=day + timedelta(days=12),
        days_left=12,
        places=PlaceCount(8, 8),
        cost_euros=Decimal(1450),
        apply_url=URL,
    )
    bare = replace(usual, cluster=None, places=None, cost_euros=None, days_left=None, apply_url="")
    yield Sample("open", {"departure": usual, "past": False}, frame)
    yield Sample("back", {"departure": replace(bare, state=DepartureState.BACK), "past": True}, frame)
