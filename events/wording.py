"""Dates and deadlines in words, for listings and pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Protocol

from babel.dates import format_interval, format_time
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import cldr_locale, list_separator
from fedcms.core.i18n.moments import zone_city as city_of
from fedcms.core.templatetags.core_tags import long_date

if TYPE_CHECKING:
    from events.models import EventPage


class Timed(Protocol):
    """What has hours in a time zone."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def start_time(self) -> time | None:
        """The hour of its start; `None` for whole days."""

    @property
    def end_time(self) -> time | None:
        """The hour of its end, if it is known."""

    @property
    def time_zone(self) -> tzinfo:
        """The zone in which its hours are."""


@dataclass(frozen=True)
class Announcement:
    """When and where an event had been announced."""

    starts_on: date
    start_time: time | None
    ends_on: date | None
    end_time: time | None
    time_zone: tzinfo
    venue_name: str
    venue_address: str
    venue_city: str

    @property
    def starts_at(self) -> datetime:
        """The start, aware; midnight of a whole day."""
        return datetime.combine(self.starts_on, self.start_time or time.min, tzinfo=self.time_zone)


def zone_city(event: Timed) -> str:
    """Returns the city that names the event's time zone, in the active language; hours are unclear without it."""
    return city_of(str(event.time_zone))


def hours(event: Timed) -> str:
    """Returns start and end in the event's own time zone, e.g. "09:30 – 17:00"; "" when it lasts all day."""
    if event.start_time is None:
        return ""

    def clock(value: time) -> str:
        return format_time(datetime.combine(event.starts_on, value), format="short", locale=cldr_locale())

    return clock(event.start_time) + (f" – {clock(event.end_time)}" if event.end_time else "")


def hours_with_zone(event: Timed) -> str:
    """Returns the hours with the city of their time zone; "" when it lasts all day."""
    clock = hours(event)
    return f"{clock} ({zone_city(event)})" if clock else ""


def days_in_words(first: date, last: date | None) -> str:
    """Returns one day or a span of days in the active language: "12–14 mars 2027"."""
    if last is None or last == first:
        return long_date(first)
    return str(format_interval(first, last, "yMMMMd", locale=cldr_locale()))


def announced_before(event: "EventPage") -> str:
    """Returns what of day, hours and place had been announced otherwise; "" if nothing.

    A day is said with its hours. Of the place, what tells it apart: another room of the same city is named.
    """
    former = event.former
    if former is None:
        return ""
    spans = [(each.starts_on, each.ends_on or each.starts_on) for each in (former, event)]
    days = days_in_words(*spans[0]) if spans[0] != spans[1] else ""
    clock = hours_with_zone(former)
    if not days and clock == hours_with_zone(event):
        clock = ""
    names = ("venue_city", "venue_name", "venue_address")
    others = (getattr(former, name) for name in names if getattr(former, name) != getattr(event, name))
    place = next(filter(None, others), "")
    return list_separator().join(part for part in (days, clock, in_line(place)) if part)


def where_and_when(event: "EventPage", date_of_it: Timed | None = None) -> str:
    """Returns place and hours on one line: "Lille, 09:30 – 18:00 (Paris)". Without a city, uses the venue.

    The hours are those of one of its dates, if that is given.
    """
    place = event.shortest_place or (_("En ligne") if event.online_url else "")
    clock = hours_with_zone(date_of_it or event)
    return list_separator().join(part for part in (in_line(place), clock) if part)


def deadline_in_words(days_left: int) -> str:
    """Returns how far a deadline is: "encore 12 jours", "dernier jour aujourd’hui", "candidatures closes"."""
    if days_left < 0:
        return _("candidatures closes")
    if days_left == 0:
        return _("dernier jour aujourd’hui")
    return ngettext("encore %(days)d jour", "encore %(days)d jours", days_left) % {"days": days_left}
