"""The context of the index of clusters: each cluster as the map shows it, with its counts."""

from urllib.parse import quote

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import ngettext

from clusters.content.selections import published_by_cluster
from clusters.maps.entries import MapEntry, map_entry_of
from clusters.models import ClusterIndexPage, ClusterPage, Organisation
from fedcms.core.i18n.formatting import number


def cluster_index_context(page: ClusterIndexPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context: each cluster with the numbers of its members and publications."""
    return {"entries": index_entries(page.locale_id)}


def index_entries(locale_id: int) -> list[MapEntry]:
    """Returns each cluster with a visible section in a locale, by slug, with its counts. Three queries."""
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id).select_related("cluster")
    members = dict(Organisation.objects.order_by().values_list("cluster").annotate(Count("pk")))
    published = published_by_cluster(locale_id)

    def note(cluster_id: int) -> str:
        counts = []
        if count := members.get(cluster_id, 0):
            counts.append(ngettext("%(count)s membre", "%(count)s membres", count) % {"count": number(count)})
        if count := published.get(cluster_id, 0):
            counts.append(
                ngettext("%(count)s publication", "%(count)s publications", count) % {"count": number(count)}
            )
        return " · ".join(counts)

    return [
        map_entry_of(section.cluster, quote(section.url_path), note(section.cluster_id))
        for section in sections.order_by("cluster__slug")
    ]
