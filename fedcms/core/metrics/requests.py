"""Counts answers, and how long they took, by what was asked."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Histogram

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0, 2.5, 10.0)
"""Seconds. 50 and 400 ms are the marks of cached and uncached answers (issue 18)."""
METHODS = frozenset(("GET", "HEAD", "POST"))

request_seconds = Histogram(
    "fedcms_request_seconds",
    "Seconds until an answer was made, by what was asked: the type of a page, or the name of a view.",
    ("asked", "method", "status"),
    buckets=BUCKETS,
)


def count_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that notes how long each answer took. It stands outside all others."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        request_seconds.labels(
            what_was_asked(request), method_of(request), str(response.status_code)
        ).observe(time.perf_counter() - began)
        return response

    return answer


def method_of(request: HttpRequest) -> str:
    """Returns the method of a request; of one that a visitor has made up, "other"."""
    return request.method if request.method in METHODS else "other"


def what_was_asked(request: HttpRequest) -> str:
    """Returns the type of the page, the name of the view, or "nothing" for an address that does not exist.

    Never an address: labels are few, and say nothing about people.
    """
    if getattr(request, "is_from_page_cache", False):
        return "page cache"
    if (routed := getattr(request, "_wagtail_route_for_request", None)) is not None:
        return str(routed[0]._meta.label_lower)
    match = request.resolver_match
    return match.view_name or "unnamed" if match is not None else "nothing"
