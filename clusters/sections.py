"""What the page of a cluster shows of its section."""

from django.utils import timezone

from clusters.cards import as_cards
from clusters.listings import NEWS_AND_AGENDA
from clusters.models import ClusterPage, ContentPage, Organisation


def section_context(page: ClusterPage) -> dict[str, object]:
    """Latest news, what is coming and organisations of a section, each bounded."""
    visible = ContentPage.objects.visible().filter(locale_id=page.locale_id).of_cluster(page.cluster)
    coming = visible.for_rows().of_kinds(*NEWS_AND_AGENDA["agenda"]).filter(sort_until__gte=timezone.now())
    return {
        "cluster": page.cluster,
        "latest": as_cards(visible.for_cards().of_kinds(*NEWS_AND_AGENDA["news"]).latest_first()[:6]),
        "coming": as_cards(coming.order_by("sort_at", "pk")[:5], with_facts=True, with_images=False),
        "organisations": list(Organisation.objects.filter(cluster=page.cluster).order_by("name")[:12]),
    }
