"""Names the screen that a request shows: by its URL, or as its view says where one URL shows several screens."""

from collections.abc import Iterator
from functools import lru_cache

from django.http import HttpRequest
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

_KEY = "fedcms.screen"
_ADMIN = "admin/"


def admin_match(request: HttpRequest) -> ResolverMatch | None:
    """Returns which view of the admin a request reached; None elsewhere."""
    match = request.resolver_match
    return match if match is not None and match.route.startswith(_ADMIN) else None


def name_screen(request: HttpRequest, name: str) -> None:
    """Says which screen a view shows at an address that shows others, too."""
    request.META[_KEY] = name


def screen_name(request: HttpRequest) -> str:
    """Returns what the view said, or the name of the URL with its namespace; "" if it has none."""
    if _KEY in request.META:
        return str(request.META[_KEY])
    match = request.resolver_match
    if match is None:
        return ""
    # What stands in front of a URL of another package has its route, but not its name.
    return _names_by_route().get(match.route, "")


def _named(items: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[tuple[str, str]]:
    for item in items:
        here = route + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _named(item.url_patterns, here, inner)
        elif item.name:
            yield here, f"{namespace}{item.name}"


@lru_cache(maxsize=1)
def _names_by_route() -> dict[str, str]:
    return dict(_named(get_resolver().url_patterns, "", ""))
