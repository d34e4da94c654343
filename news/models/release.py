"""Press releases; the embargo ends at Wagtail's `go_live_at`."""

from typing import ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from clusters.models import Cluster, ContentPage, Federation
from clusters.models.owner import SectionOwner
from fedcms.core.pages.translatable_fields import same_everywhere, translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import NewsArticle
from news.structured_data import news


class PressReleasePage(ContentPage):
    """A press release: dateline, text, contacts, attachments, and the cluster's boilerplate."""

    kind = "release"
    is_kept_in_process = True
    listing_page = "newsroom"
    front_page_block = "releases"
    in_news_sitemap = True
    kind_label = _("Communiqué")
    kind_label_plural = _("Communiqués")

    co_signers = ParentalManyToManyField(
        "clusters.Cluster",
        blank=True,
        related_name="+",
        verbose_name=_("clusters co-signataires"),
        help_text=_(
            "Le communiqué paraît quand chacun a approuvé ce texte ; toute retouche demande de nouveau leur accord."
        ),
    )
    contact_note = models.CharField(
        _("contact presse"),
        max_length=200,
        blank=True,
        help_text=_("Le service à joindre. Vide : les coordonnées presse du cluster."),
    )
    contact_email = models.EmailField(_("courriel pour ce communiqué"), blank=True)
    contact_phone = models.CharField(_("téléphone pour ce communiqué"), max_length=30, blank=True)

    # Journalists take up the text: without one there is nothing to announce.
    required_to_publish: ClassVar = ContentPage.required_to_publish | {
        "body": _("Écrivez le texte du communiqué : la presse le reprend.")
    }

    translatable_fields: ClassVar = [
        *ContentPage.translatable_fields,
        *translated("contact_note"),
        *same_everywhere("contact_email", "contact_phone", "attachments", "co_signers"),
    ]

    requires_credits = True
    has_press_kit = True
    has_co_signers = True
    scheduled_label = _("fin de l’embargo")
    schedule_is_embargo = True
    is_creatable = True
    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/press_release_page.html"
    page_description = _(
        "Vous annoncez quelque chose aux journalistes : un texte à reprendre tel quel, un contact, des pièces jointes, "
        "parfois un embargo (programmez alors la publication)."
    )
    take_instead = (
        _("Le sujet intéresse vos membres ou les enseignants plus que la presse : prenez une actualité."),
        _("Vous racontez un projet mené à bien, chiffres à l’appui : prenez une réussite."),
        _("Vous invitez la presse à venir : prenez un événement, et annoncez-le par un communiqué."),
    )

    content_panels: ClassVar = [
        *ContentPage.content_panels,
        HelpPanel(
            _(
                "Le panneau ⓘ, ligne « Programmer », donne le jour et l’heure de diffusion : avant, personne ne lit le "
                "communiqué hors de votre équipe. N’écrivez pas « sous embargo » dans le texte : il y resterait après."
            ),
            heading=_("Embargo"),
        ),
        FieldPanel("co_signers", widget=CheckboxSelectMultiple),
        FieldPanel("dateline_place"),
        *ContentPage.body_panels,
        InlinePanel(
            "attachments",
            label=_("pièce jointe"),
            heading=_("Pièces jointes"),
            help_text=_(
                "Dossier, photographies, logos : ce qu’un journaliste peut reprendre, avec crédit et licence."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_note"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
            heading=_("Contact presse"),
            help_text=_(
                "Seulement si ce communiqué a un contact à lui. Vide : les coordonnées presse du cluster."
            ),
        ),
        *ContentPage.organisation_panels,
        *ContentPage.classification_panels,
    ]

    class Meta:
        verbose_name = _("communiqué de presse")
        verbose_name_plural = _("communiqués de presse")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds all who sign the release, its own cluster first; none if it does so alone."""
        others = self.co_signing_clusters()
        signers = [str(self.speaker), *map(str, others)] if others else []
        return super().get_context(request, *args, **kwargs) | {"signers": signers}

    def co_signing_clusters(self) -> list[Cluster]:
        """Returns the other clusters that sign the release, by their addresses."""
        others = (each for each in self.co_signers.all() if each.pk != self.cluster_id)
        return sorted(others, key=lambda cluster: str(cluster.slug))

    def structured_data(self, head_context: HeadContext) -> NewsArticle:
        """Returns the release as a news article with its genre."""
        return news(self, head_context, genre="press release")

    @property
    def speaker(self) -> SectionOwner:
        """The publisher: the cluster, or the federation."""
        return self.cluster or Federation.load()


class ReleaseAttachment(Orderable):
    """A file attached to a release; the same in every language."""

    page = ParentalKey(PressReleasePage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.FederationDocument", on_delete=models.CASCADE, related_name="+", verbose_name=_("document")
    )

    panels: ClassVar = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("pièce jointe")

    def __str__(self) -> str:
        return str(self.document)
