"""The home page of each locale, and standard pages."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.search import index

from clusters.models.key_page import KEY_PAGES, KeyPage
from clusters.models.minor_change_panel import MinorChangePanel
from clusters.models.page_permissions import TranslationPermissionTester
from clusters.models.section import FederationRootPage
from clusters.translation.state.minor_changes import TranslatedPageForm
from fedcms.core.blocks import BodyBlock
from fedcms.core.pages.translatable_fields import translated
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.stored_renditions import prefetch_body

MOST_FEATURES = 5
"""The most pages that editors can put first."""


class HomePage(FederationRootPage):
    """The front page of one locale: what the federation is, and the latest of all clusters."""

    usual_search_words = _("accueil, fédération")
    is_kept_in_process = True

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

    def social_card_text(self) -> SocialCardText:
        """Returns the text of the card with the headline as title: the name is below it anyway."""
        return replace(self.federation_social_card(), title=self.headline or self.title)


class StandardPage(KeyPage):
    """A page of the federation without a date: manifesto, legal notice, privacy, accessibility."""

    kind = KEY_PAGES
    is_kept_in_process = True
    kind_label = _("Page")
    kind_label_plural = _("Pages")
    base_form_class = TranslatedPageForm

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)

    translatable_fields: ClassVar = [*KeyPage.translatable_fields, *translated("body")]
    content_panels: ClassVar = [MinorChangePanel(), *KeyPage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*KeyPage.search_fields, index.SearchField("body")]
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
        """Fetches the images and links of the body together."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        prefetch_body(self.body)
        return context

    def permissions_for_user(self, user: object) -> TranslationPermissionTester:
        """Returns Wagtail's permissions combined with those of translators."""
        return TranslationPermissionTester(user, self)

    @property
    def updated_at(self) -> datetime | None:
        """When the text was last published (aware), None if never."""
        moment: datetime | None = self.last_published_at or self.first_published_at
        return moment
