"""The admin screens of a mission's organisers: who applies, what they sent. Drafts are their writers' alone."""

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications import erasure, jury_service
from events.applications.decision_forms import CancelForm, EvaluatorForm, ShortfallForm
from events.applications.export import data_download
from events.applications.jury_sight import Sight, sight_of
from events.applications.log_actions import APPLICATION_ERASED, APPLICATION_EXPORTED, log_application
from events.applications.missions import any_mission
from events.applications.offer import time_left
from events.applications.private_files import send_private
from events.applications.ranking import Ranked, ranking
from events.applications.screen_arguments import application_of_call, call_of, call_url, team_url
from events.applications.shortfall import has_shortfall, number_at_closing
from events.models import (
    Application,
    ApplicationState,
    ApplyBy,
    CallForApplications,
    DecisionKind,
    ShortfallAnswer,
)
from events.signup.rights import may_open
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.http.row_keys import is_key
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.moments import moment_in_zone


@require_safe
def applications(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Lists what was sent, best first as far as the person may know, with the jury and what to decide."""
    owner = team_to_organise_for(request, team)
    return shown_list(request, owner, call_of(owner, call_id))


def shown_list(
    request: HttpRequest,
    owner: SectionOwner,
    call: CallForApplications,
    *,
    wanted: Mapping[int, str] | None = None,
    shortfall_form: ShortfallForm | None = None,
    evaluator_form: EvaluatorForm | None = None,
    cancel_form: CancelForm | None = None,
) -> HttpResponseBase:
    """Returns the list; with what was refused (`wanted` decisions by key, a form), as it was chosen and typed: 422."""
    user, call = signed_in_user(request), call_of(owner, call.pk)
    mission, now = any_mission(call), timezone.now()
    sent = list(Application.objects.submitted().filter(call=call).select_related("cluster"))
    sight, number = sight_of(user, call), number_at_closing(call)
    numbers = Application.objects.with_person().filter(call=call).order_by().values("state")
    is_short = call.apply_by == ApplyBy.SITE and has_shortfall(call, number, now)
    may_publish = may_open(user, owner)
    ranked = ranking(call, sent, sight)
    context = {
        "team": team_number(owner),
        "call": call,
        "mission": mission,
        "header_title": mission.get_admin_display_title() if mission else str(call),
        "closes": moment_in_zone(call.closes_at, call.time_zone),
        "left": time_left(call.closes_at, now),
        "ranked": [(each, _selected(each, wanted or {})) for each in ranked],
        "without_conflict": sorted((each.application for each in ranked), key=lambda one: one.organisation),
        "has_proposals": any(each.proposed for each in ranked),
        "number_decided": len([each for each in sent if each.decision]),
        "number_sent": number,
        "number_hidden": len([each for each in sent if not sight.sees(each)]),
        "numbers": [
            (ApplicationState(row["state"]).label, row["number"])
            for row in numbers.annotate(number=Count("pk"))
        ],
        "number_erased": Application.objects.filter(call=call).exclude(erased_at=None).count(),
        "shortfall": (shortfall_form or ShortfallForm()) if is_short else None,
        "shown_closing": call.closes_at.isoformat(),
        "may_open": may_publish,
        # Where applications are missing, the answer to that cancels: not two ways on one screen.
        "may_cancel": may_publish and not (call.is_cancelled or is_short or (mission and mission.is_over)),
        "cancel_form": cancel_form or CancelForm(),
        "cancellation": call.shortfall_decisions.filter(kind=ShortfallAnswer.CANCEL).last(),
        "may_decide": may_publish and not (call.is_open(now) or call.is_cancelled or is_short),
        "kinds": DecisionKind.choices,
        "evaluators": list(call.evaluators.select_related("user").order_by("pk")),
        "evaluator_form": evaluator_form or EvaluatorForm(),
        "back": team_url(owner),
    }
    refused = (wanted, shortfall_form, evaluator_form, cancel_form)
    is_refused = any(each is not None for each in refused)
    response = TemplateResponse(
        request, "events/applications/applications.html", context, status=422 if is_refused else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _selected(each: Ranked, wanted: Mapping[int, str]) -> str:
    """Returns what is chosen in the list: what was wanted and refused, what was decided, else what is proposed."""
    application = each.application
    return wanted.get(application.pk, application.decision or each.proposed)


def _seen(request: HttpRequest, call: CallForApplications, application_id: int) -> tuple[Application, Sight]:
    """Returns an application in which the person has declared no interest. Raises `Http404`."""
    found, sight = application_of_call(call, application_id), sight_of(signed_in_user(request), call)
    if not sight.sees(found):
        raise Http404
    return found, sight


@require_safe
def application(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Shows one application with its documents."""
    owner = team_to_organise_for(request, team)
    call = call_of(owner, call_id)
    found, sight = _seen(request, call, application_id)
    rows = (
        found.evaluations.exclude(submitted_at=None) if sight.sees_scores(found) else found.evaluations.none()
    )
    context = {
        "team": team,
        "call": call,
        "application": found,
        "header_title": in_line(found.organisation),
        "documents": [
            (
                document,
                reverse("mission_applications:document", args=[team, call.pk, found.pk, document.pk]),
            )
            for document in found.documents.select_related("requested")
        ],
        "evaluations": list(rows.select_related("user").prefetch_related("scores__criterion")),
        "decisions": list(found.decisions.all()),
        "back": call_url(owner, call),
    }
    response = TemplateResponse(request, "events/applications/application.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def document(
    request: HttpRequest, team: int, call_id: int, application_id: int, document_id: int
) -> HttpResponseBase:
    """Sends a document of an application."""
    call = call_of(team_to_organise_for(request, team), call_id)
    found = get_object_or_404(_seen(request, call, application_id)[0].documents, pk=document_id)
    return send_private(found.file.name or "", found.name)


@require_safe
def export_one(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Downloads all that is known of an applicant, for them."""
    owner = team_to_organise_for(request, team)
    found, _sight = _seen(request, call_of(owner, call_id), application_id)
    if request.method == "GET":
        log_application(owner, APPLICATION_EXPORTED, signed_in_user(request), found.pk)
    response = data_download(found, f"application-{found.pk}.json")
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def erase(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Erases an applicant who asks for it."""
    owner = team_to_organise_for(request, team)
    call = call_of(owner, call_id)
    found, _sight = _seen(request, call, application_id)
    if "sure" not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
        return redirect("mission_applications:application", team, call_id, application_id)
    try:
        erasure.erase(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        log_application(owner, APPLICATION_ERASED, signed_in_user(request), found.pk)
        messages.success(request, _("La candidature est effacée, avec ses documents."))
    return redirect(call_url(owner, call))


@require_POST
def declare_conflict(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Notes that somebody of the team has an interest in an application, which they see and decide about no more."""
    owner = team_to_organise_for(request, team)
    call = call_of(owner, call_id)
    key = request.POST.get("application", "")
    if not is_key(key):
        messages.error(request, _("Choisissez la candidature."))
    elif "sure" not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    else:
        found, _sight = _seen(request, call, int(key))
        try:
            jury_service.declare_conflict(found, signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("C’est noté : vous ne voyez plus cette candidature."))
    return redirect(call_url(owner, call))
