"""Says when the clock changes lists of events and missions, for caches of pages."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min

from events.models import CallForApplications, EventPage, TradeMissionPage
from fedcms.core.shown_tags import next_quarter


def listed_moments(
    types: Collection[int], locales: Collection[int], since: datetime
) -> Iterable[datetime | None]:
    """Yields when a list of events or missions changes: at midnight somewhere, and as a call closes. One query."""
    dated = ContentType.objects.get_for_models(EventPage, TradeMissionPage).values()
    if {each.pk for each in dated} & set(types):
        yield next_quarter(since)
        open_calls = CallForApplications.objects.filter(closes_at__gt=since)
        yield open_calls.aggregate(closes=Min("closes_at"))["closes"]
