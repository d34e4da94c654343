"""The admin screen on which a team writes to people of its sheet: written, read as each language gets it, then sent."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clusters.models.owner import SectionOwner
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.models import SignUpMessage, SignUpSheet
from events.signup.log_actions import MAILED, log_sign_up
from events.signup.messages.forms import MessageForm
from events.signup.messages.recipients import (
    ONLY_TICKED,
    TICKED,
    chosen,
    digest_of_people,
    numbers_by_language,
    ticked_in,
    without_who_has_it,
)
from events.signup.messages.sending import PeopleDiffer, refuse_unless_public, send_message
from events.signup.screen_arguments import sheet_of, sheet_url, team_to_organise_for
from events.signup.sheet_events import any_event
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import language_name

SHOWN = 50
NO_STORE = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class Preview:
    """What those who read a language get: `text_language` is another one where nothing is written in theirs."""

    language: str
    number: int
    text_language: str
    text_language_name: str
    subject: str
    text: str

    @property
    def is_other(self) -> bool:
        """Whether they get the words of another language."""
        return self.text_language != self.language.partition("-")[0]

    @property
    def name(self) -> str:
        """The name of the language in which they read."""
        return language_name(self.language)


def _previews(form: MessageForm, numbers: dict[str, int]) -> list[Preview]:
    found = []
    for language, number in numbers.items():
        written = form.texts.language_for(language) or language
        words = form.subjects.text_for(written), form.texts.text_for(written)
        found.append(Preview(language, number, written, language_name(written), *words))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Shows the form with what was sent before; previews what is written, and sends what was read."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    ticked = ticked_in(request.POST.getlist(TICKED))
    if not ticked and ONLY_TICKED in request.POST:
        messages.warning(request, _("Cochez d’abord des personnes dans la liste."))
        return redirect(sheet_url(owner, sheet))
    step = request.POST.get("step", "")
    form = MessageForm(sheet, ticked, request.POST if step else None)
    languages: dict[int, str] = {}
    refusal = ""
    if step and form.is_valid():
        try:
            refuse_unless_public(sheet)
            if step == "send" and request.POST.get("seen") == form.digest():
                return _sent(request, owner, sheet, form)
        except Refusal as error:
            refusal = str(error)
            if isinstance(error, PeopleDiffer):
                messages.warning(request, refusal)
                refusal = ""
        people = without_who_has_it(chosen(sheet, form.choice), sheet, form.subjects, form.texts)
        languages = dict(people.values_list("pk", "language"))
        if not languages and not refusal:
            refusal = _(
                "Personne n’est à prévenir : tous ont déjà ce message, ou plus personne n’est choisi."
            )
        if refusal:
            form.add_error(None, refusal)
            languages = {}
    return _shown(request, owner, sheet, form, languages)


def _sent(
    request: HttpRequest, owner: SectionOwner, sheet: SignUpSheet, form: MessageForm
) -> HttpResponseBase:
    """Sends what was read, and says to how many. Raises `Refusal`."""
    user = signed_in_user(request)
    message, is_new = send_message(
        sheet,
        form.choice,
        form.subjects,
        form.texts,
        form_key=form.message_key,
        user=user,
        expected=request.POST.get("people", ""),
    )
    if is_new:
        log_sign_up(owner, MAILED, user, sheet.pk)
    words = ngettext(
        "Le message part à %(number)d personne.", "Le message part à %(number)d personnes.", message.number
    )
    messages.success(request, words % {"number": message.number})
    return redirect("event_sign_ups:write", request.resolver_match.kwargs["team"], sheet.pk)  # type: ignore[union-attr]  # answered by a view


def _shown(
    request: HttpRequest,
    owner: SectionOwner,
    sheet: SignUpSheet,
    form: MessageForm,
    languages: dict[int, str],
) -> HttpResponseBase:
    """Shows the form, with a preview if there are people, whose languages are given."""
    event = any_event(sheet)
    before = SignUpMessage.objects.filter(sheet=sheet).select_related("sent_by")
    context = {
        "header_title": _("Écrire aux personnes inscrites – %(title)s")
        % {"title": in_line(event.get_admin_display_title()) if event is not None else str(sheet)},
        "form": form,
        "ticked": form.ticked,
        "ticked_name": TICKED,
        "total": len(languages),
        "previews": _previews(form, numbers_by_language(languages.values())) if languages else [],
        "seen": form.digest() if languages else "",
        "people": digest_of_people(languages),
        "before": before[:SHOWN],
        "back": sheet_url(owner, sheet),
    }
    return TemplateResponse(request, "events/sign_up/write.html", context, headers=NO_STORE)
