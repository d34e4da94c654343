"""The agenda: coming events, soonest first; past ones apart; of missions alone, the departure board."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.index_pages import KindIndexMixin
from clusters.models import StructuralPage
from clusters.models.listing_group import ListingGroup
from events.facets import AGENDA_FACETS
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing


class AgendaPage(KindIndexMixin, StructuralPage):
    """The agenda of a section; below a home page, that of all clusters and the federation."""

    usual_search_words = _("événements, calendrier, rendez-vous, dates")
    usual_words_of_missions = _("missions économiques, missions à l’étranger, délégations")

    only_missions = models.BooleanField(_("missions seulement"), default=False, editable=False)

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    listing_group = ListingGroup.AGENDA
    template = "events/agenda_page.html"
    schema_type = CollectionPage
    # Past events are a page of their own; a month is another view of the same page.
    filter_parameters = (*AGENDA_FACETS, "period", "from", "to", "view", "month", "week", "day")
    variants = (("past", "1"),)
    is_kept_in_process = True
    kept_parameters = (*filter_parameters, "past")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @property
    def usual_words(self) -> str | Promise:
        """The words for an agenda, or for the list of missions."""
        return self.usual_words_of_missions if self.only_missions else super().usual_words

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the head; that of past events is another page, with its own title and description."""
        metadata, heading = super().head_metadata(context), context.get("heading", self.title)
        if heading == self.title:
            return metadata
        return replace(metadata, title=str(heading), seo_title="", description="")

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns a collection with the name that its heading shows."""
        page = super().structured_data(head_context)
        return CollectionPage(**(vars(page) | {"name": head_context.metadata.title}))
