"""The agenda: coming events, soonest first; past ones apart."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.index_pages import KindIndexMixin
from clusters.content.listings import PAGE_SIZE
from clusters.content.other_languages import number_elsewhere
from clusters.content.registry import kinds_of_group
from clusters.models import StructuralPage
from clusters.models.listing_group import ListingGroup
from clusters.models.membership import cluster_of_path
from events.calendar_listings import month_listing, week_listing
from events.facets import AGENDA_FACETS
from events.forms import MAP, MONTH, WEEK, AgendaForm
from events.map_places import MOST_OF_A_MAP, agenda_map
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Thing

_PAST, _PAST_MISSIONS = _("%(title)s : rendez-vous passés"), _("%(title)s : missions passées")


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

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the listing: coming events, or past ones with ?past=1; with ?view=month or ?view=week, a calendar."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        cluster = cluster_of_path(self.path)
        kinds = ("mission",) if self.only_missions else kinds_of_group(self.listing_group)
        form = AgendaForm(request.GET, kinds=kinds, locale_id=self.locale_id, cluster=cluster)
        context |= {"section_cluster": cluster, "form": form, "shows_past": form.shows_past}
        context["heading"] = self.title
        if form.view_name in (MONTH, WEEK):
            calendar = month_listing(form) if form.view_name == MONTH else week_listing(form)
            context |= {"calendar": calendar, "counted": calendar.counted}
            has_any = calendar.has_any
        else:
            shows_map = form.view_name == MAP
            listing = form.agenda(MOST_OF_A_MAP if shows_map else PAGE_SIZE)
            context["map"] = agenda_map(listing) if shows_map else None
            context |= {"listing": listing, "counted": form.counted(listing.total)}
            has_any = listing.total > 0
            context["elsewhere"] = number_elsewhere(form, upcoming=form.upcoming)
            if form.shows_past:
                heading = _PAST_MISSIONS if self.only_missions else _PAST
                context["heading"] = heading % {"title": self.title}
        # Where there is nothing, there is no day to choose either.
        context["dated"] = form.days_facet if has_any or form.active else None
        return context

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
