"""The admin screens after a mission: what came out of it, and the story of each organisation."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.models.owner import SectionOwner
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key, team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications.jury_sight import hidden_from
from events.applications.log_actions import log_application
from events.delegations.log_actions import OUTCOME_SAVED
from events.delegations.outcome import begin_story, outcome_of, refuse_before_return, save_outcome
from events.delegations.outcome_form import OutcomeForm
from events.delegations.views import delegation_url, seen_delegates, team_call
from events.form_versions import posted_form_key
from events.models import Application, CallForApplications, TradeMissionPage
from events.signup.rights import may_open, owners_organised_by
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.i18n.bidi import in_line

PARTICIPANTS_SHOWN = 100


def outcome(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Shows what came out of a mission with the stories of its organisations; saves it by POST."""
    is_posted = request.method == "POST"
    owner, call = team_call(request, team, call_id, to_publish=is_posted)
    found = outcome_of(call)
    form = OutcomeForm(found, request.POST if is_posted else None)
    if is_posted and form.is_valid() and _saved(request, owner, call, form):
        return redirect(request.path)
    try:
        refuse_before_return(call)
        why_not = ""
    except Refusal as refusal:
        why_not = str(refusal)
    context = {
        "team": team,
        "call": call,
        "form": form,
        "form_key": uuid4(),
        "version": request.POST.get("version", "") or found.version,
        "why_not": why_not,
        "delegates": seen_delegates(request, call),
        "may_open": may_open(signed_in_user(request), owner),
        "header_title": _("Bilan de la mission"),
        "back": delegation_url(owner, call),
    }
    status = 422 if form.errors else 200
    response = TemplateResponse(request, "events/delegations/outcome_form.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _saved(request: HttpRequest, owner: SectionOwner, call: CallForApplications, form: OutcomeForm) -> bool:
    """Saves a valid form; returns whether that is done, and says so."""
    key, version = posted_form_key(request), request.POST.get("version", "")
    try:
        save_outcome(call, form.words(), form.figures(), key, version, shows=form.cleaned_data["shows"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    log_application(owner, OUTCOME_SAVED, signed_in_user(request), call.pk)
    messages.success(request, _("Le bilan est enregistré."))
    return True


def participants_url(owner: SectionOwner) -> str:
    """Returns the address of the organisations of a cluster that travelled."""
    return reverse("mission_delegations:participants", args=[team_number(owner)])


def missions_by_language(keys: Iterable[UUID]) -> dict[UUID, TradeMissionPage]:
    """Returns the public page of each mission by its key, in the reader's language if there is one. One query."""
    language = (get_language() or "").partition("-")[0]
    pages = TradeMissionPage.objects.visible().filter(translation_key__in=list(keys))
    found = list(pages.defer_streamfields().select_related("locale").order_by("pk"))
    found.sort(key=lambda page: page.locale.language_code == language)
    return {page.translation_key: page for page in found}


@require_safe
def participants(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the organisations of a cluster that are back from a mission of anybody's, the newest first.

    Those in which the person has declared an interest are left out.
    """
    owner, user = team_to_organise_for(request, team), signed_in_user(request)
    chosen = Application.objects.chosen().filter(cluster=cluster_key(owner)).exclude(cluster=None)
    keys = TradeMissionPage.objects.visible().filter(ends_on__lt=timezone.localdate())
    chosen = chosen.filter(call__is_cancelled=False, call__translation_key__in=keys.values("translation_key"))
    rows = list(chosen.select_related("call", "delegate_story__page").order_by("-pk")[:PARTICIPANTS_SHOWN])
    hidden = hidden_from(user, {each.call_id for each in rows})
    rows = [each for each in rows if each.pk not in hidden]
    missions = missions_by_language(each.call.translation_key for each in rows)
    context = {
        "team": team,
        "teams": team_links(owners_organised_by(user), owner, participants_url),
        "rows": [(each, missions.get(each.call.translation_key)) for each in rows],
        "header_title": _("Parties en mission – %(team)s") % {"team": in_line(str(owner))},
    }
    response = TemplateResponse(request, "events/delegations/participants.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def story(request: HttpRequest, team: int, application_id: int) -> HttpResponseBase:
    """Begins the story of an organisation, and leads to its draft; says in words why it cannot be begun.

    For the team of the mission, and for that of the organisation's cluster.
    """
    owner, user = team_to_organise_for(request, team), signed_in_user(request)
    application = get_object_or_404(Application.objects.chosen().select_related("call"), pk=application_id)
    calls = CallForApplications.objects.of_cluster(cluster_key(owner))
    is_ours = calls.filter(pk=application.call_id).exists()
    is_own = application.cluster_id is not None and application.cluster_id == cluster_key(owner)
    if not is_ours and not is_own:
        raise PermissionDenied
    # Whichever of their teams the person asks for.
    if application.pk in hidden_from(user, [application.call_id]):
        raise Http404
    try:
        page, is_new = begin_story(application, user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if is_ours:
            return redirect("mission_delegations:outcome", team, application.call_id)
        return redirect(participants_url(owner))
    words = _("Le brouillon est prêt : complétez-le.") if is_new else _("Cette réussite est déjà commencée.")
    messages.success(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)
