"""Days and city of a mission as plain values, which are kept with its call and compared, and in words."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from events.models import TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator

MissionDays = Mapping[str, str]


def days_of(mission: TradeMissionPage) -> dict[str, str]:
    """Returns when a mission leaves and returns, and where to."""
    return {
        "starts_on": mission.starts_on.isoformat(),
        "ends_on": mission.ends_on.isoformat(),
        "city": mission.destination_city,
    }


def is_past(known: MissionDays) -> bool:
    """Returns whether a delegation of these days is back."""
    return date.fromisoformat(known["ends_on"]) < timezone.now().date()


def in_words(known: MissionDays, beside: MissionDays | None = None) -> str:
    """Returns days and city in the active language; with `beside`, those that differ alone, "" if none does."""
    spans = [
        (date.fromisoformat(each["starts_on"]), date.fromisoformat(each["ends_on"]))
        for each in (known, *((beside,) if beside else ()))
    ]
    days = "" if beside and spans[0] == spans[1] else days_in_words(*spans[0])
    city = "" if beside and known["city"] == beside["city"] else in_line(known["city"])
    return list_separator().join(part for part in (days, city) if part)
