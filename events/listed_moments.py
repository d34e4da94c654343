"""Says when the clock changes lists of missions besides, for caches of pages: as a call closes."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from events.models import CallForApplications, TradeMissionPage
from fedcms.core.compiled_queries import Parameter, Values, fetch


def listed_moments(
    types: Collection[int], locales: Collection[int], since: datetime
) -> Iterable[datetime | None]:
    """Yields when the next call closes, where missions are listed. One query.

    Days that are left are counted by the site's clock, and every page ends at its midnight.
    """
    if ContentType.objects.get_for_model(TradeMissionPage).pk in types:
        yield from cast("list[datetime]", [moment for (moment,) in fetch(_closes, since=since)])


def _closes(*, since: Parameter) -> "QuerySet[CallForApplications, Values]":
    calls = CallForApplications.objects.filter(closes_at__gt=since)
    return calls.order_by("closes_at").values_list("closes_at")[:1]
