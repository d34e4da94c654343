"""Lets one request have files that are not public: the package that answers it grants them, this app asks.

A view of a package above this one calls `grant_files` before it lets the views of fedcms.media answer.
"""

from collections.abc import Callable

from django.http import HttpRequest

from fedcms.media.models import FederationDocument, FederationImage

Grant = Callable[[FederationImage | FederationDocument], bool]
"""Returns whether a request may have a file, and may note that it had it."""

_ATTRIBUTE = "_fedcms_file_grant"


def grant_files(request: HttpRequest, grant: Grant) -> None:
    """Lets a request have the files for which `grant` returns true, while their rights let them be shown."""
    setattr(request, _ATTRIBUTE, grant)


def is_granted(request: HttpRequest, item: FederationImage | FederationDocument) -> bool:
    """Returns whether a request was granted a file."""
    grant: Grant | None = getattr(request, _ATTRIBUTE, None)
    return grant is not None and item.may_be_shown() and grant(item)
