"""Creates redirects for pages that were public, and follows them only to pages visible now.

Wagtail writes a redirect whenever an address changes, for drafts too, and follows it whatever the target: the old
address of a draft would tell everybody the words of its new one.
"""

import copy
import logging
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator, _page_urls_for_sites
from wagtail.models import Page, Site

from fedcms.core.compiled_queries import Parameter, Values, fetch, one_of, several
from fedcms.core.http.null_characters import NULL
from fedcms.core.pages.address_length import LONGEST_ADDRESS
from fedcms.core.visibility import visible_q

logger = logging.getLogger("fedcms.redirects")


class VisibleRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirect middleware, but a redirect to a page is followed only if a visitor may see the page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Returns the redirect for a 404, or the 404 itself, as for an address that never existed."""
        if response.status_code != 404:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        bare = urlsplit(path).path
        if not _lead_away(path, bare):
            return response
        found = get_redirect(request, path) or (get_redirect(request, bare) if bare != path else None)
        if found is None or not _is_open(found):
            return response
        link = found.link
        # A visible page that is not found at its own address would otherwise be redirected to itself for ever.
        if not link or Redirect.normalise_path(link, decode_unicode=False) in (path, bare):
            return response
        return HttpResponsePermanentRedirect(link) if found.is_permanent else HttpResponseRedirect(link)


def _lead_away(*paths: str) -> bool:
    """Returns whether there may be a redirect from one of some paths, as they came or decoded. One query.

    Wagtail looks for the site first, which takes several times as long; most of what is not there never was.
    """
    old = [way for path in paths for way in (path, uri_to_iri(path)) if NULL not in way]
    return bool(fetch(_leading_away, **several(old))) if old else False


def _leading_away(**paths: Parameter) -> "QuerySet[Redirect, Values]":
    return Redirect.objects.filter(one_of("old_path", paths)).order_by().values_list("pk")[:1]  # type: ignore[no-any-return]  # Wagtail is untyped


def _is_open(redirect: Redirect) -> bool:
    page_id = redirect.redirect_page_id
    return page_id is None or bool(Page.objects.filter(visible_q(), pk=page_id).exists())


def _were_public(page: Page, was_public: bool) -> Iterable[Page]:
    """Yields the page, if it was public before its address changed, and its descendants that ever were."""
    if was_public:
        yield page
    below = page.get_descendants().filter(first_published_at__isnull=False)
    yield from below.defer_streamfields().specific().iterator()


def keep_addresses(page: Page, url_path_before: str, sites: Iterable[Site], *, was_public: bool) -> None:
    """Writes redirects for a page and its descendants. `page` must be specific and have its new address."""
    sites = tuple(sites)
    if not sites:
        return
    batch = BatchRedirectCreator(max_size=2000, ignore_conflicts=True)
    for moved in _were_public(page, was_public):
        before = copy.copy(moved)
        before.url_path = url_path_before + moved.url_path[len(page.url_path) :]
        old, new = (_page_urls_for_sites(each, sites, cache_target=page) for each in (before, moved))
        for site, old_path, route_path in old - new:
            if len(old_path) > LONGEST_ADDRESS:
                # Forms refuse such a long address; here, PostgreSQL would refuse all redirects because of it.
                logger.warning("%s is too long to be kept as an old address of page %s.", old_path, moved.pk)
                continue
            batch.add(
                old_path=old_path,
                site=site,
                redirect_page=moved,
                redirect_page_route_path=route_path,
                automatically_created=True,
            )
    if batch.items:
        # With an empty batch, Wagtail's clean-up would match, and delete, all existing redirects.
        batch.process()


def site_ids(page: Page) -> set[int]:
    """Returns the ids of the sites on which a page has an address."""
    return {root.site_id for root in page._get_relevant_site_root_paths(cache_object=page)}  # noqa: SLF001  # Wagtail's own ask it
