"""Serves the service worker of public pages, the page that stands for what it lacks, and what it may still show."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from fedcms.core.http.client_throttle import ClientThrottle
from fedcms.core.http.public_answers import mark_public
from fedcms.core.models import active_locales
from home.offline.asked_copies import LARGEST_BODY, InvalidQuestion, copies_in
from home.offline.contacts import contacts
from home.offline.copies_to_erase import addresses_to_erase
from home.offline.worker_script import remover_script, worker_script

RATE = "600/m"
"""How often one address may ask; a browser does with each page that it opens, and a school has one address."""
NO_STORE = {"Cache-Control": "no-store"}


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Gives the worker, whose scope is the site, or with FEDCMS_OFFLINE_PAGES=0 the one that removes it."""
    script = worker_script() if settings.FEDCMS_OFFLINE_PAGES else remover_script()
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponseBase:
    """Shows what can be read without network: whom to write to, and, filled by the worker, the pages that are kept.

    Raises `Http404` in a language that is not open to the public.
    """
    opened = dict(active_locales().values_list("language_code", "pk"))
    language = get_language() or settings.LANGUAGE_CODE
    if language not in opened:
        raise Http404(f"The language {language!r} is not open to the public.")
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation.menus
    context = {"contacts": contacts(opened[language])}
    response = TemplateResponse(request, "home/offline.html", context)
    return mark_public(request, response.render())


@csrf_exempt
@require_POST
def check_copies(request: HttpRequest) -> HttpResponse:
    """Answers which copies a browser must erase: `{"erase": [addresses]}`. It has no cookie, and tells nobody's.

    Notes nothing of what is asked. With FEDCMS_OFFLINE_PAGES=0 all must be.

    400 with `field` and `reason` for what cannot be read, 413 and 429 beyond bounds.
    """
    throttle = ClientThrottle(RATE, "offline-copies")
    if not throttle.allow_request(request):
        headers = {**NO_STORE, "Retry-After": str(throttle.retry_after())}
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=NO_STORE)
    try:
        copies = copies_in(request.body)
    except InvalidQuestion as invalid:
        answer = {"field": invalid.field, "reason": invalid.reason}
        return JsonResponse(answer, status=HTTPStatus.BAD_REQUEST, headers=NO_STORE)
    erased = (
        addresses_to_erase(copies) if settings.FEDCMS_OFFLINE_PAGES else [copy.address for copy in copies]
    )
    return JsonResponse({"erase": erased}, headers=NO_STORE)
