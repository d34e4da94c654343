"""Answers for programs that ask again and again: "304 Not Modified" when they would get what they have."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition


def conditional_response(
    request: HttpRequest, body: bytes, *, content_type: str, changed_at: datetime | None
) -> HttpResponse:
    """The body with `ETag` and `Last-Modified` (`changed_at`, aware; `None` leaves it out), or 304 without it.

    The tag is made of the body itself: whatever changes it (a page that expires, a cluster's new name, a deployment)
    changes the tag. What was fetched is asked again each time, since visibility goes by the clock.
    """
    etag = f'"{sha256(body).hexdigest()[:32]}"'

    @condition(etag_func=lambda _request: etag, last_modified_func=lambda _request: changed_at)
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(body, content_type=content_type)

    response = answer(request)
    response["Cache-Control"] = "no-cache"
    return response
