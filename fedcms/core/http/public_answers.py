"""Says of answers that are the same for everybody who may keep them, with a strong ETag, and answers 304.

A view marks such an answer (`mark_public`); the middleware looks once more on its way out, and takes the mark back
where the answer turned out to be for one reader: a session was sent, a cookie is set, or something depended on one.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers

PUBLIC = "public, max-age=0, must-revalidate"
"""A browser asks each time, since what is visible goes by the clock, and gets 304 when nothing is new."""
PRIVATE = "private, no-cache"
_READING = ("GET", "HEAD")

Answer = TypeVar("Answer", bound=HttpResponseBase)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def mark_public(request: HttpRequest, response: Answer) -> Answer:
    """Marks the answer to a reader's GET or HEAD as the same for everybody, unless its view decided already."""
    if request.method in _READING and response.status_code == 200:
        response.headers.setdefault("Cache-Control", PUBLIC)
    return response


def public_answers(get_response: GetResponse) -> GetResponse:
    """Middleware, outside of sessions: adds the ETag of an answer for everybody, or answers 304 to who has it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.get("Cache-Control") != PUBLIC:
            return response
        if _is_for_one_reader(request, response) or not isinstance(response, HttpResponse):
            response["Cache-Control"] = PRIVATE
            return response
        if seconds := settings.FEDCMS_SHARED_CACHE_SECONDS:
            response["Cache-Control"] = f"{PUBLIC}, s-maxage={seconds}"
        response.headers.setdefault("ETag", etag_of(response.content))
        patch_vary_headers(response, ("Accept-Encoding",))
        known = get_conditional_response(request, response["ETag"], response=response) or response
        if known is not response:
            known.full_answer = response  # type: ignore[attr-defined]  # for who counts (home.view_counts)
        return known

    return answer


def etag_of(body: bytes) -> str:
    """Returns a strong ETag of a body."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def _is_for_one_reader(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or bool(response.cookies)
        or has_vary_header(response, "Cookie")
    )
