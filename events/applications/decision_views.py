"""The admin's answers of publishers: the jury, decisions, what follows when applications are missing.

What is refused is shown with the list, as it was chosen and typed.
"""

from typing import NoReturn

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models.owner import SectionOwner
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications import decisions, jury_service
from events.applications.decision_forms import CancelForm, EvaluatorForm, ShortfallForm
from events.applications.log_actions import CALL_RESOLVED, DECIDED, JURY_CHANGED, log_application
from events.applications.missions import any_mission
from events.applications.organiser_views import shown_list
from events.applications.other_day import warn_of_other_day
from events.applications.screen_arguments import call_of, call_url
from events.models import CallForApplications, ShortfallAnswer
from events.signup.rights import may_open
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.http.row_keys import is_key
from fedcms.core.i18n.translated_text import TranslatedText


def _call_to_decide(
    request: HttpRequest, team: int, call_id: int
) -> tuple[SectionOwner, CallForApplications]:
    """Returns a call of a team. Raises `PermissionDenied` for who does not publish in it."""
    owner = team_to_organise_for(request, team)
    if not may_open(signed_in_user(request), owner):
        raise PermissionDenied
    return owner, call_of(owner, call_id)


def _refuse(form: forms.Form) -> NoReturn:
    """Raises the errors of a form as one `Refusal`."""
    raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors))


def _ask_whether_sure(request: HttpRequest, words: str = "") -> None:
    """Raises `Refusal` unless the box is ticked, in `words` or those of decisions."""
    if "sure" not in request.POST:
        raise Refusal(
            words or _("Cochez d’abord la case : les organisations reçoivent la décision aussitôt.")
        )


@require_POST
def change_jury(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Invites an evaluator, or takes one off."""
    owner, call = _call_to_decide(request, team, call_id)
    form = EvaluatorForm(request.POST)
    try:
        if is_key(request.POST.get("remove", "")):
            jury_service.remove(call, int(request.POST["remove"]))
            messages.success(request, _("Cette personne n’est plus du jury : son accès est fini."))
        elif form.is_valid():
            jury_service.invite(call, form.cleaned_data["email"], signed_in_user(request))
            messages.success(request, _("Cette personne est du jury. Elle reçoit un courriel."))
        else:
            _refuse(form)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return shown_list(request, owner, call, evaluator_form=form)
    else:
        log_application(owner, JURY_CHANGED, signed_in_user(request), call.pk)
    return redirect(call_url(owner, call))


@require_POST
def decide(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Decides about the applications that were ticked otherwise than they were."""
    owner, call = _call_to_decide(request, team, call_id)
    wanted = {
        int(key): (request.POST.get(f"was-{key}", ""), str(value))
        for name, value in request.POST.items()
        if (key := name.removeprefix("decision-")) != name and is_key(key)
    }
    try:
        _ask_whether_sure(request)
        number = decisions.decide(call, wanted, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return shown_list(
            request, owner, call, wanted={key: after for key, (_before, after) in wanted.items()}
        )
    else:
        log_application(owner, DECIDED, signed_in_user(request), call.pk)
        messages.success(request, _("Décisions enregistrées et envoyées : %(number)d.") % {"number": number})
    return redirect(call_url(owner, call))


@require_POST
def answer_shortfall(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Goes, extends or cancels when applications are missing."""
    owner, call = _call_to_decide(request, team, call_id)
    with timezone.override(call.time_zone):
        form = ShortfallForm(request.POST)
        try:
            if not form.is_valid():
                _refuse(form)
            data = form.cleaned_data
            _ask_whether_sure(request)
            decisions.answer_shortfall(
                call, data["kind"], signed_in_user(request), data["closes_at"], shown=data["closed_at"]
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            # Without a hidden moment that is not the newest any more: what is shown is what is answered.
            return shown_list(request, owner, call, shortfall_form=form)
        else:
            log_application(owner, CALL_RESOLVED, signed_in_user(request), call.pk)
            messages.success(request, _("C’est décidé, et les organisations l’apprennent par courriel."))
            if data["kind"] == ShortfallAnswer.EXTEND:
                call.refresh_from_db()
                warn_of_other_day(request, call, any_mission(call))
    return redirect(call_url(owner, call))


@require_POST
def cancel_mission(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Cancels a mission, for a reason that everybody who applies reads."""
    owner, call = _call_to_decide(request, team, call_id)
    form = CancelForm(request.POST)
    try:
        if not form.is_valid():
            _refuse(form)
        _ask_whether_sure(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
        reason = TranslatedText(form.cleaned_data["reason"])
        decisions.cancel_mission(call, reason, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return shown_list(request, owner, call, cancel_form=form)
    log_application(owner, CALL_RESOLVED, signed_in_user(request), call.pk)
    messages.success(request, _("C’est décidé, et les organisations l’apprennent par courriel."))
    return redirect(call_url(owner, call))
