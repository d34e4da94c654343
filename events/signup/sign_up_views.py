"""The admin screen of one sign-up: answers, a note, accept and decline, presence, data for who asks, erasure."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.models.owner import SectionOwner
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.models import SignUp, SignUpState
from events.signup import service
from events.signup.erasure import erase as erase_person
from events.signup.export import data_download
from events.signup.log_actions import ACCEPTED, DECLINED, ERASED, EXPORTED, log_sign_up
from events.signup.questions import questions_with_answers
from events.signup.screen_arguments import sheet_of, sheet_url, sign_up_of_sheet, team_to_organise_for

SURE = "sure"
"""The box that confirms what cannot be undone."""
NO_STORE = {"Cache-Control": "private, no-store"}


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What the team notes about a sign-up."""

    class Meta:
        model = SignUp
        fields = ("note",)
        widgets = {"note": forms.Textarea({"rows": 3})}


def _arguments(
    request: HttpRequest, team: int, sheet_id: int, sign_up_id: int
) -> tuple[SectionOwner, SignUp]:
    owner = team_to_organise_for(request, team)
    return owner, sign_up_of_sheet(sheet_of(owner, sheet_id), sign_up_id)


def detail(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Shows a sign-up, and saves the note about it."""
    owner, sign_up = _arguments(request, team, sheet_id, sign_up_id)
    form = NoteForm(request.POST or None, instance=sign_up)
    if request.method == "POST" and form.is_valid():
        SignUp.objects.with_person().filter(pk=sign_up.pk).update(note=form.cleaned_data["note"])
        messages.success(request, _("La note est enregistrée."))
        return redirect("event_sign_ups:sign_up", team, sheet_id, sign_up_id)
    answered = SignUpState.REVIEW, SignUpState.DECLINED
    context = {
        "team": team,
        "sheet": sign_up.sheet,
        "sign_up": sign_up,
        "header_title": sign_up.name,
        "answers": list(questions_with_answers(sign_up.sheet.questions.all(), sign_up.answers)),
        "form": form,
        "may_accept": sign_up.state in answered,
        "may_decline": sign_up.state in (SignUpState.REVIEW, SignUpState.WAITING, SignUpState.CONFIRMED),
        "has_seat": sign_up.state == SignUpState.CONFIRMED,
        "back": sheet_url(owner, sign_up.sheet),
    }
    return TemplateResponse(request, "events/sign_up/sign_up.html", context, headers=NO_STORE)


def _changed(
    request: HttpRequest, keys: tuple[int, int, int], change: Callable[[SignUp], object], action: str = ""
) -> HttpResponseBase:
    """Changes a sign-up, and says what became of it, or why nothing did."""
    owner, sign_up = _arguments(request, *keys)
    try:
        change(sign_up)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if action:
            log_sign_up(owner, action, signed_in_user(request), sign_up.pk)
        sign_up.refresh_from_db()
        words = _("Inscription : %(state)s. La personne est prévenue s’il y a du nouveau pour elle.")
        messages.success(request, words % {"state": sign_up.get_state_display()})
    return redirect("event_sign_ups:sign_up", *keys)


@require_POST
def accept(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Accepts a sign-up, which then has a seat or waits at its rank."""
    return _changed(request, (team, sheet_id, sign_up_id), service.accept, ACCEPTED)


@require_POST
def decline(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Declines a sign-up; its seat goes to who comes next."""
    keys = (team, sheet_id, sign_up_id)
    if SURE not in request.POST:
        _arguments(request, *keys)
        return _not_sure(request, *keys)
    return _changed(request, keys, service.decline, DECLINED)


@require_POST
def check_in(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Notes that somebody has come, or with `undo` that this was an error."""
    is_here = "undo" not in request.POST
    return _changed(
        request, (team, sheet_id, sign_up_id), lambda each: service.check_in(each, is_here=is_here)
    )


def _not_sure(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    return redirect("event_sign_ups:sign_up", team, sheet_id, sign_up_id)


@require_safe
def export_one(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Downloads all that is known of a person, for who asks for it."""
    owner, sign_up = _arguments(request, team, sheet_id, sign_up_id)
    if request.method == "GET":
        log_sign_up(owner, EXPORTED, signed_in_user(request), sign_up.sheet_id)
    response = data_download(sign_up, f"sign-up-{sign_up.pk}.json")
    response["Cache-Control"] = NO_STORE["Cache-Control"]
    return response


@require_POST
def erase(request: HttpRequest, team: int, sheet_id: int, sign_up_id: int) -> HttpResponseBase:
    """Erases a person who asks for it; a seat goes to who comes next."""
    owner, sign_up = _arguments(request, team, sheet_id, sign_up_id)
    if SURE not in request.POST:
        return _not_sure(request, team, sheet_id, sign_up_id)
    try:
        erase_person(sign_up)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        log_sign_up(owner, ERASED, signed_in_user(request), sign_up.pk)
        messages.success(request, _("Cette personne est effacée ; il ne reste que des nombres."))
    return redirect(sheet_url(owner, sign_up.sheet))
