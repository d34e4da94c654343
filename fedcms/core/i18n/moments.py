"""Writes a moment for people: its day and hour by the current time zone, which is named beside it."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.translation import gettext as _

from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.formatting import cldr_locale, clock
from fedcms.core.i18n.translated_text import TranslatedText

# As the fields of the admin show a day, in all its languages (fedcms.formats.typed).
TYPED_DAY = "%d/%m/%Y"


def zone_name() -> str:
    """Returns the name of the current time zone ("Europe/Paris"), isolated from the direction of the text around it."""
    return isolated(timezone.get_current_timezone_name())


CITIES = {
    "America/Montreal": TranslatedText(
        {"fr": "Montréal", "en": "Montreal", "es": "Montreal", "ar": "مونتريال"}
    ),
}
"""CLDR knows some zones as another name of a neighbour's, and would name that city."""


def zone_city(time_zone: str) -> str:
    """Returns the city that names a time zone ("Europe/Paris"), in the active language: hours need it."""
    if time_zone in CITIES:
        return str(CITIES[time_zone])
    return _city(time_zone, cldr_locale())


@lru_cache(maxsize=4096)
def _city(time_zone: str, locale: str) -> str:
    """Returns the city by CLDR. Cached: an event asks for its own, and for all others of its country."""
    return str(get_timezone_location(time_zone, locale=locale, return_city=True))


def short_moment(moment: datetime) -> str:
    """Returns the day as it is typed, and the hour: "12/03/2027 à 09:00". The zone is not named."""
    local = timezone.localtime(moment)
    return _day_at(local.strftime(TYPED_DAY), local.strftime("%H:%M"))


def moment_with_zone(moment: datetime) -> str:
    """Returns the day in words, the hour and the zone: "12 mars 2027 à 9 h (Europe/Paris)"."""
    local = timezone.localtime(moment)
    return f"{_day_in_words_at(local)} ({zone_name()})"


def _day_in_words_at(local: datetime) -> str:
    return _day_at(formatted_day(local, "DATE_FORMAT"), clock(local.time()))


def _day_at(day: str, hour: str) -> str:
    return _("%(day)s à %(hour)s") % {"day": day, "hour": hour}


def moment_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """Returns the day in words and the hour in a zone, named by its city: "12 mars 2027 à 9 h (Paris)"."""
    local = moment.astimezone(zone)
    return f"{_day_in_words_at(local)} ({isolated(zone_city(str(zone)))})"


def moment_at_site(moment: datetime) -> str:
    """Returns the day in words and the hour by the site's own clock, named by its city."""
    return moment_in_zone(moment, ZoneInfo(str(timezone.get_default_timezone_name())))
