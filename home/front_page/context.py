"""The template context of the front page."""

from typing import NamedTuple

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from clusters.content.listed_tags import tag_of_class
from clusters.models import Cluster, ClusterPage, Organisation
from clusters.models.cluster import signatories
from events.board.rows import next_departures
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.shown_tags import declared
from home.front_page.selection import select_front_page
from home.models import HomePage

DEPARTURES = 3
"""So many rows of the departure board stand on the front page, and on a newsroom's."""


def front_page_context(page: HomePage, request: HttpRequest) -> dict[str, object]:
    """Returns the context: content, next missions, each cluster with its section, the organisation count."""
    clusters = signatories()
    sections = section_addresses(page.locale_id)
    return {
        "front_page": select_front_page(page, clusters),
        "departures": next_departures(DEPARTURES, clusters, locale_id=page.locale_id),
        "clusters": [(cluster, sections.get(cluster.pk)) for cluster in in_order(clusters)],
        "organisation_count": fetch(_organisation_count)[0][0],
    }


def _organisation_count() -> QuerySet[Organisation, Values]:
    all_of_them = Organisation.objects.order_by().values(is_there=Value(value=True))
    return all_of_them.annotate(number=Count("pk")).values_list("number")  # type: ignore[no-any-return]  # a queryset


def section_addresses(locale_id: int) -> dict[int, str]:
    """Returns the address of each cluster's visible section in a locale, by the cluster's id. One query."""
    with declared(tag_of_class(ClusterPage, locale_id)):
        rows = map(_Section._make, fetch(_sections, now=timezone.now(), locale=locale_id))
    return {row.cluster_id: quoted_path(row.url_path) for row in rows}


class _Section(NamedTuple):
    cluster_id: int
    url_path: str


def _sections(*, now: Parameter, locale: Parameter) -> QuerySet[ClusterPage, Values]:
    sections = ClusterPage.objects.visible(now).filter(locale_id=locale).order_by()
    return sections.values_list(*_Section._fields)  # type: ignore[no-any-return]  # Wagtail is untyped


def in_order(clusters: dict[int, Cluster]) -> list[Cluster]:
    """Returns clusters sorted by slug, as everywhere on the site."""
    return sorted(clusters.values(), key=lambda cluster: cluster.slug)
