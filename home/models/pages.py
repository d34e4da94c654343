"""The home page of each locale, and standard pages."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clusters.cards import Row, as_cards, as_rows, rows_of
from clusters.listings import NEWS_AND_AGENDA
from clusters.localize.fields import PAGE_FIELDS, translated
from clusters.models import Cluster, ClusterPage, ContentPage, Organisation
from clusters.models.section import FederationRootPage
from clusters.references import OwnReferencesPageForm
from fedcms.core.blocks import BodyBlock
from fedcms.core.cards import CardText
from fedcms.core.models.base_page import BasePage
from fedcms.media.renditions import prefetch_body

# The lead and its company are chosen among so many of the newest, and so many are shown.
NEWEST, SHOWN = 24, 9


class HomePage(FederationRootPage):
    """The front page of one locale: what the federation is, and the latest of all clusters."""

    headline = models.CharField(
        _("accroche"), max_length=150, blank=True, help_text=_("En grand, en tête de page.")
    )

    content_panels: ClassVar = [*FederationRootPage.content_panels, FieldPanel("headline")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def card_text(self) -> CardText:
        """Its headline, which says more than the name that stands below it."""
        return replace(self.federation_card(), title=self.headline or self.title)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the lead, the latest news of different clusters, what is coming, and the clusters."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        visible = ContentPage.objects.visible().filter(locale_id=self.locale_id)
        clusters = Cluster.objects.in_bulk()
        newest = rows_of(visible.of_kinds(*NEWS_AND_AGENDA["news"]).latest_first())[:NEWEST]
        latest = as_cards(spread_over_clusters(as_rows(newest), SHOWN), clusters)
        coming = visible.filter(sort_until__gte=timezone.now()).order_by("sort_at", "pk")
        events = rows_of(coming.of_kinds("event"), with_images=False)[:5]
        missions = rows_of(coming.of_kinds("mission"), with_images=False)[:3]
        sections = section_addresses(self.locale_id)
        context |= {
            "lead": latest[0] if latest else None,
            "headlines": latest[1:4],
            "more_news": latest[4:],
            "coming": as_cards(events, clusters, with_facts=True),
            "missions": as_cards(missions, clusters, with_facts=True),
            "clusters": [(cluster, sections.get(cluster.pk)) for cluster in in_order(clusters)],
            "organisation_count": Organisation.objects.count(),
            "language_count": len(settings.WAGTAIL_CONTENT_LANGUAGES),
        }
        return context


def section_addresses(locale_id: int) -> dict[int, str]:
    """The address of each cluster's visible section in a locale, by the cluster's primary key. One query."""
    rows = ClusterPage.objects.visible().filter(locale_id=locale_id).values_list("cluster_id", "url_path")
    return {cluster_id: quote(url_path) for cluster_id, url_path in rows}


def in_order(clusters: dict[int, Cluster]) -> list[Cluster]:
    """Clusters by slug, as everywhere on the site."""
    return sorted(clusters.values(), key=lambda cluster: cluster.slug)


def spread_over_clusters(pages: list[Row], wanted: int) -> list[Row]:
    """The newest pages, at most one of a cluster until every cluster present had its turn."""
    chosen: list[Row] = []
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
    base_form_class = OwnReferencesPageForm

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)

    translatable_fields: ClassVar = [*PAGE_FIELDS, *translated("body")]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _("Pour un texte durable de la fédération. Pour une nouvelle : une actualité.")

    class Meta:
        verbose_name = _("page standard")
        verbose_name_plural = _("pages standard")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Wagtail's, with the body's pictures fetched at once."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        prefetch_body(self.body)
        return context

    @property
    def updated_at(self) -> datetime | None:
        """When the text last changed."""
        moment: datetime | None = self.last_published_at or self.first_published_at
        return moment
