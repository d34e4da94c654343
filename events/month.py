"""One month of the agenda as a calendar: weeks of days, each with the events on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from clusters.content.teasers import Teaser
from clusters.models import ContentPage
from clusters.models.content_queryset import not_over_q
from fedcms.core.i18n.formatting import cldr_locale

DAYS_OF_A_WEEK = 7
# More would make a week as tall as a screen, and a month of a large federation thousands of links.
MOST_OF_A_DAY = 4
MOST_OF_A_FULL_DAY = 100
# So long before or after the day in the site's time zone, the same day begins or ends somewhere on Earth.
WIDEST_ZONE = timedelta(hours=26)


@dataclass
class Day:
    """One day of the calendar; `label` is the date in full, for those who cannot see its position."""

    day: date
    in_month: bool
    is_today: bool
    label: str
    teasers: list[Teaser] = field(default_factory=list)
    hidden: int = 0
    """The number of further events on this day, which the calendar shows when the day is asked for."""


@dataclass(frozen=True)
class Weekday:
    """The heading of a column of the month."""

    name: str
    short: str


@dataclass(frozen=True)
class Month:
    """A month in the active language; `previous` and `following` are "YYYY-MM", "" at the calendar's limits."""

    title: str
    weekdays: list[Weekday]
    weeks: list[list[Day]]
    previous: str
    following: str


def first_weekday() -> int:
    """Returns the first day of the week in the active language, 0 for Monday (CLDR)."""
    return Locale.parse(cldr_locale()).first_week_day


def bounds(first: date) -> tuple[datetime, datetime]:
    """Returns the moments between which every event of the month lies, whatever its time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(next_month(first), time.min, tzinfo=zone)
    return start - WIDEST_ZONE, end + WIDEST_ZONE


def in_month(first: date) -> Q:
    """Returns the condition that an event or mission lasts on a day of the month, in its own time zone."""
    after, until = bounds(first)
    following = next_month(first)
    one_day = Q(eventpage__ends_on=None, eventpage__starts_on__gte=first, eventpage__starts_on__lt=following)
    days = Q(eventpage__starts_on__lt=following, eventpage__ends_on__gte=first)
    mission = Q(trademissionpage__starts_on__lt=following, trademissionpage__ends_on__gte=first)
    # The moments have an index, and leave few rows whose days are then compared.
    return Q(sort_at__lt=until) & not_over_q(after) & (one_day | days | mission)


def day_spans(pages: "QuerySet[ContentPage]") -> "QuerySet[ContentPage, tuple[int, date, date]]":
    """Returns primary key, first and last day of events and missions, in their own time zones. One light query."""
    first_day = Coalesce("eventpage__starts_on", "trademissionpage__starts_on")
    last_day = Coalesce("eventpage__ends_on", "eventpage__starts_on", "trademissionpage__ends_on")
    spans = pages.annotate(first_day=first_day, last_day=last_day)
    return spans.values_list("pk", "first_day", "last_day")  # type: ignore[no-any-return]  # Wagtail is untyped


def next_month(first: date) -> date:
    """Returns the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    """Returns the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def _last_day(teaser: Teaser, first_day: date) -> date:
    end = teaser.ends_at
    last = end.date() if isinstance(end, datetime) else end
    return last if isinstance(last, date) and last >= first_day else first_day


def _first_day(teaser: Teaser) -> date:
    start = teaser.starts_at
    if isinstance(start, datetime):
        return start.date()
    return start if isinstance(start, date) else teaser.sort_at.date()


def _days(first_day: date, last_day: date, month: date) -> Iterator[date]:
    """Yields the days of the month of `month` (its first day) from one day to another, both included."""
    day, end = max(first_day, month), min(last_day, next_month(month) - timedelta(days=1))
    while day <= end:
        yield day
        day += timedelta(days=1)


@dataclass
class Selection:
    """Which events a month shows, `MOST_OF_A_DAY` on a day and more on the day that was asked for in full.

    `shown` are primary keys; `hidden` the numbers of events that are left out, by day.
    """

    full_day: date | None = None
    shown: set[int] = field(default_factory=set)
    hidden: Counter[date] = field(default_factory=Counter)

    def most_of(self, day: date) -> int:
        """Returns the most events that are shown on a day."""
        return MOST_OF_A_FULL_DAY if day == self.full_day else MOST_OF_A_DAY


def select_events(
    spans: Iterable[tuple[int, date, date]], month: date, full_day: date | None = None
) -> Selection:
    """Selects the first events of each day: `spans` are primary key, first and last day, in the order of the month."""
    selection = Selection(full_day)
    numbers: Counter[date] = Counter()
    for pk, first_day, last_day in spans:
        for day in _days(first_day, last_day, month):
            if numbers[day] < selection.most_of(day):
                selection.shown.add(pk)
                numbers[day] += 1
            else:
                selection.hidden[day] += 1
    return selection


def build_month(
    first: date,
    teasers: Iterable[Teaser],
    today: date,
    earliest: date,
    latest: date,
    selection: Selection | None = None,
) -> Month:
    """Returns the month of `first` (its first day), with `teasers` on each day that they last.

    `earliest` and `latest` are the first days of the first and last month that the calendar links to. With a
    `selection` (of which `teasers` are those shown), a day has its first events and the number of the others.
    """
    after = next_month(first)
    by_day: dict[date, list[Teaser]] = defaultdict(list)
    for teaser in teasers:
        start = _first_day(teaser)
        for day in _days(start, _last_day(teaser, start), first):
            if selection is None or len(by_day[day]) < selection.most_of(day):
                by_day[day].append(teaser)
    locale, begin = cldr_locale(), first_weekday()
    day = first - timedelta(days=(first.weekday() - begin) % DAYS_OF_A_WEEK)
    weeks: list[list[Day]] = []
    while day < after:
        week = []
        for _number in range(DAYS_OF_A_WEEK):
            label = format_date(day, "full", locale=locale)
            is_in = first <= day < after
            hidden = selection.hidden[day] if selection and is_in else 0
            week.append(Day(day, is_in, day == today, label, by_day.get(day, []) if is_in else [], hidden))
            day += timedelta(days=1)
        weeks.append(week)
    names = get_day_names("wide", "stand-alone", locale)
    short = get_day_names("abbreviated", "stand-alone", locale)
    order = [(begin + number) % DAYS_OF_A_WEEK for number in range(DAYS_OF_A_WEEK)]
    return Month(
        title=format_skeleton("yMMMM", first, locale=locale),
        weekdays=[Weekday(names[number], short[number]) for number in order],
        weeks=weeks,
        previous=f"{previous_month(first):%Y-%m}" if first > earliest else "",
        following=f"{after:%Y-%m}" if first < latest else "",
    )
