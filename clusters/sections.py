"""What the page of a cluster shows of its section, and the index of clusters of all of them."""

from urllib.parse import quote

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import ngettext

from clusters.cards import as_cards, rows_of
from clusters.listings import NEWS_AND_AGENDA
from clusters.maps.entries import Entry, entry_of
from clusters.models import ClusterPage, ContentPage, Organisation


def section_context(page: ClusterPage) -> dict[str, object]:
    """Latest news, what is coming and organisations of a section, each bounded."""
    visible = ContentPage.objects.visible().filter(locale_id=page.locale_id).of_cluster(page.cluster)
    coming = visible.of_kinds(*NEWS_AND_AGENDA["agenda"]).filter(sort_until__gte=timezone.now())
    news = visible.of_kinds(*NEWS_AND_AGENDA["news"])
    clusters = {page.cluster_id: page.cluster}
    return {
        "cluster": page.cluster,
        "latest": as_cards(rows_of(news.latest_first())[:6], clusters),
        "coming": as_cards(
            rows_of(coming.order_by("sort_at", "pk"), with_images=False)[:5], clusters, with_facts=True
        ),
        "organisations": list(
            Organisation.objects.filter(cluster=page.cluster).order_by("name").values("name", "slug")[:12]
        ),
    }


def index_entries(locale_id: int) -> list[Entry]:
    """Each cluster with a visible section in a locale, by name, with its counts. Three queries."""
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id).select_related("cluster")
    members = dict(Organisation.objects.order_by().values_list("cluster").annotate(Count("pk")))
    visible = ContentPage.objects.visible().filter(locale_id=locale_id)
    published = dict(visible.order_by().values_list("cluster").annotate(Count("pk")))

    def note(cluster_id: int) -> str:
        counts = []
        if count := members.get(cluster_id, 0):
            counts.append(ngettext("%(count)d membre", "%(count)d membres", count) % {"count": count})
        if count := published.get(cluster_id, 0):
            counts.append(
                ngettext("%(count)d publication", "%(count)d publications", count) % {"count": count}
            )
        return " · ".join(counts)

    return [
        entry_of(section.cluster, quote(section.url_path), note(section.cluster_id))
        for section in sections.order_by("cluster__slug")
    ]
