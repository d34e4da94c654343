"""What every answer behind a subscriber's link has in common: kept nowhere, indexed nowhere, refused in one way."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from clusters.press_access.public_answers import seal
from fedcms.core.i18n.request_language import preferred_language

View = Callable[..., HttpResponseBase]
METHOD_NOT_ALLOWED = 405
LANGUAGE_HEADER = "Content-Language"


def for_link_holders(*methods: str) -> Callable[[View], View]:
    """Lets a view answer to who has a link, by some methods; seals whatever is answered, refusals too.

    Without a CSRF check: there is no cookie, and the secret in the address is what a form proves. `Http404` means a
    link that does not serve.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str, **arguments: object) -> HttpResponseBase:
            response: HttpResponseBase
            if request.method not in methods:
                response = refused(request, METHOD_NOT_ALLOWED)
                response["Allow"] = ", ".join(methods)
            else:
                try:
                    response = view(request, token, **arguments)
                except Http404:
                    response = refused(request)
            return seal(response, response.get(LANGUAGE_HEADER, language_of(request)))

        return answer

    return decorate


def rendered(
    request: HttpRequest, template: str, context: dict[str, object], language: str, status: int = 200
) -> HttpResponse:
    """Returns a page in a language, rendered at once: later, another language would be active."""
    with override(language):
        page = TemplateResponse(request, f"clusters/subscriptions/{template}", context, status=status)
        response: HttpResponse = page.render()
    response[LANGUAGE_HEADER] = language
    return response


def language_of(request: HttpRequest) -> str:
    """Returns the language of who is not known."""
    return preferred_language(request, dict(settings.LANGUAGES))


def refused(request: HttpRequest, status: int = 404) -> HttpResponse:
    """Returns the answer to a link that does not serve: the same for one that never was, and for one that is over."""
    language = language_of(request)
    with override(language):
        context: dict[str, object] = {"form_url": reverse("subscribe")}
    return rendered(request, "refused.html", context, language, status)


@csrf_exempt
def with_slash(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the address with the slash that a program cut off, by the same method (308), and seals that, too.

    The framework's own redirect would tell caches of the secret in the address.
    """
    answer = HttpResponsePermanentRedirect(f"{escape_uri_path(request.path)}/", preserve_request=True)
    return seal(answer, language_of(request))
