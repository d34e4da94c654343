"""Finds the page of an address in one query; Wagtail runs one query for each level.

The result equals that of `Page.route`: a page is reached only through ancestors that exist; a routable page on the way
may answer the rest of the path itself; the last page must be live. tests/core/test_routing.py compares both on random
trees.
"""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from fedcms.core.compiled_queries import Parameter, fetch_objects, one_of, several
from fedcms.core.shown_tags import declared, note_tags, page_tag
from fedcms.core.visibility import HasOwnRestriction, LocaleIsClosed, is_released


def _prefixes(root_path: str, components: list[str]) -> list[str]:
    """Returns the `url_path` of the root and of each page down to the last component."""
    paths = [root_path]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    return paths


# Addresses with up to so many parts use a compiled query; longer ones are nonsense.
_MOST_KEPT = 16


def _at(**prefixes: Parameter) -> "QuerySet[Page, Page]":
    return _annotated(Page.objects.filter(one_of("url_path", prefixes)))


def _annotated(pages: "QuerySet[Page, Page]") -> "QuerySet[Page, Page]":
    return pages.order_by().annotate(  # type: ignore[no-any-return]  # Wagtail is untyped
        locale_is_closed=LocaleIsClosed("locale_id"), is_restricted=HasOwnRestriction("pk")
    )


def _served(page_class: type[Page], *, pk: Parameter) -> "QuerySet[Page, Page]":
    related = getattr(page_class, "served_with", ())
    return page_class.objects.select_related("locale", *related).filter(pk=pk).order_by()  # type: ignore[no-any-return]  # as above


def find_chain(root_path: str, path: str) -> tuple[list[Page], list[str]]:
    """Returns the pages that exist from the page at `root_path` down along `path`, and the path's components.

    One query. No pages when the root does not exist or its locale is closed to the public.
    """
    components = [part for part in path.split("/") if part]
    prefixes = _prefixes(root_path, components)
    with declared():
        if len(prefixes) <= _MOST_KEPT:
            pages = fetch_objects(_at, **several(prefixes))
        else:
            pages = [*_annotated(Page.objects.filter(url_path__in=prefixes))]
    note_tags(*(page_tag(page.pk) for page in pages))
    found = {page.url_path: page for page in pages}
    chain: list[Page] = []
    for prefix in prefixes:
        page = found.get(prefix)
        if page is None or page.locale_is_closed:
            break
        if chain:
            page._cached_parent_obj = chain[-1]  # noqa: SLF001  # treebeard looks there before it asks
        chain.append(page)
    return chain, components


def chain_of(request: HttpRequest) -> tuple[list[Page], list[str]] | None:
    """Returns what `find_chain` found when this request was routed, else None; for the error page."""
    chain: tuple[list[Page], list[str]] | None = getattr(request, "_fedcms_chain", None)
    return chain


def _specific(page: Page, chain: list[Page]) -> Page:
    """Returns the page as its own class, with what its template always shows. One query. Raises `Http404`."""
    page_class = page.specific_class
    if page_class is None:
        raise Http404
    with declared(page_tag(page.pk)):
        specific = next(iter(fetch_objects(_served, page_class, pk=page.pk)), None)
    if specific is None:
        raise Http404  # deleted since the first query
    above = chain[: chain.index(page)]
    # Ancestors for breadcrumbs, without hidden ones. Restrictions of ancestors also apply to this page.
    now = timezone.now()
    specific.ancestors_on_the_way = [way for way in above if is_released(way, now)]
    # Known from the routing query, for this request alone: Wagtail need not ask again (see BasePage).
    specific.is_known_unrestricted = not any(way.is_restricted for way in [*above, page])
    if above:
        specific._cached_parent_obj = above[-1]  # noqa: SLF001  # as above
    return specific


def is_routed(page: Page) -> bool:
    """Returns whether a page was found by its address in this request: it is as stored, not a preview or a draft."""
    return hasattr(page, "is_known_unrestricted")


def route(root_path: str, request: HttpRequest, path: str) -> RouteResult:
    """Returns the page that answers `path` below the page at `root_path`, with the arguments for its `serve`.

    Raises `Http404` when there is none, as Wagtail does. The page's `ancestors_on_the_way` are the ancestors that its
    reader may see, the root first.
    """
    chain, components = find_chain(root_path, path)
    request._fedcms_chain = chain, components  # type: ignore[attr-defined]  # noqa: SLF001  # see chain_of
    for depth, page in enumerate(chain):
        page_class = page.specific_class
        is_last = depth == len(components)
        is_routable = page_class is not None and issubclass(page_class, RoutablePageMixin)
        if not (is_last or is_routable):
            continue
        specific = _specific(page, chain)
        # A routable page may answer for the rest of the path; it is asked before its children, as in Wagtail.
        if is_routable and page.live:
            try:
                match = specific.resolve_subpage("/" + "".join(f"{part}/" for part in components[depth:]))
            except Http404:
                pass  # none of its own routes: its children are asked
            else:
                request.routable_resolver_match = match  # type: ignore[attr-defined]  # Wagtail's contract
                view, args, kwargs = match
                return RouteResult(specific, args=(view, args, kwargs))
        if is_last and page.live:
            return RouteResult(specific)
    raise Http404
