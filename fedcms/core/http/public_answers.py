"""Says of answers that are the same for everybody who may keep them, with a strong ETag, and answers 304.

A view marks such an answer (`mark_public`); the middleware looks once more on its way out, and takes the mark back
where the answer turned out to be for one reader: a session was sent, a cookie is set, or something depended on one.
Whether the reader has it already is asked last, of the answer as it would be sent (`not_modified`).
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers
from django.utils.http import parse_http_date_safe

from fedcms.core.http.conditional_get import etag_of

PUBLIC = "public, max-age=0, must-revalidate"
"""A browser asks each time, since what is visible goes by the clock, and gets 304 when nothing is new."""
PRIVATE = "private, no-cache"
EMPTY_FORM = "no-cache"
"""Of a page with a form that nobody has filled in: processes may keep it. A browser keeps what was typed into it, and a
shared cache asks each time."""
_READING = ("GET", "HEAD")
# They say how the body is sent, or what was counted of it (home.view_counts.page_key).
_OF_THE_BODY = frozenset(("content-encoding", "content-length", "content-type", "x-page-key"))

Answer = TypeVar("Answer", bound=HttpResponseBase)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def mark_public(request: HttpRequest, response: Answer) -> Answer:
    """Marks the answer to a reader's GET or HEAD as the same for everybody, unless its view decided already."""
    if request.method in _READING and response.status_code == 200:
        response.headers.setdefault("Cache-Control", PUBLIC)
    return response


def is_marked(response: HttpResponseBase) -> bool:
    """Returns whether an answer is marked as the same for everybody."""
    return bool(response.get("Cache-Control", "").startswith(PUBLIC))


def mark_empty_form(response: HttpResponseBase) -> None:
    """Marks a page with a form that nobody has filled in, and that is the same for everybody."""
    response.headers["Cache-Control"] = EMPTY_FORM
    response.is_empty_form = True  # type: ignore[attr-defined]  # not by the header, which feeds have too


def is_empty_form(response: HttpResponseBase) -> bool:
    """Returns whether an answer is marked as a page with an empty form."""
    return bool(getattr(response, "is_empty_form", False))


def public_answers(get_response: GetResponse) -> GetResponse:
    """Middleware, outside of sessions: adds the ETag of an answer for everybody."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not (is_marked(response) or is_empty_form(response)):
            return response
        if _is_for_one_reader(request, response) or not isinstance(response, HttpResponse):
            response["Cache-Control"] = PRIVATE
            return response
        # Where proxies are told what to drop, they hold only what the process keeps too (page_cache.proxies).
        seconds = 0 if settings.FEDCMS_PURGE_URLS else settings.FEDCMS_SHARED_CACHE_SECONDS
        if seconds and is_marked(response):
            response["Cache-Control"] += f", s-maxage={seconds}"
        response.headers.setdefault("ETag", etag_of(response.content))
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return answer


def not_modified(get_response: GetResponse) -> GetResponse:
    """Middleware, outside of what compresses and keeps answers: says 304 to who has an answer for everybody.

    So it does of a feed that the process keeps: its view is not asked, or is asked for all of it. The 304 has the ETag,
    weak or strong, and the other headers that the answer would have: caches put them in the place of the old ones.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_kept = any(getattr(request, name, False) for name in ("is_from_page_cache", "is_asked_last"))
        is_asked_here = is_marked(response) or is_kept
        if not is_asked_here or not isinstance(response, HttpResponse) or "ETag" not in response:
            return response
        changed_at = parse_http_date_safe(response.get("Last-Modified", ""))
        known = get_conditional_response(request, response["ETag"], changed_at, response) or response
        if known is not response:
            known.full_answer = response  # type: ignore[attr-defined]  # for who counts (home.view_counts)
            if known.status_code == HTTPStatus.NOT_MODIFIED:
                for name, value in response.items():
                    if name.lower() not in _OF_THE_BODY:
                        known[name] = value
        return known

    return answer


def _is_for_one_reader(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or bool(response.cookies)
        or has_vary_header(response, "Cookie")
    )
