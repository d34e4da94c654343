"""Events and missions as iCalendar components (RFC 5545 and 5546). The reasons are in docs/feeds.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import singledispatch
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import override
from icalendar import Event as Component
from icalendar import vCalAddress, vText, vUri

from clusters.models import ContentPage, Federation
from events.ical.series import differing, put_date, put_days, put_moments, put_series
from events.ical.sign_ups import CalendarSignUps
from events.ical.wording import (
    deadline_title,
    event_description,
    event_place,
    event_title,
    mission_description,
    mission_place,
    mission_title,
)
from events.models import EventPage, EventStatus, TradeMissionPage
from events.repetition.occurrences import Occurrence
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute, page_address

SECONDS_SINCE = datetime(2024, 1, 1, tzinfo=UTC)


def ical_status(event: EventPage) -> str:
    """Returns the state as RFC 5545 has it. Postponed without a new date is tentative, moved is confirmed."""
    if event.status == EventStatus.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if event.is_put_off else "CONFIRMED"


@dataclass(frozen=True)
class CalendarWriter:
    """What all components of one calendar share. Texts are in the active language, which `language` must name.

    `is_attended`: the reader adds a single event to go there, so it blocks their time; subscriptions block none.
    `federation` is the organiser of pages without a cluster, `topics` are the labels of each page's topics,
    `sign_ups` those of its events on this site.
    """

    language: str
    federation: Federation
    is_attended: bool
    topics: Mapping[int, Sequence[str]] = field(default_factory=dict)
    sign_ups: CalendarSignUps = field(default_factory=CalendarSignUps)

    def component(self, page: ContentPage, key: UUID, *, takes_time: bool) -> Component:
        """Returns a component with what all have. Its UID is the same in all languages, so programs keep one entry."""
        component, changed = Component(), self.last_change(page)
        owner = page.cluster or self.federation
        component.add("UID", str(key))
        component.add("DTSTAMP", changed)
        component.add("LAST-MODIFIED", changed)
        component.add("SEQUENCE", sequence_at(changed))
        component.add("TRANSP", "OPAQUE" if takes_time and self.is_attended else "TRANSPARENT")
        component.add("URL", vUri(absolute(page_address(page))))
        organiser = vCalAddress(f"mailto:{owner.email}")
        organiser.params["CN"] = vText(clean_line(owner))
        component.add("ORGANIZER", organiser)
        categories = [*_kinds(page), *self.topics.get(page.pk, ()), owner.code]
        component.add("CATEGORIES", [_category(each) for each in categories], {"LANGUAGE": self.language})
        return component

    def last_change(self, page: ContentPage) -> datetime:
        """Returns when what the calendar says of a page last changed, also by the clock, which closes its sign-up."""
        closed = self.sign_ups.closed.get(page.translation_key)
        return max(last_change(page), closed) if closed else last_change(page)

    def sign_up_address(self, event: EventPage) -> str:
        """Returns the address of this site's own form to sign up to an event; "" without one, or once it is closed."""
        if event.translation_key not in self.sign_ups.closes:
            return ""
        with override(self.language):
            return absolute(reverse("sign_up", args=[event.translation_key]))

    def add_text(self, component: Component, name: str, text: str) -> None:
        """Adds a text in the calendar's language, unless it is empty; a title is added even then."""
        if text or name == "SUMMARY":  # RFC 5546 requires a title, even an empty one
            component.add(name, text, {"LANGUAGE": self.language})


@singledispatch
def calendar_components(page: ContentPage, writer: CalendarWriter) -> list[Component]:
    """Returns the components of a page. A kind with `has_calendar` registers its own; others raise `TypeError`."""
    raise TypeError(f"{type(page).__name__} has_calendar, but registered no calendar_components.")


@calendar_components.register
def _event(event: EventPage, writer: CalendarWriter) -> list[Component]:
    """Returns an event; of one that repeats also each date that is not as its rule says."""
    component = _described(event, writer, takes_time=not event.is_void)
    series = event.series
    if series is None:
        _put_hours(component, event)
        return [component]
    put_series(component, series)
    return [component, *(_date(one, event, writer) for one in differing(series))]


def _date(one: Occurrence, event: EventPage, writer: CalendarWriter) -> Component:
    """Returns one date of a series that is cancelled or moved, or whose hours the clocks change."""
    component = _described(event, writer, takes_time=not (event.is_void or one.is_cancelled))
    put_date(component, one)
    if one.is_cancelled:
        component["STATUS"] = vText("CANCELLED")
        del component["SUMMARY"]
        writer.add_text(component, "SUMMARY", event_title(event, is_cancelled=True))
    return component


