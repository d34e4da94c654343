"""What every answer behind an accreditation's link has in common: kept nowhere, indexed nowhere, refused in one way."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from clusters.models import Accreditation, AccreditationLink
from clusters.press_access.readable_pages import NotReadable
from clusters.press_access.tokens import MAX_LENGTH, hash_of
from fedcms.core.i18n.request_language import preferred_language

View = Callable[..., HttpResponseBase]

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # The secret is in the address.
    "Referrer-Policy": "no-referrer",
}


def seal(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """Returns an answer with the headers that all of them have."""
    for name, value in HEADERS.items():
        response[name] = value
    response["Content-Language"] = language
    return response


def holder_of(token: str) -> Accreditation | None:
    """Returns the accreditation of a secret, if its link serves now. One query."""
    if not token or len(token) > MAX_LENGTH:
        return None
    hashed = hash_of(token)
    linked = AccreditationLink.objects.filter(token_hash=hashed).values("accreditation")
    found = Accreditation.objects.valid().filter(Q(token_hash=hashed) | Q(pk__in=linked))
    return found.select_related("cluster", "page", "topic").first()


def rendered(
    request: HttpRequest, template: str, context: dict[str, object], language: str, status: int = 200
) -> HttpResponse:
    """Returns a page in a language, rendered at once: later, another language would be active."""
    with override(language):
        return TemplateResponse(request, template, context, status=status).render()


def refused(request: HttpRequest) -> tuple[HttpResponse, str]:
    """Returns the answer to a link that does not serve, and its language.

    The same for one that never was, has expired or was revoked: it tells nobody which.
    """
    language = preferred_language(request, dict(settings.LANGUAGES))
    return rendered(request, "clusters/press_access/refused.html", {}, language, status=404), language


def not_readable(request: HttpRequest, accreditation: Accreditation, reason: NotReadable) -> HttpResponse:
    """Returns why a holder finds nothing: it is gone, or not ready yet."""
    status = 410 if reason is NotReadable.GONE else 404
    context: dict[str, object] = {"is_gone": reason is NotReadable.GONE}
    return rendered(
        request, "clusters/press_access/not_readable.html", context, accreditation.language, status
    )


def for_holders(view: View) -> View:
    """Lets a view answer to the holder of a link, whom it gets instead of the secret; seals whatever is answered.

    Without a CSRF check: there is no cookie, and the secret in the address is what a form proves.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, token: str, **arguments: object) -> HttpResponseBase:
        response: HttpResponseBase
        accreditation = holder_of(token)
        if accreditation is None:
            return seal(*refused(request))
        language = accreditation.language
        try:
            response = view(request, accreditation, token, **arguments)
        except Http404:
            response = not_readable(request, accreditation, NotReadable.GONE)
        return seal(response, response.get("Content-Language", language))

    return answer
