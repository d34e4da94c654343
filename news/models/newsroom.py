"""The newsroom of the federation and of each cluster: what journalists look for, and all press kits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from clusters.content.facet_counts import FACETS
from clusters.models import StructuralPage
from clusters.models.routed_page import RoutedPageMixin
from fedcms.core.pages.registered_views import required_view
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing


class NewsroomPage(RoutedPageMixin, StructuralPage):
    """The page for the press; below it, at addresses of their own, all spokespeople, all media coverage, press kits."""

    usual_search_words = _(
        "salle de presse, médias, journalistes, contact presse, communiqués, dossiers de presse, porte-parole"
    )

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/newsroom_page.html"
    schema_type = CollectionPage
    filter_parameters = (*FACETS, "language")
    is_kept_in_process = True
    kept_parameters = filter_parameters

    class Meta:
        verbose_name = _("salle de presse")
        verbose_name_plural = _("salles de presse")

    # Wagtail finds routes on the class; the views that answer them are registered (news.page_views).
    @path("", name="newsroom")
    def newsroom(self, request: HttpRequest) -> HttpResponseBase:
        """Shows who is on duty, the releases, and the beginning of all else."""
        return required_view(self, "newsroom")(self, request)

    @path("spokespeople/", name="spokespeople")
    def spokespeople(self, request: HttpRequest) -> HttpResponseBase:
        """Lists spokespeople, filtered by topic and language."""
        return required_view(self, "spokespeople")(self, request)

    @path("coverage/", name="coverage")
    def coverage(self, request: HttpRequest) -> HttpResponseBase:
        """Lists media coverage, the newest first."""
        return required_view(self, "coverage")(self, request)

    @path("kits/<slug:slug>/", name="press_kit")
    def press_kit(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Shows the press kit of a cluster or of the federation."""
        return required_view(self, "press_kit")(self, request, slug)

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the head; a page below it has its own title."""
        metadata, heading = super().head_metadata(context), context.get("heading", self.title)
        if heading == self.title:
            return metadata
        return replace(metadata, title=str(heading), seo_title="", description="")

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns a collection with the name that its heading shows."""
        page = super().structured_data(head_context)
        return CollectionPage(**(vars(page) | {"name": head_context.metadata.title}))
