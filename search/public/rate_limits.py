"""Limits how often one client may ask the API."""

import math
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.throttling import SimpleRateThrottle

from search.public.forms import asked_language

View = TypeVar("View", bound=Callable[..., HttpResponse])


class ClientThrottle(SimpleRateThrottle):
    """Counts the requests of a client's address, which is kept as a digest, in memory, for the period of the rate."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """Returns the key under which the client's requests are counted."""
        return f"throttle-{self.rate}-{sha256((self.get_ident(request) or '').encode()).hexdigest()}"


def limit_rate(setting: str) -> Callable[[View], View]:
    """Decorates a view to answer 429 with `Retry-After` (seconds) beyond the rate `settings.<setting>`, as "120/m".

    Each web process counts for itself: the rate is a guard against runaway programs, not a quota.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            # A new one for each request: it holds the request's state, and threads would share it.
            throttle = ClientThrottle(getattr(settings, setting))
            if throttle.allow_request(request):
                return view(request, *args, **kwargs)
            seconds = max(1, math.ceil(throttle.wait() or 1))
            with translation.override(asked_language(request)):
                message = _("Trop de demandes : réessayez dans %(seconds)d secondes.") % {"seconds": seconds}
            response = JsonResponse({"errors": {"rate": [message]}}, status=429)
            response["Retry-After"] = str(seconds)
            return response

        return cast(View, limited)

    return decorate
