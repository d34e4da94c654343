"""Calendars of one event, and of a subscription: few queries, equal bytes for equal content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration, vUri
from icalendar import Event as Component

from clusters.content.next_change import earliest
from clusters.content.registry import content_types
from clusters.content.subscriptions import CALENDAR, SubscriptionScope
from clusters.content.topic_labels import topic_labels
from clusters.models import ContentPage, Federation
from events.ical.components import CalendarWriter, calendar_components
from events.ical.sign_ups import sign_ups_of
from events.ical.time_zones import timezone_component
from fedcms.core.i18n.formatting import number
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute

# How long past events stay, so that an entry does not vanish on the evening of its day.
KEPT_AFTER = timedelta(days=60)
MOST_PAGES = 500
BETWEEN_READS = timedelta(hours=6)
CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


@dataclass(frozen=True)
class Written:
    """A calendar ready to send, and when its content last changed (None if it is empty).

    `until` is when the clock next removes something from it: a page, or the address of a sign-up.
    """

    body: bytes
    changed_at: datetime | None
    until: datetime | None = None


def dated_models() -> list[type[ContentPage]]:
    """Returns the page types that have calendars."""
    return [model for model in content_types().values() if model.has_calendar]


def calendar_of_page(page: ContentPage, language: str) -> Written:
    """Returns the calendar of one event or mission, for somebody who will be there."""
    writer = _writer(language, [page], is_attended=True)
    last_year = page.place_and_span()[2].year
    body = _finish(_empty(language), calendar_components(page, writer), last_year)
    return Written(body, writer.last_change(page), writer.sign_ups.until)


def calendar_of_scope(scope: SubscriptionScope) -> Written:
    """Returns the calendar of a scope: coming and recent events by date, at most `MOST_PAGES`. Six queries."""
    pages, is_cut = _pages_of(scope)
    writer = _writer(scope.language, pages, is_attended=False)
    calendar = _empty(scope.language)
    calendar.calendar_name = clean_line(scope.calendar_title)
    calendar.add("REFRESH-INTERVAL", vDuration(BETWEEN_READS), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(BETWEEN_READS))
    if is_cut:
        calendar.description = _(
            "Les %(number)s premières dates : les suivantes entrent quand elles approchent."
        ) % {"number": number(MOST_PAGES)}
    calendar.add("SOURCE", vUri(absolute(scope.address(CALENDAR))), {"VALUE": "URI"})
    if scope.cluster is not None:
        calendar.add("X-APPLE-CALENDAR-COLOR", scope.cluster.accent)
    components = [component for page in pages for component in calendar_components(page, writer)]
    return Written(
        _finish(calendar, components, max((page.sort_until.year for page in pages), default=0)),
        max(map(writer.last_change, pages), default=None),
        earliest(writer.sign_ups.until, *(page.sort_until + KEPT_AFTER for page in pages)),
    )


def _writer(language: str, pages: Sequence[ContentPage], *, is_attended: bool) -> CalendarWriter:
    """Returns what the components of these pages share. Three queries."""
    return CalendarWriter(
        language,
        Federation.load(),
        is_attended=is_attended,
        topics=topic_labels([page.pk for page in pages]),
        sign_ups=sign_ups_of(pages, timezone.now()),
    )


def _pages_of(scope: SubscriptionScope) -> tuple[list[ContentPage], bool]:
    """Returns the pages of a calendar, soonest first, and whether there are more than it holds."""
    since = timezone.now() - KEPT_AFTER
    dated = scope.pages(scope.dated_kinds).not_over(since).order_by("sort_at", "pk")
    ids = list(dated.values_list("pk", flat=True)[: MOST_PAGES + 1])
    is_cut = len(ids) > MOST_PAGES
    del ids[MOST_PAGES:]
    found: dict[int, ContentPage] = {}
    for model in dated_models():
        pages = model.objects.defer("body").select_related("cluster")
        found |= pages.annotate(**model.columns_of_others()).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found], is_cut


def _empty(language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//fedcms//agenda//{language.upper()}")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    return calendar


def _finish(calendar: Calendar, components: list[Component], last_year: int = 0) -> bytes:
    """Returns the calendar as bytes, with its entries and their time zones until the last year of what repeats.

    Always includes the site's own zone: a calendar without any component is invalid (RFC 5545, 3.6).
    """
    moments = [moment for c in components for moment in (c.DTSTART, c.DTEND) if isinstance(moment, datetime)]
    years = [moment.year for moment in moments] or [timezone.localdate().year]
    zones = {str(moment.tzinfo): moment.tzinfo for moment in moments if isinstance(moment.tzinfo, ZoneInfo)}
    named = {component["DTSTART"].params.get("TZID") for component in components} - {None}
    zones |= {str(name): ZoneInfo(str(name)) for name in named}
    zones |= {settings.TIME_ZONE: ZoneInfo(settings.TIME_ZONE)}
    zones.pop("UTC", None)  # written with a Z, without a zone
    for _name, zone in sorted(zones.items()):
        calendar.add_component(timezone_component(zone, min(years), max(*years, last_year)))
    for component in components:
        calendar.add_component(component)
    body: bytes = calendar.to_ical(sorted=False)
    return body


def calendar_of_components(language: str, components: list[Component], name: str = "") -> bytes:
    """Returns a calendar of components that are ready, with a name for programs that follow it ("" without any)."""
    calendar = _empty(language)
    if name:
        calendar.calendar_name = name
    calendar.add("REFRESH-INTERVAL", vDuration(BETWEEN_READS), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(BETWEEN_READS))
    return _finish(calendar, components)
