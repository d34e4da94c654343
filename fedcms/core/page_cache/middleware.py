"""Answers strangers with pages that this process keeps, outside of everything else that Django does for a request."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from fedcms.core.http.public_answers import is_marked
from fedcms.core.page_cache.fills import fills
from fedcms.core.page_cache.kept_answer import LONGEST, KeptAnswer
from fedcms.core.page_cache.moments import end_of
from fedcms.core.page_cache.notice import with_notice
from fedcms.core.page_cache.proxies import let_nobody_hold, say_how_long
from fedcms.core.page_cache.shared import found_elsewhere, share, shelf
from fedcms.core.page_cache.store import store
from fedcms.core.shown_tags import collecting, table_tag

LONGEST_QUERY = 200
"""Nobody chooses filters that are longer."""
_GZIP = re.compile(r"\bgzip\b")
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PageCacheMiddleware:
    """The middleware: inside of what counts page views, so that a hit is a view, and of what answers 304."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.FEDCMS_PAGE_CACHE:
            raise MiddlewareNotUsed
        shelf()  # its client is loaded before the first request
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers with what is kept, or keeps what is made."""
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        kept = store.get(key)
        if kept is not None:
            return self._again(request, key, kept)
        if store.is_cut_off:
            return self._alone(request, key)
        if request.method == "GET" and fills.begin(key):
            return self._filled(request, key)
        # Another thread makes it. A page whose tags were dropped meanwhile is not kept: none gets one that is older
        # than the request.
        if not fills.is_unkept(key):
            kept = store.found(key, may_be_old=True)
            if kept is None:
                fills.wait(key)
                kept = store.get(key)
        return self._made(request, key)[0] if kept is None else self._again(request, key, kept)

    def _again(self, request: HttpRequest, key: str, kept: KeptAnswer) -> HttpResponseBase:
        request.is_from_page_cache = True  # type: ignore[attr-defined]  # for metrics, and for who says 304
        request.resolver_match = kept.match  # by which fetches of feeds are counted
        if store.is_cut_off:
            return with_notice(kept, request.path_info[1:].partition("/")[0])
        answer = HttpResponse(kept.body, headers=dict(kept.headers))
        say_how_long(answer, key, kept, timezone.now())
        return answer

    def _alone(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Returns what can be made while the database is away: nobody waits for it, and no shared cache holds it."""
        response, is_kept = self._made(request, key)
        if not is_kept:
            let_nobody_hold(response)
        return response

    def _filled(self, request: HttpRequest, key: str) -> HttpResponseBase:
        is_kept: bool | None = False
        try:
            # Another may have ended since this one found nothing, or another process have made it.
            kept = store.found(key) or (None if fills.is_unkept(key) else found_elsewhere(store, key))
            response, is_kept = (
                self._made(request, key) if kept is None else (self._again(request, key, kept), True)
            )
            # Nothing is known of the address where the site itself could not answer.
            if not is_kept and (store.is_cut_off or response.status_code == HTTPStatus.SERVICE_UNAVAILABLE):
                is_kept = None
        finally:
            fills.end(key, is_kept=is_kept)
        return response

    def _made(self, request: HttpRequest, key: str) -> tuple[HttpResponseBase, bool]:
        """Returns the answer of everything else, and whether it is kept now."""
        number, since = store.number(), timezone.now()
        with collecting() as shown:
            response = self.get_response(request)
        is_kept = shown.is_allowed and not shown.refused and request.method == "GET"
        if is_kept and (
            is_sent_by_proxy(response)
            if shown.is_file
            else is_for_everybody(response, is_unmarked=shown.is_unmarked)
        ):
            page = cast("HttpResponse", response)
            # The address of the site, which each page names, is remembered by Wagtail.
            tags = frozenset(shown.tags | {table_tag("wagtailcore_site")})
            try:
                end = end_of(tags, shown.moments, since)
            except (DatabaseError, InterfaceError):
                let_nobody_hold(response)
                return response, False
            headers = tuple(page.headers.items())
            match, is_one_of_many = request.resolver_match, shown.is_one_of_many
            until = min(end, since + LONGEST)
            made = KeptAnswer(page.content, headers, tags, since, until, end, match, is_one_of_many)
            if store.keep(key, made, number):
                share(store, key, made)
                say_how_long(response, key, made, timezone.now())
                return response, True
            # Something that it shows was dropped meanwhile: in a shared cache nobody would drop it any more.
            let_nobody_hold(response)
        return response, False


def key_of(request: HttpRequest) -> str | None:
    """Returns by what an answer is kept; None for a request whose answer may be one reader's, or is no page.

    The query is part of it as it was sent: an answer is kept only where the page knows each parameter of it
    (`kept_parameters`). Pages have the language first in their address.
    """
    meta = request.META
    is_page = request.path_info[1:].partition("/")[0] in dict(settings.LANGUAGES)
    if (
        request.method not in ("GET", "HEAD")
        or not (is_page or _is_file(request))
        # A preview of Wagtail's.
        or getattr(request, "is_dummy", False)
        or len(meta.get("QUERY_STRING", "")) > LONGEST_QUERY
        or request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
        or "HTTP_AUTHORIZATION" in meta
        or "HTTP_RANGE" in meta
    ):
        return None
    packed = "gzip" if is_page and _GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")) else ""
    host = meta.get("HTTP_HOST") or meta.get("SERVER_NAME", "")
    forwarded = meta.get("HTTP_X_FORWARDED_HOST", "") if settings.USE_X_FORWARDED_HOST else ""
    # `ALLOWED_HOSTS` says nothing of ports: a client that names one after another has no copy for each.
    if {_port_of(host), _port_of(forwarded)} - {
        "",
        _port_of(urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc),
    }:
        return None
    query = meta.get("QUERY_STRING", "")
    return "\n".join((request.scheme or "", host.lower(), forwarded.lower(), packed, request.path, query))


def _port_of(host: str) -> str:
    """Returns what stands after the name of a host; "" if nothing does. Of IPv6, the name has brackets."""
    return host.rpartition("]")[2].partition(":")[2]


def _is_file(request: HttpRequest) -> bool:
    """Returns whether an address is an image's, of which the site says alone that the proxy may send it.

    Without a query: whoever makes one up gets no copy for each.
    """
    return (
        bool(settings.FEDCMS_ACCEL_REDIRECT)
        and request.path_info.startswith(settings.MEDIA_URL)
        and not request.META.get("QUERY_STRING")
    )


def is_sent_by_proxy(response: HttpResponseBase) -> bool:
    """Returns whether an answer has the proxy send a file."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == HTTPStatus.OK
        and response.has_header("X-Accel-Redirect")
        and "cookie" not in response.get("Vary", "").lower()
        and not response.cookies
    )


def is_for_everybody(response: HttpResponseBase, *, is_unmarked: bool = False) -> bool:
    """Returns whether an answer is a page that was marked as the same for everybody, or a feed that need not be."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and (is_marked(response) or (is_unmarked and response.get("Cache-Control") == "no-cache"))
        and response.has_header("ETag")
        and set(response.get("Vary", "").lower().split(", ")) == {"accept-encoding"}
        and not response.cookies
    )
