"""Serves the public form by which a reader subscribes: the answer is the same whoever is subscribed already."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clusters.models import Rhythm
from clusters.subscriptions.filter_query import PARAMETERS, filters_of
from clusters.subscriptions.forms import SubscribeForm
from clusters.subscriptions.links import CONFIRMED_WITHIN
from clusters.subscriptions.requests import ask
from fedcms.core.http.client_throttle import ClientThrottle

UNPROCESSABLE, TOO_MANY = 422, 429


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponseBase:
    """Shows the form; keeps what is posted and mails a link; shows errors with what was typed, with status 422.

    Exempt from the CSRF check, since a reader has no cookie: the form carries a signed stamp, and does nothing until
    the owner of the address confirms.
    """
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation.menus
    language = get_language() or settings.LANGUAGE_CODE
    initial = {
        "languages": [language],
        "language": language,
        "rhythm": Rhythm.WEEKLY,
        "stamp": SubscribeForm.new_stamp(),
    }
    form = SubscribeForm(
        request.POST if request.method == "POST" else None, initial=filters_of(request.GET) | initial
    )
    chosen = [(PARAMETERS[name], value) for name in PARAMETERS for value in form.initial[name]]
    request.query_in_every_language = urlencode(chosen)  # type: ignore[attr-defined]  # read there, too
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, UNPROCESSABLE)
    throttle = ClientThrottle(settings.FEDCMS_SUBSCRIPTION_RATE, "subscribe")
    if not throttle.allow_request(request):
        form.add_error(None, _("Trop de demandes sont venues de votre connexion. Réessayez dans une heure."))
        response = _page(request, form, TOO_MANY)
        response["Retry-After"] = str(throttle.retry_after())
        return response
    cleaned = form.cleaned_data
    ask(cleaned["email"], cleaned["language"], Rhythm(cleaned["rhythm"]), form.choices())
    return HttpResponseRedirect(f"{reverse('subscribe')}?sent=1")


def _page(request: HttpRequest, form: SubscribeForm, status: int = 200) -> HttpResponseBase:
    context = {
        "form": form,
        "was_sent": "sent" in request.GET,
        "days": CONFIRMED_WITHIN.days,
        "months": settings.FEDCMS_SUBSCRIPTION_MONTHS,
    }
    return TemplateResponse(request, "clusters/subscriptions/subscribe.html", context, status=status)
