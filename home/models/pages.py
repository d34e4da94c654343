"""The home page of each locale, and standard pages."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar, NamedTuple
from urllib.parse import quote

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.search import index

from clusters.models import Cluster, ClusterPage, Organisation
from clusters.models.section import FederationRootPage
from clusters.translation.access.page_permissions import TranslationPermissionTester
from clusters.translation.drafts.translatable_fields import PAGE_FIELDS, translated
from clusters.translation.state.minor_changes import MinorChangePanel, TranslatedPageForm
from fedcms.core.blocks import BodyBlock
from fedcms.core.compiled_queries import Given, Values, fetch
from fedcms.core.models.base_page import BasePage
from fedcms.core.seo.social_card import CardText
from fedcms.media.renditions import prefetch_body
from home.front_page.selection import MOST_FEATURES, front_of


class HomePage(FederationRootPage):
    """The front page of one locale: what the federation is, and the latest of all clusters."""

    headline = models.CharField(
        _("accroche"), max_length=150, blank=True, help_text=_("En grand, en tête de page.")
    )

    content_panels: ClassVar = [
        *FederationRootPage.content_panels,
        FieldPanel("headline"),
        InlinePanel(
            "features",
            heading=_("À la une"),
            label=_("Page à la une"),
            max_num=MOST_FEATURES,
            help_text=_(
                "Cinq pages au plus, la première en grand. Sans choix dans cette langue, l’accueil reprend celui de la "
                "page française, pour ce qui est traduit ; sans aucun choix, il commence par le plus récent."
            ),
        ),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def card_text(self) -> CardText:
        """Its headline, which says more than the name that stands below it."""
        return replace(self.federation_card(), title=self.headline or self.title)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds what is put first, the latest of different clusters, what is coming, and the clusters."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        clusters = Cluster.objects.as_signatories().in_bulk()
        sections = section_addresses(self.locale_id)
        context |= {
            "front": front_of(self, clusters),
            "clusters": [(cluster, sections.get(cluster.pk)) for cluster in in_order(clusters)],
            "organisation_count": Organisation.objects.count(),
        }
        return context


def section_addresses(locale_id: int) -> dict[int, str]:
    """The address of each cluster's visible section in a locale, by the cluster's primary key. One query."""
    rows = map(_Section._make, fetch(_sections, now=timezone.now(), locale=locale_id))
    return {row.cluster_id: quote(row.url_path) for row in rows}


class _Section(NamedTuple):
    cluster_id: int
    url_path: str


def _sections(*, now: Given, locale: Given) -> models.QuerySet[ClusterPage, Values]:
    sections = ClusterPage.objects.visible(now).filter(locale_id=locale).order_by()
    return sections.values_list(*_Section._fields)  # type: ignore[no-any-return]  # Wagtail is untyped


def in_order(clusters: dict[int, Cluster]) -> list[Cluster]:
    """Clusters by slug, as everywhere on the site."""
    return sorted(clusters.values(), key=lambda cluster: cluster.slug)


class StandardPage(BasePage):
    """A page of the federation that stays: manifesto, legal notice, privacy, accessibility."""

    kind = "page"
    kind_label = _("Page")
    kind_label_plural = _("Pages de la fédération")
    base_form_class = TranslatedPageForm

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)

    translatable_fields: ClassVar = [*PAGE_FIELDS, *translated("body")]
    content_panels: ClassVar = [MinorChangePanel(), *BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _(
        "Un texte de la fédération qui reste et n’a pas de date : mentions légales, manifeste, présentation."
    )
    take_instead = (
        _("Le texte annonce ou raconte quelque chose : prenez une actualité."),
        _("Il présente une entreprise, un laboratoire ou une école : créez une fiche dans l’annuaire."),
    )

    class Meta:
        verbose_name = _("page standard")
        verbose_name_plural = _("pages standard")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Wagtail's, with the body's pictures fetched at once."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        prefetch_body(self.body)
        return context

    def permissions_for_user(self, user: object) -> TranslationPermissionTester:
        """Wagtail's rights and the translators'."""
        return TranslationPermissionTester(user, self)

    @property
    def updated_at(self) -> datetime | None:
        """When the text last changed."""
        moment: datetime | None = self.last_published_at or self.first_published_at
        return moment
