"""The context of the index of clusters: each as the map shows it, with its counts; those of a town that was typed."""

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import ngettext

from clusters.content.listed_tags import tag_of_class
from clusters.content.selections import published_by_cluster
from clusters.directory.cluster_finder import find_clusters
from clusters.maps.entries import MapEntry, map_entry_of
from clusters.models import ClusterIndexPage, ClusterPage, ContactPage, Organisation
from clusters.models.membership import SECTION_DEPTH
from fedcms.core.i18n.formatting import number
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.shown_tags import declared

LONGEST_TOWN = 80


def cluster_index_context(page: ClusterIndexPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context: each cluster with the numbers of its members and publications."""
    entries = index_entries(page.locale_id)
    town = " ".join(request.GET.get("town", "")[:LONGEST_TOWN].replace("\0", "").split())
    found = find_clusters(town, entries, _join_urls(page.locale_id, entries)) if town and entries else None
    return {"entries": entries, "town": town, "found": found}


def _join_urls(locale_id: int, entries: list[MapEntry]) -> dict[str, str]:
    """Returns the address of each cluster's way in, by its slug; none where its contact page is not public."""
    contacts = ContactPage.objects.visible().filter(locale_id=locale_id, depth__gt=SECTION_DEPTH)
    found = {quoted_path(path) for path in contacts.values_list("url_path", flat=True)}
    # A contact page stands directly below its section's root.
    by_section = {url.rstrip("/").rpartition("/")[0] + "/": url for url in found}
    return {entry.key: f"{by_section[entry.url]}join/" for entry in entries if entry.url in by_section}


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

    with declared(tag_of_class(ClusterPage, locale_id)):
        return [
            map_entry_of(section.cluster, quoted_path(section.url_path), note(section.cluster_id))
            for section in sections.order_by("cluster__slug")
        ]
