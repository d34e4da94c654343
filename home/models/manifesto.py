"""The manifesto's page: its commitments as numbered tiles, each with an address below it."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path

from clusters.models.commitment import Commitment
from clusters.models.routed_page import RoutedPageMixin
from clusters.models.section import StructuralPage
from fedcms.core.pages.registered_views import required_view
from fedcms.core.seo.schema_org import CollectionPage


class ManifestoPage(RoutedPageMixin, StructuralPage):
    """The living manifesto: each mission, axis and promise, and what proves it now."""

    usual_search_words = _(
        "manifeste, axes, missions de la fédération, promesses, engagements, missions des clusters"
    )

    full_text = models.ForeignKey(
        "home.StandardPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("texte entier du manifeste"),
        help_text=_("La page standard qui le porte, dans cette langue."),
    )

    content_panels: ClassVar = [*StructuralPage.content_panels, FieldPanel("full_text")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/manifesto_page.html"
    schema_type = CollectionPage
    filter_parameters = ("cluster",)

    class Meta:
        verbose_name = _("page du manifeste")
        verbose_name_plural = _("pages du manifeste")

    def search_text(self) -> str:
        """Returns titles and words of all commitments in the page's language: they stand on the page. One query."""
        language = self.locale.language_code
        return "\n".join(
            f"{commitment.title.text_for(language)}\n{commitment.text.text_for(language)}"
            for commitment in Commitment.objects.all()
        )

    # Wagtail finds routes on the class; the views that answer them are registered (home.page_views).
    @path("", name="manifesto")
    def manifesto(self, request: HttpRequest) -> HttpResponseBase:
        """Shows all commitments as tiles."""
        return required_view(self, "manifesto")(self, request)

    @path("<slug:slug>/", name="commitment")
    def commitment(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Shows one commitment with all that proves it."""
        return required_view(self, "commitment")(self, request, slug)
