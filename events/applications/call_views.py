"""The admin screen on which a publisher opens the call for applications of a mission, and changes it."""

from datetime import tzinfo
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models.owner import SectionOwner
from clusters.people.teams import lock_teams
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from clusters.translation.locks import lock_sets
from events.applications.call_form import CallForm, call_panels
from events.applications.decision_forms import CancelForm
from events.applications.decisions import cancel_without_call
from events.applications.dossiers import DossierForm, remove_dossier, replace_dossier
from events.applications.erasure import withdraw_call
from events.applications.jury_service import take_scores_back
from events.applications.log_actions import CALL_RESOLVED, CALL_SAVED, CALL_WITHDRAWN, log_application
from events.applications.other_day import warn_of_other_day
from events.applications.screen_arguments import call_url, mission_to_open, team_url
from events.applications.telling import tell_closing
from events.form_versions import posted_form_key, version_of
from events.models import CallForApplications, CallQuota, TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.translated_text import TranslatedText


def edit_call(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows the form of a mission's call, new if it has none, and saves it. Hours are those of the zone in the form."""
    mission, owner = mission_to_open(request, page_id)
    if "withdraw" in request.POST:
        return _withdrawn(request, mission, owner)
    if "cancel" in request.POST:
        return _called_off(request, mission, owner)
    with timezone.override(_zone(request, mission)):
        if request.method == "POST":
            form = _posted(request, mission, owner)
            if form is None:
                log_application(owner, CALL_SAVED, signed_in_user(request), _call_of(mission).pk)
                messages.success(request, _("L’appel à candidatures est enregistré."))
                warn_of_other_day(request, _call_of(mission), mission)
                return redirect("mission_applications:edit_call", page_id)
        else:
            form = _form_of(request, mission, _call_of(mission))
        return _shown(request, mission, owner, form)


def _withdrawn(request: HttpRequest, mission: TradeMissionPage, owner: SectionOwner) -> HttpResponseBase:
    """Takes a call back to which nobody applies, and says so, or why not."""
    call = get_object_or_404(CallForApplications, translation_key=mission.translation_key)
    number, refusal = call.pk, ""
    if "sure" not in request.POST:
        refusal = _("Cochez d’abord la case : on ne peut pas revenir en arrière.")
    else:
        try:
            withdraw_call(call)
        except Refusal as error:
            refusal = str(error)
    if refusal:
        messages.error(request, refusal)
        return redirect("mission_applications:edit_call", mission.pk)
    log_application(owner, CALL_WITHDRAWN, signed_in_user(request), number)
    messages.success(request, _("L’appel est retiré : la page de la mission mène à son contact."))
    return redirect(team_url(owner))


def _called_off(request: HttpRequest, mission: TradeMissionPage, owner: SectionOwner) -> HttpResponseBase:
    """Cancels a mission that has no call; one that has is cancelled on the screen of its applications."""
    form = CancelForm(request.POST)
    call = CallForApplications.objects.filter(translation_key=mission.translation_key).first()
    if call is None and "sure" not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    elif call is None:
        try:
            if form.is_valid():
                reason = TranslatedText(form.cleaned_data["reason"])
                call = cancel_without_call(mission, reason, signed_in_user(request))
                log_application(owner, CALL_RESOLVED, signed_in_user(request), call.pk)
                messages.success(request, _("La mission est annulée : sa page et l’agenda le disent."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    if call is not None:
        return redirect(call_url(owner, call))
    return _shown(
        request, mission, owner, _form_of(request, mission, _call_of(mission)), cancel_form=form, status=422
    )


@require_POST
def change_dossier(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Puts a dossier into the place of the one before, or takes it away."""
    mission, owner = mission_to_open(request, page_id)
    call = get_object_or_404(CallForApplications, translation_key=mission.translation_key)
    form = DossierForm(request.POST, request.FILES)
    if "remove" in request.POST:
        remove_dossier(call)
        messages.success(request, _("Le dossier est retiré."))
    elif form.is_valid():
        replace_dossier(call, form.cleaned_data["file"])
        messages.success(request, _("Le dossier est en ligne, sur la page de la mission."))
    else:
        for error in form.errors["file"]:
            messages.error(request, str(error))
        return redirect("mission_applications:edit_call", page_id)
    log_application(owner, CALL_SAVED, signed_in_user(request), call.pk)
    return redirect("mission_applications:edit_call", page_id)


def _zone(request: HttpRequest, mission: TradeMissionPage) -> tzinfo:
    """Returns the zone that the form names, else that of the call."""
    posted = request.POST.get("time_zone", "")
    if posted in available_timezones():
        return ZoneInfo(posted)
    zone: tzinfo = _call_of(mission).time_zone
    return zone


def _call_of(mission: TradeMissionPage) -> CallForApplications:
    """Returns the call of a mission, a new one with what its pages say already if it has none."""
    key = mission.translation_key
    if found := CallForApplications.objects.filter(translation_key=key).first():
        return found
    # Of pages that everybody reads: a draft is not public through its call. What is too long for one, the form refuses.
    pages = TradeMissionPage.objects.filter(translation_key=key).live().exclude(funding="")
    texts = dict(pages.values_list("locale__language_code", "funding"))
    return CallForApplications(translation_key=key, places=mission.places, support=TranslatedText(texts))


def _form_of(
    request: HttpRequest, mission: TradeMissionPage, call: CallForApplications, data: object | None = None
) -> CallForm:
    form: CallForm = call_panels().get_form_class()(data, instance=call, for_user=request.user)
    form.mission = mission
    return form


@transaction.atomic
def _posted(request: HttpRequest, mission: TradeMissionPage, owner: SectionOwner) -> CallForm | None:
    """Saves what was posted; returns the form if it has errors. A form that is sent twice is saved once."""
    # Of a call that there is not yet, no row can be locked. Before the pages: that is the order of who leaves a team.
    lock_teams([owner])
    # Before the call: that is the order of who deletes a page with its call (docs/adr/0029).
    lock_sets([mission.translation_key])
    found = CallForApplications.objects.select_for_update().filter(translation_key=mission.translation_key)
    call = found.first() or _call_of(mission)
    form_key = posted_form_key(request)
    if call.form_key == form_key:
        return None
    if request.POST.get("version", version_of(call)) != version_of(call):
        return _outdated(request, mission)
    form = _form_of(request, mission, call, request.POST)
    if not form.is_valid():
        return form
    form.instance.form_key = form_key
    closed_at = form.initial.get("closes_at")
    _free_clusters(form)
    form.save()
    if closed_at is not None and closed_at != form.instance.closes_at:
        take_scores_back(form.instance)
        tell_closing(form.instance)
    return None


def _free_clusters(form: CallForm) -> None:
    """Takes the rows that change their cluster out of the way: two that exchange theirs are written one by one."""
    rows = [each for each in form.formsets["quotas"].forms if "cluster" in each.changed_data]
    CallQuota.objects.filter(pk__in=[each.instance.pk for each in rows if each.instance.pk]).delete()


def _outdated(request: HttpRequest, mission: TradeMissionPage) -> CallForm:
    """Returns what was typed into a form that is not the newest any more: it can be read, and is not saved."""
    form = _form_of(
        request, mission, CallForApplications(translation_key=mission.translation_key), request.POST
    )
    words = _("Ces réglages ont été changés entre-temps, dans un autre onglet ou par quelqu’un d’autre.")
    stays = _("Rien n’a été enregistré ; ce que vous avez tapé est encore là.")
    form.add_error(None, f"{words} {stays}")
    form.is_outdated = True
    return form


def _shown(
    request: HttpRequest,
    mission: TradeMissionPage,
    owner: SectionOwner,
    form: CallForm,
    *,
    cancel_form: CancelForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    call = _call_of(mission)
    takes_place = mission.live and not mission.is_over and not call.is_cancelled
    panel = call_panels().get_bound_panel(instance=form.instance, request=request, form=form)
    context = {
        "header_title": _("Candidatures à « %(title)s »")
        % {"title": in_line(mission.get_admin_display_title())},
        "form": form,
        "panel": panel,
        "media": panel.media + form.media,
        "form_key": uuid4(),
        "version": request.POST.get("version", "") or version_of(call),
        "is_outdated": form.is_outdated,
        "mission": mission,
        "call": call if call.pk else None,
        "dossier_form": DossierForm(),
        "back": team_url(owner),
        "cancel_url": f"{call_url(owner, call)}#cancel" if takes_place and call.pk else "",
        "cancel_form": (cancel_form or CancelForm()) if takes_place and not call.pk else None,
    }
    # At once: later, the zone of the call would not be that of the fields any more.
    return TemplateResponse(request, "events/applications/call.html", context, status=status).render()
