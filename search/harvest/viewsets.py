"""The admin views of sources."""

from typing import ClassVar

from django.db import models
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic

from clusters.access.row_viewset import RowViewSet
from search.harvest.actions import act
from search.harvest.columns import HealthPanel, NextTryColumn, StateColumn
from search.harvest.forms import SourceForm
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource


class SourceCreateView(generic.CreateView):
    """The view that adds a source; it enqueues its first harvest."""

    def save_instance(self) -> models.Model:
        """Saves the source and enqueues its harvest, within the view's transaction."""
        source: HarvestSource = super().save_instance()
        harvest_now(source)
        return source

    def get_success_message(self, instance: HarvestSource) -> str:
        """Returns a message that says that the source will be read in a moment."""
        return _("« %(source)s » est enregistrée ; elle sera lue dans un instant.") % {"source": instance}


class HarvestSourceViewSet(RowViewSet):
    """The list and forms of sources. A person sees those of clusters in which they are a publisher."""

    model = HarvestSource
    name = "harvest_sources"
    icon = "link-external"
    menu_label = gettext_lazy("Sites des clusters")
    add_view_class = SourceCreateView
    list_display: ClassVar = [
        "name",
        "cluster",
        StateColumn("state", label=gettext_lazy("État")),
        DateColumn("last_success", label=gettext_lazy("Dernier succès")),
        NextTryColumn("next_try", label=gettext_lazy("Prochain essai")),
    ]
    list_filter: ClassVar = ["state", "cluster"]
    search_fields: ClassVar = ["name", "address"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            HealthPanel(heading=gettext_lazy("Santé")),
            FieldPanel("name"),
            FieldPanel("cluster"),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("format"), FieldPanel("kind"), FieldPanel("language")]),
            FieldPanel("page_address"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("consent_by"), FieldPanel("consent_on")]),
                    FieldPanel("licence"),
                ],
                heading=gettext_lazy("Accord et licence"),
            ),
        ],
        base_form_class=SourceForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Adds the address of `act`."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("act/<int:pk>/<slug:action>/", require_admin_access(act), name="act")]
