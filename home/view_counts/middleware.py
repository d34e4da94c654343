"""Counts page views, downloads and fetches of feeds: the outermost middleware, so that a hit in a cache counts, too.

What a request says of its sender tells people from programs, and is forgotten. Nothing is asked of the database.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from fedcms.core.http.robots import MAX_LENGTH, is_person, is_prefetch, is_robot_agent
from fedcms.media.views import serve_document
from home.view_counts.aggregators import declared_subscribers
from home.view_counts.buffer import buffer
from home.view_counts.models import MAX_FEED
from home.view_counts.page_key import VIEWED, page_key_of
from home.view_counts.referrers import referrer_host

FEED = "feed"
"""The name of the URL of all feeds (home.feeds.urls)."""


class PageViewMiddleware:
    """Looks at each response on its way out, and counts it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Returns the response as it is."""
        response = self.get_response(request)
        if request.method == "GET" and response.status_code in VIEWED and not is_of_team(request):
            count(request, response)
        return response


def is_of_team(request: HttpRequest) -> bool:
    """Returns whether a request has a session: only who works in the admin has one, or was given a page's password.

    No visit of theirs counts.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def count(request: HttpRequest, response: HttpResponseBase) -> None:
    """Counts a successful GET if it is one of the three."""
    key = page_key_of(request, response)
    if key is not None:
        if is_person(request):
            host = referrer_host(request.headers.get("Referer", ""), _own_host(request))
            buffer.add_view(*key, host)
        return
    match = request.resolver_match
    if match is None:
        return
    if match.func is serve_document:
        if _is_download(request):
            buffer.add_download(int(str(match.args[0])))
    elif match.url_name == FEED and len(request.path) <= MAX_FEED:
        agent = request.headers.get("User-Agent", "")[:MAX_LENGTH]
        buffer.add_fetch(request.path, declared_subscribers(agent))


def _own_host(request: HttpRequest) -> str:
    """Returns the host of the request without its port, unchecked: it is compared, never shown."""
    host = str(request.META.get("HTTP_HOST", ""))
    return host.rpartition(":")[0] or host


def _is_download(request: HttpRequest) -> bool:
    """Returns whether a person wants a document: not a further part of one that a viewer reads piece by piece."""
    part = request.headers.get("Range", "")
    return (
        (not part or part.startswith("bytes=0-"))
        and not is_prefetch(request)
        and not is_robot_agent(request.headers.get("User-Agent", ""))
    )
