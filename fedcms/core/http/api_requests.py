"""Reads the language of a request to an API, and limits how often one client may ask."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from fedcms.core.http.client_throttle import ClientThrottle

View = TypeVar("View", bound=Callable[..., HttpResponse])


def asked_language(request: HttpRequest) -> str:
    """Returns the language of the API's answers: `locale` if it is one of the site's languages, else the default."""
    asked = request.GET.get("locale", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def limit_rate(setting: str) -> Callable[[View], View]:
    """Decorates a view to answer 429 with `Retry-After` (seconds) beyond the rate `settings.<setting>`, as "120/m".

    Each web process counts for itself: the rate is a guard against runaway programs, not a quota.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            # A new one for each request: it holds the request's state, and threads would share it.
            throttle = ClientThrottle(getattr(settings, setting), setting)
            if throttle.allow_request(request):
                return view(request, *args, **kwargs)
            seconds = throttle.retry_after()
            with translation.override(asked_language(request)):
                message = _("Trop de demandes : réessayez dans %(seconds)d secondes.") % {"seconds": seconds}
            response = JsonResponse({"errors": {"rate": [message]}}, status=429)
            response["Retry-After"] = str(seconds)
            # Scripts of other sites read it, too: those that may not read the answer learn nothing from this one.
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Retry-After"
            return response

        return cast(View, limited)

    return decorate
