"""Finds which image or document an address behind a link means, what is noted of it, and lets its own view answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponseBase

from fedcms.media.models import FederationImage
from fedcms.media.views import serve_document, serve_media, serve_press_copy

# Digits of other scripts would make one file many.
_DOCUMENT = re.compile(r"documents/(\d{1,18})/([^/]+)", re.ASCII)
_PRESS_COPY = re.compile(r"media/press/(\d{1,18})/([^/]+)", re.ASCII)
_MEDIA = re.compile(r"media/(.+)")

_View = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class FileRequest:
    """A file that somebody asks for through a link."""

    view: _View
    name: str
    subject: str
    """What is noted as opened, "document:12"; "" for a size of a picture, which is part of the page that is noted."""
    is_download: bool

    def served(self, request: HttpRequest) -> HttpResponseBase:
        """Returns the file as its own view serves it. Raises `Http404`, also for a form that asks for a password."""
        response = self.view(request)
        # The views of files let nothing in them run: a page that stands before a file has no such header.
        is_file = "sandbox" in response.get("Content-Security-Policy", "") and response.status_code == 200
        if not is_file and response.status_code != 304:
            raise Http404
        return response


def find_file(address: str) -> FileRequest | None:
    """Returns the file of an address (without "/" before it), `None` if it is no address of one. One query at most."""
    if match := _DOCUMENT.fullmatch(address):
        key, name = int(match[1]), match[2]
        return FileRequest(
            lambda request: serve_document(request, str(key), name), name, f"document:{key}", is_download=True
        )
    if match := _PRESS_COPY.fullmatch(address):
        key, name = int(match[1]), match[2]
        return FileRequest(
            lambda request: serve_press_copy(request, key, name), name, f"image:{key}", is_download=True
        )
    if match := _MEDIA.fullmatch(address):
        stored = match[1]
        original = FederationImage.objects.filter(file=stored).values_list("pk", flat=True).first()
        return FileRequest(
            lambda request: serve_media(request, stored),
            PurePath(stored).name,
            f"image:{original}" if original else "",
            is_download=False,
        )
    return None
