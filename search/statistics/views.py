"""The view to which browsers report the first opened result."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fedcms.core.http.same_origin import comes_from_here
from search.statistics.counting import count_click

MAX_BODY = 2_000
"""The most bytes of a request: enough for a token and a key."""


@never_cache
@csrf_exempt
@require_POST
def count_click_view(request: HttpRequest) -> HttpResponse:
    """Counts a click from POST /api/search/clicks/ with `token` and `entry`; always answers 204, counted or not.

    Exempt from the CSRF check, which would need a cookie: nothing here acts on behalf of the visitor. The token says
    what is counted; only a page of results gets one, which counts once and for an hour. And only the site's own pages
    may send it.
    """
    length = request.headers.get("Content-Length", "")
    if comes_from_here(request) and length.isdecimal() and int(length) <= MAX_BODY:
        count_click(request.POST.get("token", ""), request.POST.get("entry", ""))
    return HttpResponse(status=204)
