"""The admin screens of a delegation: who goes, what each organisation wrote, whether its page is published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications.jury_sight import sight_of
from events.applications.log_actions import log_application
from events.applications.missions import any_mission, shown_mission
from events.applications.screen_arguments import call_of, call_url
from events.delegations import service
from events.delegations.finality import why_not_final
from events.delegations.forms import LABELS, TranslationsForm
from events.delegations.log_actions import (
    DELEGATION_PUBLISHED,
    DELEGATION_UNPUBLISHED,
    PROFILE_APPROVED,
    PROFILE_HIDDEN,
)
from events.models import Application, CallForApplications, DelegateProfile, Delegation, TradeMissionPage
from events.models.delegation import DELEGATE_TEXTS
from events.signup.rights import may_open
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.i18n.bidi import in_line


def delegation_url(owner: SectionOwner, call: CallForApplications) -> str:
    """Returns the address of a delegation's screen."""
    return reverse("mission_delegations:delegation", args=[team_number(owner), call.pk])


def team_call(
    request: HttpRequest, team: int, call_id: int, *, to_publish: bool = False
) -> tuple[SectionOwner, CallForApplications]:
    """Returns a team and a call of its own. Raises `PermissionDenied` for who may not see or publish it."""
    owner = team_to_organise_for(request, team)
    if to_publish and not may_open(signed_in_user(request), owner):
        raise PermissionDenied
    return owner, call_of(owner, call_id)


def seen_delegates(request: HttpRequest, call: CallForApplications) -> list[Application]:
    """Returns the applications of a delegation in which the person has declared no interest, by organisation."""
    sight = sight_of(signed_in_user(request), call)
    chosen = Application.objects.chosen_for(call.translation_key).select_related(
        "cluster", "delegate_profile"
    )
    return [each for each in chosen if sight.sees(each)]


@require_safe
def delegation(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Lists the organisations of a delegation, with what is to be done before they are shown."""
    owner, call = team_call(request, team, call_id)
    mission = any_mission(call)
    public = shown_mission(call, "")
    published = Delegation.objects.filter(call=call).exclude(published_at=None).exists()
    context = {
        "team": team,
        "call": call,
        "header_title": _("Délégation – %(title)s")
        % {"title": in_line(mission.get_admin_display_title()) if mission else str(call)},
        "delegates": [
            (each, getattr(each, "delegate_profile", None)) for each in seen_delegates(request, call)
        ],
        "is_published": published,
        "why_not": "" if published else why_not_final(call, timezone.now()),
        "page_address": _page_address(call, public) if published and public else "",
        "may_open": may_open(signed_in_user(request), owner),
        "back": call_url(owner, call),
    }
    response = TemplateResponse(request, "events/delegations/team.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _page_address(call: CallForApplications, public: TradeMissionPage) -> str:
    """Returns the address of a delegation's page in a language in which it is public, whatever the admin's is."""
    with override(public.locale.language_code):
        return reverse("delegation", args=[call.translation_key])


@require_POST
def publish(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Publishes the page of a delegation, or takes it off the site."""
    owner, call = team_call(request, team, call_id, to_publish=True)
    user = signed_in_user(request)
    if "unpublish" in request.POST:
        try:
            service.unpublish(call)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(delegation_url(owner, call))
        log_application(owner, DELEGATION_UNPUBLISHED, user, call.pk)
        messages.success(request, _("La page de la délégation n’est plus sur le site."))
        return redirect(delegation_url(owner, call))
    try:
        service.publish(call)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        log_application(owner, DELEGATION_PUBLISHED, user, call.pk)
        messages.success(
            request, _("La page de la délégation est sur le site, dans les langues de la mission.")
        )
    return redirect(delegation_url(owner, call))


def review(request: HttpRequest, team: int, call_id: int, application_id: int) -> HttpResponseBase:
    """Shows what an organisation wrote, with its translations; shows or hides it to everybody by POST."""
    is_posted = request.method == "POST"
    owner, call = team_call(request, team, call_id, to_publish=is_posted)
    found = next((each for each in seen_delegates(request, call) if each.pk == application_id), None)
    if found is None:
        raise Http404
    profile = get_object_or_404(
        DelegateProfile.objects.select_related("application__call"), application=found
    )
    form = TranslationsForm(profile, found.language, request.POST if is_posted else None)
    if is_posted and _acted(request, owner, profile, form):
        return redirect(delegation_url(owner, call))
    context = {
        "team": team,
        "call": call,
        "application": found,
        "profile": profile,
        "texts": [(LABELS[name], getattr(profile, name)) for name in DELEGATE_TEXTS],
        "form": form,
        "header_title": in_line(found.organisation),
        "may_open": may_open(signed_in_user(request), owner),
        "back": delegation_url(owner, call),
    }
    response = TemplateResponse(
        request, "events/delegations/review.html", context, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _acted(
    request: HttpRequest, owner: SectionOwner, profile: DelegateProfile, form: TranslationsForm
) -> bool:
    """Shows or hides an organisation as a button says; returns whether that is done, and says so."""
    user = signed_in_user(request)
    try:
        if "hide" in request.POST:
            service.hide(profile)
            log_application(owner, PROFILE_HIDDEN, user, profile.application_id)
            messages.success(request, _("L’organisation n’est plus montrée."))
            return True
        if not form.is_valid():
            return False
        service.approve(profile, form.translations(), str(form.cleaned_data["version"]))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    log_application(owner, PROFILE_APPROVED, user, profile.application_id)
    messages.success(request, _("L’organisation est montrée sur la page de la délégation."))
    return True
