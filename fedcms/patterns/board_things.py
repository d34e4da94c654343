"""The departures of the samples of the board: the same in every language, but for their words."""

from datetime import timedelta
from decimal import Decimal

from events.board.departures import Departure, DepartureState
from events.board.place_count import PlaceCount
from fedcms.patterns.things import MOMENT, URL, Things


def departure(things: Things) -> Departure:
    """Returns a mission that is open, with all that a row may show."""
    day = MOMENT.date()
    return Departure(
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
