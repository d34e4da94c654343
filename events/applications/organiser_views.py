"""The admin screens of a mission's organisers: who applies, what they sent. Drafts are their writers' alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications import erasure
from events.applications.export import data_download
from events.applications.log_actions import APPLICATION_ERASED, APPLICATION_EXPORTED, log_application
from events.applications.missions import any_mission
from events.applications.offer import time_left
from events.applications.private_files import send_private
from events.applications.screen_arguments import application_of_call, call_of, call_url, team_url
from events.models import Application, ApplicationState
from events.signup.rights import may_open
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.moments import moment_in_zone

SHOWN_A_PAGE = 50


@require_safe
def applications(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Lists the applications that were sent, by organisation, and how many there are in each state."""
    owner = team_to_organise_for(request, team)
    call = call_of(owner, call_id)
    mission, now = any_mission(call), timezone.now()
    rows = Application.objects.submitted().filter(call=call).select_related("cluster")
    numbers = Application.objects.with_person().filter(call=call).order_by().values("state")
    context = {
        "team": team,
        "call": call,
        "mission": mission,
        "header_title": mission.get_admin_display_title() if mission else str(call),
        "closes": moment_in_zone(call.closes_at, call.time_zone),
        "left": time_left(call.closes_at, now),
        "applications": Paginator(rows.order_by("organisation", "pk"), SHOWN_A_PAGE).get_page(
            request.GET.get("p")
        ),
        "numbers": [
            (ApplicationState(row["state"]).label, row["number"])
            for row in numbers.annotate(number=Count("pk"))
        ],
        "number_erased": Application.objects.filter(call=call).exclude(erased_at=None).count(),
        "may_open": may_open(signed_in_user(request), owner),
        "back": team_url(owner),
    }
    return TemplateResponse(request, "events/applications/applications.html", context)


@require_safe
def application(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Shows one application with its documents."""
    owner = team_to_organise_for(request, team)
    call = call_of(owner, call_id)
    found = application_of_call(call, application_id)
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
    found = get_object_or_404(application_of_call(call, application_id).documents, pk=document_id)
    return send_private(found.file.name or "", found.name)


@require_safe
def export_one(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Downloads all that is known of an applicant, for them."""
    owner = team_to_organise_for(request, team)
    found = application_of_call(call_of(owner, call_id), application_id)
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
    found = application_of_call(call, application_id)
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
