"""Dates and deadlines in words, for listings and pages."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from babel.dates import format_time
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import cldr_locale, list_separator
from fedcms.core.i18n.moments import zone_city as city_of

if TYPE_CHECKING:
    from events.models import EventPage


def zone_city(event: "EventPage") -> str:
    """Returns the city that names the event's time zone, in the active language; hours are unclear without it."""
    return city_of(str(event.time_zone))


def hours(event: "EventPage") -> str:
    """Returns start and end in the event's own time zone, e.g. "09:30 – 17:00"; "" when it lasts all day."""
    if event.start_time is None:
        return ""

    def clock(value: time) -> str:
        return format_time(datetime.combine(event.starts_on, value), format="short", locale=cldr_locale())

    return clock(event.start_time) + (f" – {clock(event.end_time)}" if event.end_time else "")


def hours_with_zone(event: "EventPage") -> str:
    """Returns the hours with the city of their time zone; "" when it lasts all day."""
    clock = hours(event)
    return f"{clock} ({zone_city(event)})" if clock else ""


def where_and_when(event: "EventPage") -> str:
    """Returns place and hours on one line: "Lille, 09:30 – 18:00 (Paris)". Without a city, uses the venue."""
    place = event.shortest_place or (_("En ligne") if event.online_url else "")
    clock = hours_with_zone(event)
    return list_separator().join(part for part in (in_line(place), clock) if part)


def deadline_in_words(days_left: int) -> str:
    """Returns how far a deadline is: "encore 12 jours", "dernier jour aujourd’hui", "candidatures closes"."""
    if days_left < 0:
        return _("candidatures closes")
    if days_left == 0:
        return _("dernier jour aujourd’hui")
    return ngettext("encore %(days)d jour", "encore %(days)d jours", days_left) % {"days": days_left}
