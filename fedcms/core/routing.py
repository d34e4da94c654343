"""Finds the page of an address in one query, where Wagtail takes one a level.

Equal to `Page.route_for_request`: a page deeper in the tree is reached only through ancestors that exist; a routable
page on the way may answer the rest of the path itself; the last page must be live. Shown equal on random trees by
tests/core/test_routing.py.
"""

from django.http import Http404, HttpRequest
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult


def _prefixes(root_path: str, components: list[str]) -> list[str]:
    """The `url_path` of the root and of each page on the way to the last component."""
    paths = [root_path]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    return paths


def route(root: Page, request: HttpRequest, path: str) -> RouteResult:
    """The page that answers `path` below `root`, with the arguments for its `serve`.

    Raises `Http404` when there is none, as Wagtail does.
    """
    components = [part for part in path.split("/") if part]
    prefixes = _prefixes(root.url_path, components)
    found = {page.url_path: page for page in Page.objects.filter(url_path__in=prefixes, path__startswith=root.path)}
    found[root.url_path] = root
    chain: list[Page] = []
    for prefix in prefixes:
        page = found.get(prefix)
        if page is None:
            break
        if chain:
            page._cached_parent_obj = chain[-1]
        chain.append(page)

    for depth, page in enumerate(chain):
        rest = components[depth:]
        page_class = page.specific_class
        if page_class is None:
            raise Http404
        is_last = depth == len(components)
        # Only a routable page may answer for more than itself; it is asked first, as Wagtail does.
        if is_last or issubclass(page_class, RoutablePageMixin):
            specific = page.specific
            if issubclass(page_class, RoutablePageMixin) and page.live:
                try:
                    match = specific.resolve_subpage("/" + "".join(f"{part}/" for part in rest))
                except Http404:
                    pass  # none of its own routes: its children are asked
                else:
                    request.routable_resolver_match = match  # type: ignore[attr-defined]  # Wagtail's contract
                    view, args, kwargs = match
                    return RouteResult(specific, args=(view, args, kwargs))
            if is_last:
                if not page.live:
                    raise Http404
                return RouteResult(specific)
    raise Http404
