"""The view to which browsers report the first opened result."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fedcms.core.http.same_origin import comes_from_here
from search.statistics.counting import count_click

MAX_BODY = 2_000
"""Bytes of a token and a key, with room."""


@never_cache
@csrf_exempt
@require_POST
def count_click_view(request: HttpRequest) -> HttpResponse:
    """POST /api/search/clicks/ with `token` (from the page of results) and `entry`; always 204, counted or not.

    Exempt from Django's check of forgeries, which would need a cookie: nothing here acts for the person who asks. What
    is counted is what the token says, which only a page of results gets, once and for an hour; and only the site's own
    pages may send it.
    """
    length = request.headers.get("Content-Length", "")
    if comes_from_here(request) and length.isdecimal() and int(length) <= MAX_BODY:
        count_click(request.POST.get("token", ""), request.POST.get("entry", ""))
    return HttpResponse(status=204)
