"""What the page of a cluster shows of its section."""

from urllib.parse import quote

from django.utils import timezone
from wagtail.models import Page

from clusters.cards import as_cards
from clusters.listings import NEWS_AND_AGENDA
from clusters.models import ClusterPage, ContentPage, Organisation
from fedcms.core.visibility import visible_q


def section_pages(path: str, depth: int) -> list[dict[str, str]]:
    """Title and address of the visible pages directly below a section root, in menu order. One query."""
    rows = Page.objects.filter(visible_q(), path__startswith=path, depth=depth + 1, show_in_menus=True)
    return [{"title": title, "url": quote(url)} for title, url in rows.order_by("path").values_list("title", "url_path")]


def section_context(page: ClusterPage) -> dict[str, object]:
    """Latest news, what is coming, organisations and pages of a section, each bounded."""
    visible = ContentPage.objects.visible().filter(locale_id=page.locale_id).of_cluster(page.cluster).for_cards()
    coming = visible.of_kinds(*NEWS_AND_AGENDA["agenda"]).filter(sort_until__gte=timezone.now())
    return {
        "cluster": page.cluster,
        "latest": as_cards(visible.of_kinds(*NEWS_AND_AGENDA["news"]).latest_first()[:6]),
        "coming": as_cards(coming.order_by("sort_at", "pk")[:5], with_facts=True),
        "organisations": list(Organisation.objects.filter(cluster=page.cluster).order_by("name")[:12]),
        "section_pages": section_pages(page.path, page.depth),
    }
