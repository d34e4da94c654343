"""The home page of each locale, and standard pages."""

from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clusters.listings import NEWS_AND_AGENDA
from clusters.models import Cluster, ContentPage, Organisation
from clusters.models.section import FederationRootPage
from fedcms.core.blocks import BodyBlock
from fedcms.core.models.base_page import BasePage


class HomePage(FederationRootPage):
    """The front page of one locale: what the federation is, and the latest of all clusters."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the lead, the latest news of different clusters, what is coming, and the clusters."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        visible = ContentPage.objects.visible().filter(locale_id=self.locale_id).for_cards()
        latest = spread_over_clusters(list(visible.of_kinds(*NEWS_AND_AGENDA["news"]).latest_first()[:24]), 7)
        coming = visible.of_kinds(*NEWS_AND_AGENDA["agenda"]).filter(sort_until__gte=timezone.now())
        context |= {
            "lead": latest[0] if latest else None,
            "latest": latest[1:],
            "coming": list(coming.order_by("sort_at", "pk")[:6]),
            "clusters": list(Cluster.objects.select_related("logo")),
            "organisation_count": Organisation.objects.count(),
        }
        return context


def spread_over_clusters(pages: list[ContentPage], wanted: int) -> list[ContentPage]:
    """The newest pages, at most one of a cluster until every cluster present had its turn."""
    chosen: list[ContentPage] = []
    seen: set[int | None] = set()
    for page in pages:
        if page.cluster_id not in seen:
            chosen.append(page)
            seen.add(page.cluster_id)
    chosen += [page for page in pages if page not in chosen]
    return chosen[:wanted]


class StandardPage(BasePage):
    """A page of the federation that stays: manifesto, legal notice, privacy, accessibility."""

    kind = "page"
    kind_label = _("Page")
    kind_label_plural = _("Pages de la fédération")

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _("Pour un texte durable de la fédération. Pour une nouvelle : une actualité.")

    class Meta:
        verbose_name = _("page standard")
        verbose_name_plural = _("pages standard")

    @property
    def updated_at(self) -> datetime | None:
        """When the text last changed."""
        return self.last_published_at or self.first_published_at