def _described(event: EventPage, writer: CalendarWriter, *, takes_time: bool) -> Component:
    """Returns a component with all that is said of an event but its dates."""
    component = writer.component(event, event.translation_key, takes_time=takes_time)
    component.add("STATUS", ical_status(event))
    writer.add_text(component, "SUMMARY", event_title(event))
    writer.add_text(component, "LOCATION", event_place(event))
    writer.add_text(component, "DESCRIPTION", event_description(event, writer.sign_up_address(event)))
    if event.latitude is not None and event.longitude is not None:
        component.add("GEO", (event.latitude, event.longitude))
    if event.online_url:
        component.add("CONFERENCE", vUri(event.online_url), {"VALUE": "URI"})  # RFC 7986
    return component


def _mission_status(mission: TradeMissionPage) -> str:
    return "CANCELLED" if mission.status_label else "CONFIRMED"


@calendar_components.register
def _mission(mission: TradeMissionPage, writer: CalendarWriter) -> list[Component]:
    """Returns the mission, and its deadline as an entry of its own."""
    component = writer.component(mission, mission.translation_key, takes_time=not mission.status_label)
    component.add("STATUS", _mission_status(mission))
    put_days(component, mission.starts_on, mission.ends_on)
    writer.add_text(component, "SUMMARY", mission_title(mission))
    writer.add_text(component, "LOCATION", mission_place(mission))
    writer.add_text(component, "DESCRIPTION", mission_description(mission))
    writer.add_text(component, "CONTACT", clean_line(mission.contact))
    return [component, _deadline(mission, writer)]


def _deadline(mission: TradeMissionPage, writer: CalendarWriter) -> Component:
    """Returns the deadline as an event of a day, not a VTODO, which programs that subscribe do not show.

    With a call it is the day of its closing, by its own clock.
    """
    call = mission.call_state
    day = mission.deadline if call is None else call.closes_on
    component = writer.component(mission, deadline_key(mission), takes_time=False)
    component.add("STATUS", _mission_status(mission))
    component.add("RELATED-TO", str(mission.translation_key))
    put_days(component, day, day)
    writer.add_text(component, "SUMMARY", deadline_title(mission))
    writer.add_text(component, "DESCRIPTION", mission_description(mission))
    writer.add_text(component, "CONTACT", clean_line(mission.contact))
    return component


def _kinds(page: ContentPage) -> dict[str, None]:
    """Returns kind and type of a page, in the active language, each once."""
    return dict.fromkeys((str(page.kind_label), str(getattr(page, "type_label", page.kind_label))))


def _category(label: str) -> str:
    """Returns a category in one piece: some programs part a list at each comma, even at one that is escaped."""
    return " / ".join(part.strip() for part in clean_line(label).split(",") if part.strip())


def deadline_key(mission: TradeMissionPage) -> UUID:
    """Returns the UID of a mission's deadline, which differs from that of the mission."""
    return uuid5(mission.translation_key, "deadline")


def sequence_at(moment: datetime) -> int:
    """Returns the SEQUENCE of what changed at a moment: it grows each second, has 31 bits, and lasts until 2091.

    Until 2024 it is the minutes since 1970, by which all calendars were once numbered: none becomes older than it was.
    """
    minutes = int(moment.timestamp() // 60)
    return (
        minutes
        if moment < SECONDS_SINCE
        else int(SECONDS_SINCE.timestamp() // 60) + int((moment - SECONDS_SINCE).total_seconds())
    )


def last_change(page: ContentPage) -> datetime:
    """Returns when the public content of the page last changed: its last publication, or its release if later.

    A translation also changes when its source says another date, place or state, an event with its sheet, a mission
    with its call.
    """
    shared = getattr(page, "shared_changed_at", None)
    called = getattr(getattr(page, "call_state", None), "changed_at", None)
    withdrawn = getattr(page, "call_withdrawn_at", None)
    moments = (page.last_published_at, page.go_live_at, page.first_published_at, shared, called, withdrawn)
    # Only previews and tests have a page that was never published.
    return max((moment for moment in moments if moment is not None), default=page.sort_at)


def _put_hours(component: Component, event: EventPage) -> None:
    """Adds start and end. An event of one day without an end time has no known end."""
    if event.is_all_day:
        put_days(component, event.starts_on, event.ends_on or event.starts_on)
    else:
        put_moments(component, event)
