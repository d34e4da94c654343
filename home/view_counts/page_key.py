"""The header X-Page-Key, by which a response says whose view it is: caches of Django and nginx keep it."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page

HEADER = "X-Page-Key"
ServePage = Callable[[Page, HttpRequest, list[object], dict[str, object]], HttpResponseBase]

_KEY = re.compile(r"(\d{1,18})\.([a-z]{2,3}(?:-[a-z]{2,8})?)", re.ASCII)
_ATTRIBUTE = "_fedcms_page_key"
VIEWED = (200, 304)
"""The statuses of a response that shows a page; 304 shows the copy that the browser has."""


def with_page_key(serve: ServePage) -> ServePage:
    """Wagtail's hook on_serve_page: marks the response of a page that everybody may see."""

    def marked(
        page: Page, request: HttpRequest, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponseBase:
        response = serve(page, request, args, kwargs)
        content_type = response.get("Content-Type", "text/html")
        if (
            response.status_code in VIEWED
            and content_type.startswith("text/html")
            and getattr(page, "is_known_unrestricted", False)
        ):
            key = f"{page.pk}.{page.locale.language_code}"
            response[HEADER] = key
            # A 304 that is made of the response further out keeps none of its headers.
            setattr(request, _ATTRIBUTE, key)
        return response

    return marked


def read_page_key(text: str) -> tuple[int, str] | None:
    """Returns the page's number and its language; `None` for anything else."""
    match = _KEY.fullmatch(text)
    if match is None or match[2] not in dict(settings.LANGUAGES):
        return None
    return int(match[1]), match[2]


def page_key_of(request: HttpRequest, response: HttpResponseBase) -> tuple[int, str] | None:
    """Returns whose view a response is; `None` if it shows no page."""
    # Of a 304 that `fedcms.core.http.public_answers` made, the page that it stands for.
    full = getattr(response, "full_answer", response)
    text = full.get(HEADER) or getattr(request, _ATTRIBUTE, "")
    return read_page_key(text) if text else None
