"""What becomes of single dates of an event that repeats: as people know it, and as it is now."""

import json
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import DateChange, EventPage, EventStatus
from events.repetition.blocks import exceptions_in
from events.repetition.occurrences import DateException, Occurrence, Series
from events.repetition.rules import days_of
from events.wording import clock_city, hours_with_zone
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator


def told_exceptions(event: EventPage) -> str:
    """Returns the exceptions of a series as its field stores them, by day, without what is no news."""
    return json.dumps([_block(one) for one in exceptions_in(event.exceptions)]) if event.repeats else ""


def _block(one: DateException) -> dict[str, object]:
    hours = {"start_time": one.start_time, "end_time": one.end_time}
    values = {"day": one.day, "new_day": one.new_day, **hours}
    said = {name: value.isoformat() if value else None for name, value in values.items()}
    return {"type": "date", "value": said | {"change": one.change.value}}


def changed_days(before: EventPage, after: EventPage, *, coming: bool = True) -> list[date]:
    """Returns the days of a series of which something else is said now; `coming`: as long as one of both is to come.

    A day that the rule has no more is no such day: the rule says it.
    """
    old, new = before.series, after.series
    if old is None or new is None:
        return []
    said, says = ({one.day: one for one in each.exceptions} for each in (old, new))
    known = set(days_of(old.rule))
    days = [day for day in days_of(new.rule) if day in known and said.get(day) != says.get(day)]
    return [day for day in days if not coming or _is_to_come(old, day) or _is_to_come(new, day)]


def _date_of(series: Series, day: date) -> Occurrence | None:
    """Returns what takes place of a day of the rule; `None` if that is left out."""
    return next((one for one in series.occurrences if one.day == day), None)


def _is_to_come(series: Series, day: date) -> bool:
    return (_date_of(series, day) or series.usual(day)).ends_at > timezone.now()


def date_in_words(event: EventPage, day: date) -> str:
    """Returns in the active language what becomes of a day: "annulé", or when it takes place."""
    series = event.series
    said = next((one.change for one in series.exceptions if one.day == day), None) if series else None
    found = _date_of(series, day) if series else None
    if said is DateChange.CANCELLED:
        return str(EventStatus.CANCELLED.label)
    if found is None:
        return _("n’a pas lieu")
    return list_separator().join(
        filter(
            None, (days_in_words(found.starts_on, found.ends_on), hours_with_zone(found, clock_city(event)))
        )
    )
