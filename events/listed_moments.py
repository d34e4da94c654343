"""Says when the clock changes lists of events and missions, for caches of pages."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from events.models import CallForApplications, EventPage, TradeMissionPage
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.shown_tags import next_quarter


def listed_moments(
    types: Collection[int], locales: Collection[int], since: datetime
) -> Iterable[datetime | None]:
    """Yields when a list of events or missions changes: at midnight somewhere, and as a call closes. One query."""
    dated = ContentType.objects.get_for_models(EventPage, TradeMissionPage).values()
    if {each.pk for each in dated} & set(types):
        yield next_quarter(since)
        yield from cast("list[datetime]", [moment for (moment,) in fetch(_closes, since=since)])


def _closes(*, since: Parameter) -> "QuerySet[CallForApplications, Values]":
    calls = CallForApplications.objects.filter(closes_at__gt=since)
    return calls.order_by("closes_at").values_list("closes_at")[:1]
