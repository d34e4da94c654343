"""Says when the clock changes what is said of events and missions, for caches of pages."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fedcms.core.shown_tags import collected, note_passing

if TYPE_CHECKING:
    from events.models import CallForApplications, EventPage, SignUpSheet, TradeMissionPage


def note_event(event: "EventPage") -> None:
    """Notes when an event's page changes: at the start and end of each of its dates."""
    if collected() is None:
        return
    note_passing(event.starts_at, event.ends_at, *event.span())
    note_passing(*(moment for one in event.occurrences for moment in (one.starts_at, one.ends_at)))


def note_sheet(sheet: "SignUpSheet") -> None:
    """Notes when a sign-up opens, closes, or gives its reserved seats to all."""
    note_passing(sheet.opens_at, sheet.closes_at, sheet.seats_released_at)


def note_mission(mission: "TradeMissionPage", call: "CallForApplications | None") -> None:
    """Notes when a mission's page changes: as it leaves and returns, and as the time left becomes less."""
    if (shown := collected()) is None:
        return
    note_passing(*mission.place_and_span()[1:])
    if call is not None:
        note_passing(call.closes_at, _when_less_is_left(call.closes_at, shown.since))


def _when_less_is_left(closes_at: datetime, now: datetime) -> datetime:
    """Returns after which moment less is said to be left: a day, an hour or a minute (events.applications.offer)."""
    left = closes_at - now
    units = (timedelta(days=1), timedelta(days=2)), (timedelta(hours=1), timedelta(hours=1))
    unit = next((unit for unit, least in units if left >= least), timedelta(minutes=1))
    return closes_at - (left // unit) * unit
