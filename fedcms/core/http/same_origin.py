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


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Returns whether the browser says that a page of another site sent the request.

    For what may come without a browser, too: a request that says nothing of it comes from nowhere.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.get_host()
