"""The agenda: coming events, soonest first; past ones apart."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FACETS
from clusters.content.index_pages import KindIndexMixin
from clusters.content.registry import kinds_of_group
from clusters.models import StructuralPage
from clusters.models.listing_group import ListingGroup
from clusters.models.membership import cluster_of_path
from events.forms import AgendaForm
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing


class AgendaPage(KindIndexMixin, StructuralPage):
    """The agenda of a section; below a home page, that of all clusters and the federation."""

    only_missions = models.BooleanField(_("missions seulement"), default=False, editable=False)

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    listing_group = ListingGroup.AGENDA
    template = "events/agenda_page.html"
    schema_type = CollectionPage
    # Past events are a page of their own; a month is another view of the same page.
    filter_parameters = (*FACETS, "view", "month", "day")
    variants = (("past", "1"),)

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the listing: coming events, or past ones with ?past=1; with ?view=month, a month as a calendar."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        cluster = cluster_of_path(self.path)
        kinds = ("mission",) if self.only_missions else kinds_of_group(self.listing_group)
        form = AgendaForm(request.GET, kinds=kinds, locale_id=self.locale_id, cluster=cluster)
        context |= {"section_cluster": cluster, "form": form, "shows_past": form.shows_past}
        context["heading"] = self.title
        if form.shows_month:
            context["calendar"] = form.calendar()
        else:
            context["listing"] = form.listing(upcoming=not form.shows_past)
            if form.shows_past:
                context["heading"] = _("%(title)s : rendez-vous passés") % {"title": self.title}
        return context

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
