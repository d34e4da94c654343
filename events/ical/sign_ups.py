"""Reads to which events of a calendar one may sign up on this site, and when the clock changes that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from clusters.models import ContentPage
from events.models import EventPage, SignUpSheet
from events.signup.opening import Opening, closing_of, opening_of


@dataclass(frozen=True)
class CalendarSignUps:
    """The sign-ups of a calendar's events, by translation key; moments are aware."""

    closes: Mapping[UUID, datetime] = field(default_factory=dict)
    """When those close of which the address may be given: they are open, or open later."""
    closed: Mapping[UUID, datetime] = field(default_factory=dict)
    """When those closed by the clock, of which it is given no more."""

    @property
    def until(self) -> datetime | None:
        """When the next one closes, so that its address goes."""
        return min(self.closes.values(), default=None)


def sign_ups_of(pages: Sequence[ContentPage], now: datetime) -> CalendarSignUps:
    """Returns what is so at `now` (aware) for the pages of a calendar, each of another event. One query."""
    events = {page.translation_key: page for page in pages if isinstance(page, EventPage)}
    sheets = SignUpSheet.objects.filter(translation_key__in=events) if events else ()
    closes: dict[UUID, datetime] = {}
    closed: dict[UUID, datetime] = {}
    for sheet in sheets:
        event = events[sheet.translation_key]
        closing = closing_of(sheet, event)
        if opening_of(sheet, event, now) is not Opening.CLOSED:
            closes[sheet.translation_key] = closing
        elif closing <= now:
            closed[sheet.translation_key] = closing
    return CalendarSignUps(closes, closed)
