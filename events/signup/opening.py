"""Says whether one may sign up now: before the opening, after the closing, while it is public and to come."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.models import EventPage, SignUpSheet
from events.signup.sheet_events import last_moment, takes_people
from fedcms.core.i18n.moments import moment_in_zone


class Opening(StrEnum):
    """Whether one may sign up."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


def closing_of(sheet: SignUpSheet, event: EventPage) -> datetime:
    """Returns when a sign-up closes (aware): its own moment, at the latest when the event begins."""
    last = last_moment(event)
    return min(sheet.closes_at, last) if sheet.closes_at else last


def opening_of(sheet: SignUpSheet, event: EventPage, now: datetime) -> Opening:
    """Returns whether one may sign up at `now` (aware)."""
    if event.signup_url or not takes_people(event, now) or closing_of(sheet, event) <= now:
        return Opening.CLOSED
    return Opening.NOT_YET if sheet.opens_at is not None and sheet.opens_at > now else Opening.OPEN


def refuse_outside_hours(sheet: SignUpSheet, event: EventPage, now: datetime) -> None:
    """Raises `Refusal` in words if one may not sign up at `now`."""
    found = opening_of(sheet, event, now)
    if found is Opening.NOT_YET and sheet.opens_at is not None:
        moment = moment_in_zone(sheet.opens_at, event.time_zone)
        raise Refusal(_("Les inscriptions ouvrent le %(moment)s.") % {"moment": moment}, reason="not_yet")
    if found is Opening.CLOSED:
        raise Refusal(_("Les inscriptions sont closes."), reason="closed")
