"""The agenda: what is coming, soonest first; what is over stands apart."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.facet_counts import FACETS
from clusters.listings import NEWS_AND_AGENDA
from clusters.membership import cluster_of_path
from clusters.models import SkeletonPage
from events.forms import AgendaForm
from fedcms.core.schema_org import CollectionPage

AGENDA_KINDS = NEWS_AND_AGENDA["agenda"]


class AgendaPage(SkeletonPage):
    """Agenda of a section; below a home page, of all clusters and the federation."""

    only_missions = models.BooleanField(_("missions seulement"), default=False, editable=False)

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    subpage_types: ClassVar = ["events.EventPage", "events.TradeMissionPage"]
    template = "events/agenda_page.html"
    schema_type = CollectionPage
    # What is over is a list of its own; a month is another view of the same.
    filter_parameters = (*FACETS, "view", "month")
    variants = (("past", "1"),)

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the listing: coming, or over with ?past=1; with ?view=month, a month as a calendar."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        cluster = cluster_of_path(self.path)
        kinds = ("mission",) if self.only_missions else AGENDA_KINDS
        form = AgendaForm(request.GET, kinds=kinds, locale_id=self.locale_id, cluster=cluster)
        context |= {"section_cluster": cluster, "form": form, "shows_past": form.shows_past}
        if form.shows_month:
            context["calendar"] = form.calendar()
        else:
            context["listing"] = form.listing(upcoming=not form.shows_past)
        return context
