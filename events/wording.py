"""Dates and deadlines in words, for listings and pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import hour_span, list_separator
from fedcms.core.i18n.moments import zone_city as city_of

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


def clock_city(event: "EventPage") -> str:
    """Returns the city beside an event's hours: its own if the zone is one of its country's, else that of the zone.

    Whoever goes to Montréal knows no "Toronto"; hours that are given by another country's clock are said to be.
    """
    return _city_beside(event.venue_city, str(event.venue_country), event)


def _city_beside(city: str, country: str, timed: Timed) -> str:
    others = _other_zones(str(timed.time_zone), country)
    if not city or not country or others is None:
        return zone_city(timed)
    # Vancouver beside hours of Toronto would be wrong by three.
    is_another_zones = any(city_of(each).casefold() == city.casefold() for each in others)
    return zone_city(timed) if is_another_zones else in_line(city)


@lru_cache(maxsize=1024)
def _other_zones(time_zone: str, country: str) -> tuple[str, ...] | None:
    """Returns the other time zones of a zone's country; None when the zone is another country's."""
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    zone = aliases.get(time_zone, time_zone)
    if territories.get(zone) != country:
        return None
    return tuple(
        each
        for each, territory in territories.items()
        if territory == country and aliases.get(each, each) != zone
    )


def hours(event: Timed) -> str:
    """Returns start and end in the event's own time zone, e.g. "9 h 30 – 17 h"; "" when it lasts all day."""
    return "" if event.start_time is None else hour_span(event.start_time, event.end_time)


def hours_with_zone(event: Timed, city: str = "") -> str:
    """Returns the hours with a city (default: that of their time zone); "" when it lasts all day."""
    clock = hours(event)
    return f"{clock} ({city or zone_city(event)})" if clock else ""


def announced_before(event: "EventPage") -> str:
    """Returns what of day, hours and place had been announced otherwise; "" if nothing.

    A day is said with its hours. Of the place, what tells it apart: another room of the same city is named.
    """
    former = event.former
    if former is None:
        return ""
    spans = [(each.starts_on, each.ends_on or each.starts_on) for each in (former, event)]
    days = days_in_words(*spans[0]) if spans[0] != spans[1] else ""
    city = _city_beside(former.venue_city, str(event.venue_country), former)
    clock = hours_with_zone(former, city)
    if not days and (hours(former), zone_city(former)) == (hours(event), zone_city(event)):
        clock = ""
    names = ("venue_city", "venue_name", "venue_address")
    others = (
        getattr(former, name)
        for name in names
        if event.value_in_source(f"former_{name}") != event.value_in_source(name)
    )
    place = next(filter(None, others), "")
    if clock and in_line(place) == city:
        clock = hours(former)
    return list_separator().join(part for part in (days, clock, in_line(place)) if part)


def where_and_when(event: "EventPage", date_of_it: Timed | None = None) -> str:
    """Returns place and hours on one line: "Lille, 9 h 30 – 18 h". Without a city, uses the venue.

    The hours are those of one of its dates, if that is given. The city beside them is left out where it is the place.
    """
    place = in_line(event.shortest_place or (_("En ligne") if event.online_url else ""))
    city, timed = clock_city(event), date_of_it or event
    clock = hours(timed) if place == city else hours_with_zone(timed, city)
    return list_separator().join(part for part in (place, clock) if part)


def deadline_in_words(days_left: int) -> str:
    """Returns how far a deadline is: "encore 12 jours", "dernier jour aujourd’hui", "candidatures closes"."""
    if days_left < 0:
        return _("candidatures closes")
    if days_left == 0:
        return _("dernier jour aujourd’hui")
    return ngettext("encore %(days)d jour", "encore %(days)d jours", days_left) % {"days": days_left}
