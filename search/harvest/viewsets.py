"""The admin of sources: what they are, how they fare, and what their publishers do with them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from clusters.viewsets import RowViewSet
from search.harvest import sources
from search.harvest.forms import SourceForm
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource, SourceState

ACTIONS: dict[str, tuple[tuple[SourceState, ...], str | Promise, str]] = {
    "harvest": ((SourceState.ACTIVE,), gettext_lazy("Moissonner maintenant"), "download"),
    "pause": ((SourceState.ACTIVE,), gettext_lazy("Mettre en pause"), "time"),
    "resume": (
        (SourceState.PAUSED, SourceState.ENDED, SourceState.WITHDRAWN),
        gettext_lazy("Remettre en service"),
        "rotate",
    ),
    "withdraw": (
        (SourceState.ACTIVE, SourceState.PAUSED, SourceState.ENDED),
        gettext_lazy("Retirer de la recherche"),
        "bin",
    ),
}
"""What may be done to a source: in which states, its label, its icon."""


class StateColumn(Column):
    """Whether it is read, and in words what is wrong."""

    def get_value(self, instance: HarvestSource) -> str:
        """The state, and the last error if it still holds."""
        state = instance.get_state_display()
        return f"{state} – {instance.get_last_error_display()}" if instance.last_error else state


class NextTryColumn(Column):
    """When it is asked next; nothing for one that is asked no more.

    Not a `DateColumn`, which says of every moment to come that it is now.
    """

    def get_value(self, instance: HarvestSource) -> str:
        """A moment in the zone of who reads."""
        if instance.state != SourceState.ACTIVE:
            return ""
        return date_format(timezone.localtime(instance.next_try), "SHORT_DATETIME_FORMAT")


class HealthPanel(Panel):
    """How a source fares, and the buttons of what may be done to it; nothing of one that is new."""

    class BoundPanel(Panel.BoundPanel):
        """Bound to a source."""

        template_name = "search/admin/source_health.html"

        def is_shown(self) -> bool:
            """Only of what exists."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The source, counts, and the actions of its state."""
            source: HarvestSource = self.instance
            context: dict[str, Any] = super().get_context_data(parent_context)
            items = source.items.all()
            return context | {
                "source": source,
                "shown": items.leading().count() if source.is_shown else 0,
                "credited": items.shown().exclude(same_as=None).count(),
                "gone": items.exclude(gone_at=None).count(),
                "actions": [
                    {
                        "label": label,
                        "icon": icon,
                        "url": reverse("harvest_sources:act", args=[source.pk, name]),
                    }
                    for name, (states, label, icon) in ACTIONS.items()
                    if source.state in states
                ],
            }


class SourceCreateView(generic.CreateView):
    """A new source is harvested at once."""

    def save_instance(self) -> models.Model:
        """Inside the view's transaction."""
        source: HarvestSource = super().save_instance()
        harvest_now(source)
        return source

    def get_success_message(self, instance: HarvestSource) -> str:
        """Says what happens next."""
        return _("« %(source)s » est enregistrée ; elle sera lue dans un instant.") % {"source": instance}


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Does one of `ACTIONS` to a source. Raises `PermissionDenied`, or `Http404` for an action that does not exist."""
    source = get_object_or_404(HarvestSource, pk=pk)
    policy = policy_registry.get_by_type(HarvestSource)
    if not policy.user_has_permission_for_instance(request.user, "change", source):
        raise PermissionDenied
    if action not in ACTIONS:
        raise Http404
    if source.state not in ACTIONS[action][0]:
        messages.warning(request, _("L’état de « %(source)s » a changé entre-temps.") % {"source": source})
    else:
        messages.success(request, _do(source, action) % {"source": source})
    return HttpResponseRedirect(reverse("harvest_sources:edit", args=[pk]))


def _do(source: HarvestSource, action: str) -> str:
    """Does it and says so."""
    if action == "harvest":
        source.next_try = timezone.now()
        source.save(update_fields=["next_try"])
        harvest_now(source)
        return _("« %(source)s » sera lue dans un instant.")
    if action == "pause":
        sources.pause(source)
        return _("« %(source)s » est en pause ; ce qui y a été trouvé reste dans la recherche.")
    if action == "resume":
        sources.resume(source)
        return _("« %(source)s » est de nouveau en service.")
    sources.withdraw(source)
    return _("« %(source)s » est retirée ; plus rien n’en paraît dans la recherche.")


class HarvestSourceViewSet(RowViewSet):
    """Sources of one's own cluster."""

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
        """With the actions."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("act/<int:pk>/<slug:action>/", require_admin_access(act), name="act")]
