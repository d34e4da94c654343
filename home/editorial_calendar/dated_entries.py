"""Makes entries of events on their days, and of last days to do something; each kind of content says which it has."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Required, TypedDict
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.content.registry import content_types, is_void
from clusters.models import ContentPage
from events.month_selection import WIDEST_ZONE
from events.repetition.showing import details_between
from fedcms.core.i18n.days import formatted_day
from home.editorial_calendar.entries import CalendarEntry, EntryKind
from home.editorial_calendar.page_entries import PageEntries
from home.editorial_calendar.period import site_zone
from home.editorial_calendar.selection import FIELDS, CalendarSelection


class DaysOfEntry(TypedDict, total=False):
    """When an entry stands in the calendar (`home.editorial_calendar.entries.CalendarEntry`)."""

    at: Required[datetime]
    first_day: date
    last_day: date
    clock: str
    zone: str
    until: str


def _day(value: object) -> date | None:
    """Returns the day of a date, or of a moment in its own time zone."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _state(page: ContentPage) -> str | Promise:
    return gettext_lazy("en ligne") if page.live else gettext_lazy("brouillon")


def events(selection: CalendarSelection) -> Iterator[CalendarEntry]:
    """Yields events and missions that last on a day of the period, each date of a series, in their own time zone.

    Two queries a kind.
    """
    for model in content_types().values():
        if model.has_calendar:
            yield from _events_of(model, selection)


def _events_of(model: type[ContentPage], selection: CalendarSelection) -> Iterator[CalendarEntry]:
    period = selection.period
    pages = selection.seen_pages(model).only(*FIELDS, *model.teaser_fields).filter(expired=False)
    pages = pages.annotate(**model.columns_of_others())
    # So long before or after, the same day begins or ends somewhere on Earth; the days are compared below.
    pages = pages.filter(sort_at__lt=period.end + WIDEST_ZONE, sort_until__gte=period.start - WIDEST_ZONE)
    found = selection.read(pages.order_by("sort_at", "pk"))
    entries = PageEntries(selection, found)
    for page in found:
        for details in details_between(page.teaser_details(), period.first, period.last + timedelta(days=1)):
            if values := _days_of(details, selection):
                status = details.get("status_label")
                yield entries.entry(
                    EntryKind.EVENT, page, **values, state=str(status) if status else _state(page)
                )


def _days_of(details: Mapping[str, object], selection: CalendarSelection) -> DaysOfEntry | None:
    """Returns when one date stands in the calendar, and how its hours and its end are said; `None` if it does not."""
    start, first = details.get("starts_at"), _day(details.get("starts_at"))
    if first is None:
        return None
    last = max(_day(details.get("ends_at")) or first, first)
    if last < selection.period.first or first > selection.period.last:
        return None
    values: DaysOfEntry = {
        "at": datetime.combine(first, time.min, tzinfo=site_zone()),
        "first_day": first,
        "last_day": last,
    }
    if isinstance(start, datetime) and start.time() != time.min:
        values |= {"at": start, "clock": f"{start:%H:%M}", "zone": str(start.tzinfo)}
    if last != first:
        values["until"] = _("jusqu’au %(day)s") % {"day": formatted_day(last, "SHORT_DATE_FORMAT")}
    return values


def deadlines(selection: CalendarSelection) -> Iterator[CalendarEntry]:
    """Yields the last days to do something, of each kind that has some. Two queries a kind."""
    for model in content_types().values():
        if model.deadline_field:
            yield from _deadlines_of(model, selection)


def _deadlines_of(model: type[ContentPage], selection: CalendarSelection) -> Iterator[CalendarEntry]:
    period, name = selection.period, model.deadline_field
    pages = selection.seen_pages(model).only(*FIELDS, name).filter(expired=False)
    pages = pages.filter(**{f"{name}__gte": period.first, f"{name}__lte": period.last})
    pages = pages.exclude(is_void())
    found = selection.read(pages.order_by(name, "pk"))
    entries = PageEntries(selection, found)
    for page in found:
        day: date = getattr(page, name)
        end = _end_of(day, site_zone())
        state = model.deadline_label if page.live else _state(page)
        yield entries.entry(EntryKind.DEADLINE, page, end, state, first_day=day, last_day=day)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
