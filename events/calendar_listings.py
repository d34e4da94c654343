"""Fills the calendars of an agenda: the month asked for, or the first with something in it, and what is around it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from babel.dates import format_skeleton
from django.db.models import Q
from django.utils import timezone

from clusters.content.facet_counts import grouped
from clusters.content.facets import facet_groups
from clusters.content.next_change import next_change
from clusters.content.teaser_rows import TeaserRow, as_rows, as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.models import ContentPage
from events.day_selection import Selection, in_days, select_in_days, spans_in_days
from events.forms import MONTHS_AROUND, AgendaForm
from events.month import Month, build_month
from events.month_selection import day_spans, in_month, month_after, next_month, select_events
from events.occupied_days import OccupiedDays, occupied_days
from events.repetition.showing import DATES, teasers_between
from events.week import Week, build_week, week_title
from events.weeks import week_begin, week_end, week_key
from fedcms.core.i18n.formatting import cldr_locale
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import declared

# The most events among which those of each day are chosen; the list has them all.
MOST_OF_A_MONTH = 3000
MOST_OF_A_WEEKDAY = 8


@dataclass(frozen=True)
class Beyond:
    """What is before or after the days that a calendar shows.

    `key` is the nearest month or week with something in it, as the address names it; "" when the calendar does not
    reach it.
    """

    counted: str
    key: str
    title: str


@dataclass(frozen=True)
class CalendarListing:
    """What the month view or the week view of an agenda shows; one of both is None."""

    month: Month | None
    week: Week | None
    counted: str
    has_any: bool
    """Whether the filters leave anything, in this month or in another one."""
    facets: list[dict[str, object]]
    before: Beyond | None
    after: Beyond | None

    @property
    def title(self) -> str:
        """The month or the days that are shown, in the active language."""
        shown = self.month or self.week
        return shown.title if shown else ""


def occupied_days_of(form: AgendaForm) -> OccupiedDays:
    """Returns the days on which what the filters leave takes place, cached until the content changes."""

    def find() -> tuple[OccupiedDays, datetime | None]:
        with declared(*form.tags):
            return occupied_days(form.queryset()), next_change(locale_id=form.locale_id)

    key = ("occupied days", form.where, form.kinds, form.days, *sorted(form.chosen.items()))
    return remember(key, find, form.locale_id)


def opening_day(occupied: OccupiedDays, today: date) -> date:
    """Returns the day on which a calendar opens: the first from today on with something, else the last before it."""
    return occupied.first_from(today) or occupied.last_before(today) or today


def teasers_of(form: AgendaForm, selection: Selection, first: date, after: date) -> list[Teaser]:
    """Returns the teasers of a calendar's selection by their start, one for each date of what repeats on these days."""
    if not selection.shown:
        return []
    rows = as_rows(
        rows_of(ContentPage.objects.filter(pk__in=selection.shown).order_by("pk"), with_images=False)
    )
    teasers = zip(rows, as_teasers(rows, form.clusters), strict=True)
    dates = [(row, each) for row, teaser in teasers for each in teasers_between(teaser, first, after)]

    def place(found: tuple[TeaserRow, Teaser]) -> tuple[datetime, int]:
        row, teaser = found
        start = teaser.starts_at if DATES in teaser.details else None
        return start if isinstance(start, datetime) else row.sort_at, row.pk

    return [teaser for _row, teaser in sorted(dates, key=place)]


def facets_in_days(form: AgendaForm, condition: Q, span: Hashable) -> tuple[int, list[dict[str, object]]]:
    """Returns the number of what matches the filters in some days, and the filters themselves.

    A month has only one year: no choice to offer.
    """
    pages = form.all_pages().filter(condition)
    counts = form.counts(partial(grouped, pages), span, with_ends=False)
    names = [name for name in form.facets if name != "year"]
    return counts.total, facet_groups(form.fields, form.chosen, counts, names)


def month_listing(form: AgendaForm) -> CalendarListing:
    """Returns the month asked for, or the one in which the calendar opens, with the events that match the filters."""
    today = timezone.localdate()
    occupied, this_month = occupied_days_of(form), today.replace(day=1)
    earliest, latest = month_after(this_month, -MONTHS_AROUND), month_after(this_month, MONTHS_AROUND)
    opening = opening_day(occupied, this_month).replace(day=1)
    first = form.asked_month or min(max(opening, earliest), latest)
    following = next_month(first)
    total, facets = facets_in_days(form, in_month(first), first)
    spans = day_spans(form.queryset(), first, MOST_OF_A_MONTH, has_repeated=bool(occupied.repeated))
    selection = select_events(spans, first, form.asked_day)
    month = build_month(
        first, teasers_of(form, selection, first, following), today, earliest, latest, selection
    )

    def beyond(counted: str, day: date | None) -> Beyond | None:
        if day is None:
            return None
        nearest = day.replace(day=1)
        key = f"{nearest:%Y-%m}" if earliest <= nearest <= latest else ""
        return Beyond(counted, key, format_skeleton("yMMMM", nearest, locale=cldr_locale()))

    return CalendarListing(
        month=month,
        week=None,
        counted=form.counted(total),
        has_any=bool(occupied.spans),
        facets=facets,
        before=beyond(form.counted(occupied.number_before(first)), occupied.last_before(first)),
        after=beyond(form.counted(occupied.number_from(following)), occupied.begin_from(following)),
    )


def week_listing(form: AgendaForm) -> CalendarListing:
    """Returns the week asked for, or the one in which the calendar opens, with the events that match the filters."""
    today = timezone.localdate()
    occupied, this_week = occupied_days_of(form), week_begin(today)
    earliest = week_begin(month_after(today, -MONTHS_AROUND))
    latest = week_begin(month_after(today, MONTHS_AROUND))
    asked = form.asked_week
    opening = week_begin(opening_day(occupied, this_week))
    begin = asked if asked and earliest <= asked <= latest else min(max(opening, earliest), latest)
    after = week_end(begin)
    total, facets = facets_in_days(form, in_days(begin, after), (begin, after))
    spans = spans_in_days(
        form.queryset(), begin, after, MOST_OF_A_MONTH, has_repeated=bool(occupied.repeated)
    )
    selection = select_in_days(spans, begin, after, form.asked_day, MOST_OF_A_WEEKDAY)

    def beyond(counted: str, day: date | None) -> Beyond | None:
        if day is None:
            return None
        nearest = week_begin(day)
        return Beyond(
            counted, week_key(nearest) if earliest <= nearest <= latest else "", week_title(nearest)
        )

    return CalendarListing(
        month=None,
        week=build_week(begin, teasers_of(form, selection, begin, after), today, earliest, latest, selection),
        counted=form.counted(total),
        has_any=bool(occupied.spans),
        facets=facets,
        before=beyond(form.counted(occupied.number_before(begin)), occupied.last_before(begin)),
        after=beyond(form.counted(occupied.number_from(after)), occupied.begin_from(after)),
    )
