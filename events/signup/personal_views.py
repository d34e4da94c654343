"""The pages behind the links of sign-ups: a person's own, their data, and the question to their organisation.

As what is read before publication: kept nowhere, indexed nowhere, and one answer to every link that does not serve.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.press_access.public_answers import refused, rendered, seal
from clusters.publishing.refusal import Refusal
from events.models import SignUp, SignUpState
from events.signup.dates import dates_in_words
from events.signup.erasure import erase
from events.signup.export import data_download
from events.signup.forms import CorrectionForm
from events.signup.links import sign_up_of, sign_up_of_organisation
from events.signup.questions import answers_to_reader
from events.signup.retention import end_of_time
from events.signup.service import cancel, confirm, correct, vouch
from events.signup.sheet_events import shown_event
from events.signup.standing import standing_of
from fedcms.core.i18n.moments import moment_in_zone

View = Callable[..., HttpResponseBase]
SURE = "sure"
"""The box that confirms what cannot be undone."""


def _by_link(find: Callable[[str], SignUp | None]) -> Callable[[View], View]:
    """Lets a view answer to a link, with its sign-up instead of the secret; seals whatever is answered.

    Without a CSRF check: there is no cookie, and the secret in the address is what a form proves.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponseBase:
            found = find(token)
            if found is None:
                return seal(*refused(request))
            with override(found.language):
                return seal(view(request, found, token), found.language)

        return answer

    return decorate


def _shown(
    request: HttpRequest, sign_up: SignUp, token: str, form: CorrectionForm | None = None, refusal: str = ""
) -> HttpResponse:
    event = shown_event(sign_up.sheet, sign_up.language)
    end = end_of_time(sign_up.sheet)
    context: dict[str, object] = {
        "sign_up": sign_up,
        "event": event,
        "when": dates_in_words(event) if event is not None else [],
        "form": form or (_correction(sign_up) if sign_up.is_open else None),
        "refusal": refusal,
        "kept_until": moment_in_zone(end, event.time_zone) if end and event is not None else "",
        "data_address": reverse("my_sign_up_data", args=[token]),
        "was_done": request.GET.get("done", ""),
    }
    if sign_up.state == SignUpState.ASKED:
        # Who confirms sees what: somebody else may have typed it.
        context["answers"] = list(answers_to_reader(sign_up.sheet.questions.all(), sign_up.answers))
    else:
        context["standing"] = standing_of(sign_up, event, timezone.now())
    status = 422 if refusal or (form is not None and form.errors) else 200
    return rendered(request, "events/sign_up/personal.html", context, sign_up.language, status)


def _correction(sign_up: SignUp, request: HttpRequest | None = None) -> CorrectionForm:
    questions = list(sign_up.sheet.questions.all())
    return CorrectionForm(sign_up, questions, request.POST if request is not None else None)


@_by_link(sign_up_of)
@require_http_methods(["GET", "HEAD", "POST"])
def my_sign_up(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponseBase:
    """Shows a person's own sign-up; confirms, corrects, cancels or erases it by POST: programs open links by GET."""
    if request.method != "POST":
        return _shown(request, sign_up, token)
    try:
        return _acted(request, sign_up, token)
    except Refusal as refusal:
        return _shown(request, sign_up, token, refusal=str(refusal))


def _acted(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponseBase:
    """Does what a button of the page asks for. Raises `Refusal`."""
    action = request.POST.get("action", "")
    if action in ("cancel", "erase") and SURE not in request.POST:
        raise Refusal(_("Cochez d’abord la case : on ne peut pas revenir en arrière."))
    if action == "correct":
        return _corrected(request, sign_up, token)
    if action == "erase" or (action == "cancel" and sign_up.state == SignUpState.ASKED):
        # What was never confirmed is nobody's to keep.
        erase(sign_up)
        return rendered(request, "events/sign_up/erased.html", {}, sign_up.language)
    if action == "confirm":
        confirm(sign_up)
    elif action == "cancel":
        cancel(sign_up)
    else:
        raise Refusal(_("Cette page ne sait pas faire cela."))
    return _back(token, action)


def _corrected(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponseBase:
    form = _correction(sign_up, request)
    if not form.is_valid():
        return _shown(request, sign_up, token, form)
    data = form.cleaned_data
    try:
        correct(sign_up, data["name"], data["organisation"], form.answers())
    except Refusal as refusal:
        if refusal.reason == "erased":
            raise
        # What was typed is not lost.
        sign_up.refresh_from_db()
        return _shown(request, sign_up, token, form, str(refusal))
    return _back(token, "correct")


def _back(token: str, action: str) -> HttpResponseRedirect:
    """Leads back to the page, so that to load it again does nothing again."""
    return HttpResponseRedirect(f"{reverse('my_sign_up', args=[token])}?done={action}", status=303)


@_by_link(sign_up_of)
@require_safe
def my_data(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponseBase:
    """Downloads all that is known of a person."""
    return data_download(sign_up, "sign-up.json")


@_by_link(sign_up_of_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponseBase:
    """Asks an organisation whether somebody comes for it, and notes that by POST."""
    is_done, refusal = False, ""
    if request.method == "POST":
        try:
            vouch(sign_up)
            is_done = True
        except Refusal as error:
            refusal = str(error)
    event = shown_event(sign_up.sheet, sign_up.language)
    context: dict[str, object] = {
        "sign_up": sign_up,
        "event": event,
        "when": dates_in_words(event) if event is not None else [],
        "is_done": is_done or (sign_up.cluster_id is not None and not refusal),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return rendered(request, "events/sign_up/organisation.html", context, sign_up.language, status)
