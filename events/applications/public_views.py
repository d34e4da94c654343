"""Where somebody begins to apply to a mission, without an account, and the dossier of its call."""

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

from clusters.publishing.refusal import Refusal
from events.applications.forms import StartForm
from events.applications.missions import mission_by_language
from events.applications.offer import offer_of
from events.applications.private_files import send_private
from events.applications.starting import start
from events.models import ApplyBy, CallForApplications, TradeMissionPage
from events.signup.public_views import FORM_HEADERS
from events.throttled_forms import too_often
from fedcms.core.http.client_throttle import ClientThrottle


def mission_and_call(request: HttpRequest, key: UUID) -> tuple[TradeMissionPage, CallForApplications]:
    """Returns the public mission of an address, in its language, and its call. Raises `Http404`. Two queries."""
    pages = mission_by_language(key)
    mission = pages.get(get_language() or "")
    call = CallForApplications.objects.filter(translation_key=key).first()
    request.existing_languages = frozenset(pages)  # type: ignore[attr-defined]  # read by home.navigation.menus
    if mission is None or call is None:
        raise Http404("Nobody applies at this address.")
    return mission, call


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Shows the form and takes it. Without a CSRF check: there is no cookie, and the address must be confirmed."""
    mission, call = mission_and_call(request, key)
    if call.apply_by != ApplyBy.SITE:
        raise Http404("One applies elsewhere.")
    response = _answer(request, mission, call)
    for name, value in FORM_HEADERS["POST" if request.method == "POST" else "GET"].items():
        response[name] = value
    return response


def _answer(request: HttpRequest, mission: TradeMissionPage, call: CallForApplications) -> HttpResponseBase:
    language = mission.locale.language_code
    if request.method != "POST":
        form = StartForm(call, language, initial={"stamp": StartForm.new_stamp()})
        return _shown(request, mission, call, form)
    form = StartForm(call, language, request.POST)
    throttle = ClientThrottle(settings.FEDCMS_SIGN_UP_RATE, "application")
    if not throttle.allow_request(request):
        words = _("Trop de demandes sont parties de votre connexion : réessayez dans %(minutes)d min.")
        return too_often(form, throttle, words, partial(_shown, request, mission, call, form))
    if form.is_valid():
        try:
            start(call, form.filled())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("apply_sent", args=[mission.translation_key]), status=303)
    return _shown(request, mission, call, form, status=422)


def _shown(
    request: HttpRequest,
    mission: TradeMissionPage,
    call: CallForApplications,
    form: StartForm,
    status: int = 200,
) -> HttpResponseBase:
    offer = offer_of(call, mission, timezone.now())
    context = {
        "mission": mission,
        "offer": offer,
        # What was typed stays in sight, also when it comes too late.
        "form": form if offer.is_open or form.is_bound else None,
    }
    return TemplateResponse(request, "events/applications/start.html", context, status=status)


@require_safe
def sent(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Says to look into one's mail: the same words, whoever began, and whether or not they had before."""
    mission, _call = mission_and_call(request, key)
    return TemplateResponse(
        request, "events/applications/sent.html", {"mission": mission}, headers=FORM_HEADERS["GET"]
    )


@require_safe
def dossier(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Sends the dossier of a call as long as its mission is public."""
    _mission, call = mission_and_call(request, key)
    if not call.dossier.name:
        raise Http404("This call has no dossier.")
    response = send_private(call.dossier.name, call.dossier_name)
    response["X-Robots-Tag"] = "noindex"
    return response
