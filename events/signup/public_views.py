"""The form by which somebody signs up, without an account, and the page that says to look into one's mail."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clusters.press_access.public_answers import refused, seal
from clusters.publishing.refusal import Refusal
from events.models import EventPage, SignUpInvitation, SignUpSheet
from events.signup.asking import ask
from events.signup.dates import dates_in_words
from events.signup.forms import SignUpForm
from events.signup.links import invitation_of
from events.signup.offer import offer_of
from events.signup.opening import Opening
from events.signup.sheet_events import event_by_language
from events.throttled_forms import too_often
from fedcms.core.http.client_throttle import ClientThrottle

FORM_HEADERS = {
    # The form itself is nobody's: a browser may keep what was typed into it. An answer is kept nowhere.
    "GET": {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow"},
    "POST": {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"},
}


def _event_and_sheet(request: HttpRequest, key: UUID) -> tuple[EventPage, SignUpSheet]:
    """Returns the public event of an address, in its language, and its sheet. Raises `Http404`. Two queries."""
    pages = event_by_language(key)
    event = pages.get(get_language() or "")
    sheet = SignUpSheet.objects.filter(translation_key=key).first()
    request.existing_languages = frozenset(pages)  # type: ignore[attr-defined]  # read by home.navigation.menus
    if event is None or sheet is None:
        raise Http404("Nobody signs up at this address.")
    return event, sheet


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Shows the form and takes it. Without a CSRF check: there is no cookie, and the address must be confirmed."""
    event, sheet = _event_and_sheet(request, key)
    response = _answer(request, event, sheet, None)
    for name, value in FORM_HEADERS["POST" if request.method == "POST" else "GET"].items():
        response[name] = value
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, key: UUID, token: str) -> HttpResponseBase:
    """Shows the form to an organisation that its cluster has invited, and takes it."""
    invitation = invitation_of(token)
    if invitation is None or invitation.sheet.translation_key != key:
        return seal(*refused(request))
    try:
        event, sheet = _event_and_sheet(request, key)
    except Http404:
        return seal(*refused(request))
    # The address of the same invitation in another language is in no page: whoever keeps that would have the link.
    request.existing_languages = frozenset()  # type: ignore[attr-defined]  # as above
    return seal(_answer(request, event, sheet, invitation), get_language() or "")


def _answer(
    request: HttpRequest, event: EventPage, sheet: SignUpSheet, invitation: SignUpInvitation | None
) -> HttpResponseBase:
    language = event.locale.language_code
    if request.method != "POST":
        form = SignUpForm(sheet, event, language, invitation, initial={"stamp": SignUpForm.new_stamp()})
        return _shown(request, event, sheet, form, invitation)
    form = SignUpForm(sheet, event, language, invitation, request.POST)
    throttle = ClientThrottle(settings.FEDCMS_SIGN_UP_RATE, "sign-up")
    if not throttle.allow_request(request):
        words = _("Trop d’inscriptions sont parties de votre connexion : réessayez dans %(minutes)d min.")
        return too_often(form, throttle, words, partial(_shown, request, event, sheet, form, invitation))
    if form.is_valid():
        try:
            ask(sheet, event, form.filled(), invitation)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("sign_up_sent", args=[event.translation_key]), status=303)
    return _shown(request, event, sheet, form, invitation, status=422)


def _shown(
    request: HttpRequest,
    event: EventPage,
    sheet: SignUpSheet,
    form: SignUpForm,
    invitation: SignUpInvitation | None,
    status: int = 200,
) -> HttpResponseBase:
    offer = offer_of(sheet, event, timezone.now())
    context = {
        "event": event,
        "when": dates_in_words(event),
        "offer": offer,
        "form": form if offer.opening is Opening.OPEN or form.is_bound else None,
        "inviting_cluster": invitation.cluster if invitation is not None else None,
    }
    return TemplateResponse(request, "events/sign_up/form.html", context, status=status)


@require_safe
def sent(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Says to look into one's mail: the same words, whoever signed up, and whether or not they had before."""
    event, _sheet = _event_and_sheet(request, key)
    return TemplateResponse(
        request, "events/sign_up/sent.html", {"event": event}, headers=FORM_HEADERS["GET"]
    )
