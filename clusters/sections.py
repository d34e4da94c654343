"""What the page of a cluster shows of its section."""

from django.utils import timezone

from clusters.cards import as_cards, rows_of
from clusters.listings import NEWS_AND_AGENDA
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
