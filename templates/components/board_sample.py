"""Samples of board.html."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from events.board.departures import DepartureState
from events.board.place_count import PlaceCount
from fedcms.patterns.board_things import departure
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    usual = departure(things)
    soon = replace(usual, state=DepartureState.SOON, days_left=0, places=PlaceCount(8), cost_euros=Decimal(0))
    unknown = replace(soon, cluster=None, places=None, cost_euros=None, days_left=None, apply_url="")
    full = replace(unknown, state=DepartureState.FULL, places=PlaceCount(8, 0))
    long = replace(usual, title=things.text("long_title"), city="Saint-Barthélemy-d’Anjou", days_left=128)
    states = [
        replace(unknown, state=state)
        for state in (DepartureState.CANCELLED, DepartureState.GONE, DepartureState.CLOSED)
    ]
    caption = things.text("link")
    yield Sample(
        "open, closing, full, other states",
        {"departures": [usual, soon, full, *states], "caption": caption, "past": False},
    )
    yield Sample("long title and city", {"departures": [long], "caption": caption, "past": False})
    back = [replace(unknown, state=DepartureState.BACK, places=PlaceCount(6))]
    yield Sample("missions that are back", {"departures": back, "caption": caption, "past": True})
