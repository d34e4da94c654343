"""Reads the rows of the departure board: of missions that are given, or of those that one can apply to next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Case, Count, Expression, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from clusters.content.listed_tags import tag_of_class
from clusters.models import Cluster
from clusters.models.content_queryset import ContentPageQuerySet
from events.board.departures import Departure, departure_of
from events.models.application import Application, ApplicationState, DecisionKind
from events.models.call import CallForApplications
from events.models.mission import TradeMissionPage
from fedcms.core.compiled_queries import Parameter, fetch_objects, one_of, several
from fedcms.core.shown_tags import declared, page_tag
from fedcms.core.site_clock import site_today

Pages = TypeVar("Pages", bound=ContentPageQuerySet)
Missions = QuerySet[TradeMissionPage, TradeMissionPage]

_FIELDS = (
    *("title", "url_path", "cluster", "translation_key"),
    *("destination_city", "destination_country", "dateline_language"),
)
_OWN_FIELDS = ("starts_on", "ends_on", "deadline", "places", "cost_euros")
_OF_CALL = ("closes_at", "time_zone", "places", "is_cancelled", "apply_by")


def _of_call(name: str) -> Subquery:
    """Returns the expression of a column of a mission's call; NULL without one."""
    calls = CallForApplications.objects.filter(translation_key=OuterRef("translation_key"))
    return Subquery(calls.values(name)[:1])


def _chosen() -> Subquery:
    """Returns the expression of the number of applications that were chosen; NULL for none. Each was told at once."""
    chosen = Application.objects.filter(
        call__translation_key=OuterRef("translation_key"),
        decision=DecisionKind.CHOSEN,
        state=ApplicationState.SUBMITTED,
    )
    return Subquery(chosen.order_by().values("call").annotate(number=Count("pk")).values("number"))


def by_deadline(pages: Pages, now: datetime | Parameter, today: date | Parameter, prefix: str = "") -> Pages:
    """Orders missions: those that one may apply to by deadline, then the others by departure, the cancelled ones last.

    `prefix` is the lookup from the queried model to the mission; `today` is the site's.
    """
    ranked = pages.annotate(call_closes_at=_of_call("closes_at"), call_is_cancelled=_of_call("is_cancelled"))
    day_is_past = When(call_closes_at__isnull=True, then=1, **{f"{prefix}deadline__lt": today})
    ranked = ranked.annotate(
        rank=Case(
            When(call_is_cancelled=True, then=2),
            When(call_closes_at__lte=now, then=1),
            day_is_past,
            default=0,
        )
    )
    zone = timezone.get_default_timezone()
    day: Expression = Coalesce(TruncDate("call_closes_at", tzinfo=zone), F(f"{prefix}deadline"))
    by_day = Case(When(rank=0, then=day), default=F(f"{prefix}starts_on"))
    ordered: Pages = ranked.order_by("rank", by_day, "sort_at", "pk")
    return ordered


def _with_calls(missions: ContentPageQuerySet) -> Missions:
    columns = {f"call_{name}": _of_call(name) for name in _OF_CALL}
    return missions.annotate(**columns, chosen=_chosen()).only(*_FIELDS, *_OWN_FIELDS)  # type: ignore[no-any-return]  # Wagtail is untyped


def _given(**ids: Parameter) -> Missions:
    return _with_calls(TradeMissionPage.objects.filter(one_of("pk", ids)).order_by())


def _next(
    most: int, *, now: Parameter, today: Parameter, locale: Parameter, cluster: Parameter | None = None
) -> Missions:
    missions = TradeMissionPage.objects.visible(now).of_locale(locale).not_over(now)
    if cluster is not None:
        missions = missions.filter(cluster_id=cluster)
    return _with_calls(by_deadline(missions, now, today))[:most]


def _call_of(mission: TradeMissionPage) -> CallForApplications | None:
    """Returns what a row was read with of the mission's call."""
    found = {name: getattr(mission, f"call_{name}") for name in _OF_CALL}
    return None if found["closes_at"] is None else CallForApplications(**found)


def _departures(
    missions: Sequence[TradeMissionPage], clusters: Mapping[int, Cluster], now: datetime
) -> list[Departure]:
    return [
        departure_of(each, _call_of(each), getattr(each, "chosen", None) or 0, clusters, now)
        for each in missions
    ]


def departures_of(ids: Sequence[int], clusters: Mapping[int, Cluster]) -> list[Departure]:
    """Returns the rows of missions by primary key, in this order. One query, none without any.

    Who calls has chosen pages that are visible.
    """
    if not ids:
        return []
    with declared(*map(page_tag, ids)):
        found = {each.pk: each for each in fetch_objects(_given, **several(ids))}
    return _departures([found[pk] for pk in ids if pk in found], clusters, timezone.now())


def next_departures(
    most: int, clusters: Mapping[int, Cluster], *, locale_id: int, cluster_id: int | None = None
) -> list[Departure]:
    """Returns the first rows of the board in a locale, of one cluster or (`None`) of all that publish. One query."""
    now = timezone.now()
    cluster = {} if cluster_id is None else {"cluster": cluster_id}
    with declared(tag_of_class(TradeMissionPage, locale_id, cluster_id)):
        found = fetch_objects(_next, most, now=now, today=site_today(), locale=locale_id, **cluster)
    return _departures(found, clusters, now)
