"""The calendar of an event for one person: newer than each that they had, and cancelled when the event is."""

from icalendar import Calendar, vCalAddress

from events.ical.feeds import calendar_of_page
from events.models import EventPage, EventStatus, SignUp, SignUpState


def parsed_calendar(event: EventPage) -> Calendar:
    """Returns the calendar of an event in the language of its page, to be written for several people."""
    calendar = Calendar.from_ical(calendar_of_page(event, event.locale.language_code).body)
    assert isinstance(calendar, Calendar)  # noqa: S101  # for the types alone
    return calendar


def personal_calendar(
    calendar: Calendar, event: EventPage, sign_up: SignUp, least_sequence: int
) -> tuple[bytes, str]:
    """Returns the file for a person and its MIME type. `calendar` is changed.

    Without a seat it blocks no time. A cancellation names who is meant (RFC 5546, 3.2.5).
    """
    is_cancelled = event.status == EventStatus.CANCELLED
    method = "CANCEL" if is_cancelled else "PUBLISH"
    calendar["METHOD"] = method
    for component in calendar.walk("VEVENT"):
        component["SEQUENCE"] = max(int(str(component["SEQUENCE"])), least_sequence)
        # A date of a series may be cancelled alone.
        is_off = event.is_void or str(component["STATUS"]) == "CANCELLED"
        takes_time = sign_up.state == SignUpState.CONFIRMED and not is_off
        component["TRANSP"] = "OPAQUE" if takes_time else "TRANSPARENT"
        if is_cancelled:
            component["ATTENDEE"] = vCalAddress(f"mailto:{sign_up.email}")
    body: bytes = calendar.to_ical(sorted=False)
    return body, f"text/calendar; charset=utf-8; method={method}"
