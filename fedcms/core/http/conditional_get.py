"""Answers 304 Not Modified, by ETag and modification date."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import condition

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


@dataclass(frozen=True)
class PackedBody:
    """A compressed body kept for many responses, with its ETag: a 304 need not unpack it."""

    packed: bytes
    etag: str
    changed_at: datetime | None

    @classmethod
    def of(cls, body: bytes, changed_at: datetime | None) -> Self:
        """Compresses a body and computes its ETag."""
        return cls(zlib.compress(body, 1), etag_of(body), changed_at)


def etag_of(body: bytes) -> str:
    """Returns a strong ETag of a body."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def conditional_response(
    request: HttpRequest, body: bytes, *, content_type: str, changed_at: datetime | None
) -> HttpResponse:
    """Returns the body with `ETag` and `Last-Modified`, or 304 when the client has it already.

    `changed_at` (aware) is the value of `Last-Modified`; None leaves the header out. The ETag is made from the body:
    whatever changes the body (a page that expires, a cluster's new name, a deployment) changes it. Clients must ask
    again each time (`no-cache`), since visibility depends on the clock.
    """

    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(body, content_type=content_type)

    return _conditional(request, answer, etag_of(body), changed_at)


def packed_response(request: HttpRequest, body: PackedBody, *, content_type: str) -> HttpResponse:
    """Does what `conditional_response` does, for a packed body."""

    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(zlib.decompress(body.packed), content_type=content_type)

    return _conditional(request, answer, body.etag, body.changed_at)


def lazy_response(
    request: HttpRequest, source: str, make: Callable[[], bytes], *, content_type: str
) -> HttpResponseBase:
    """Does what `conditional_response` does, but calls `make` for the body only when the client gets one.

    `source` names all that the body is made from, the code that makes it included: the ETag is computed from it. The
    answer to HEAD has no `Content-Length`: nobody knows it.
    """

    def answer(_request: HttpRequest) -> HttpResponseBase:
        if request.method == "HEAD":
            return StreamingHttpResponse((), content_type=content_type)
        return HttpResponse(make(), content_type=content_type)

    return _conditional(request, answer, etag_of(source.encode()), None)


def _conditional(
    request: HttpRequest,
    answer: Callable[[HttpRequest], AnyResponse],
    etag: str,
    changed_at: datetime | None,
) -> AnyResponse:
    if getattr(request, "is_asked_last", False) and request.method == "GET":
        # The process keeps it, so it is needed whole; whether the client has it is asked on the way out (not_modified).
        whole = answer(request)
        whole["ETag"], whole["Cache-Control"] = etag, "no-cache"
        if changed_at is not None:
            whole["Last-Modified"] = http_date(changed_at.timestamp())
        return whole
    tagged = condition(etag_func=lambda _request: etag, last_modified_func=lambda _request: changed_at)
    response = tagged(answer)(request)
    response["Cache-Control"] = "no-cache"
    return response
