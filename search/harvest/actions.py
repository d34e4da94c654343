"""The buttons of a source: harvest, pause, resume, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from search.harvest import sources
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource, SourceState

ACTIONS: dict[str, tuple[tuple[SourceState, ...], str | Promise, str]] = {
    "harvest": ((SourceState.ACTIVE,), gettext_lazy("Lire maintenant"), "download"),
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
"""What may be done to a source: name -> (states in which it is allowed, label, icon)."""


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Does one of `ACTIONS` to a source. Raises `PermissionDenied`, or `Http404` for an unknown action or source."""
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
    """Runs the action; returns the message to show, which contains `%(source)s`."""
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
