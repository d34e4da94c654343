"""Samples of departures.html."""

from collections.abc import Iterator
from datetime import timedelta

from events.board.departures import Departure, DepartureState
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """One row; board_sample.py has the others."""
    day = MOMENT.date()
    row = Departure(
        title=things.text("title"),
        url=URL,
        cluster=things.cluster("WAL"),
        city=things.text("city"),
        country="SN",
        starts_on=day + timedelta(days=40),
        ends_on=day + timedelta(days=40),
        state=DepartureState.CLOSED,
        closes_on=day,
        days_left=None,
        places=None,
        cost_euros=None,
    )
    yield Sample("one row", {"departures": [row], "missions_url": URL})
    yield Sample("without a list of missions", {"departures": [row]})
