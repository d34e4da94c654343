"""Checks that a posted form comes from this site, where no CSRF cookie is set."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool:
    """Returns whether one of this site's own pages sent the request.

    Browsers say so with every POST, and a foreign page cannot forge it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
