"""Checks that a posted form comes from this site, where no CSRF cookie is set."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool:
    """Whether one of the site's own pages sent the request. Browsers say so of every POST, and no page can forge it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
