"""Builds the sitemap of what is not a page and stands below one: the ways into clusters, and the page of feeds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.models import Page

from clusters.models import ContactPage
from clusters.models.membership import SECTION_DEPTH
from fedcms.core.pages.addresses import site_base
from fedcms.core.visibility import visible_q
from home.navigation.menus import HOME_DEPTH, original_of
from home.sitemaps.base import SiteSitemap, Url, alternates_of


class _RouteRow(NamedTuple):
    """The columns of the page above a route."""

    key: UUID
    language: str
    path: str
    depth: int
    translation_state: int | None

    @property
    def address(self) -> str:
        """The path of the route."""
        return quote(self.path) + ("feeds/" if self.depth == HOME_DEPTH else "join/")


class RouteSitemap(SiteSitemap):
    """The sitemap of the ways into clusters, below their contact pages, and of the page of feeds, below the home."""

    limit = 1000

    def items(self) -> list[_RouteRow]:
        """Returns the columns of each page above such a route. One query, however often it is asked."""
        return self._rows

    @cached_property
    def _rows(self) -> list[_RouteRow]:
        contacts = Q(content_type=ContentType.objects.get_for_model(ContactPage), depth__gt=SECTION_DEPTH)
        pages = Page.objects.filter(visible_q()).filter(contacts | Q(depth=HOME_DEPTH)).order_by("pk")
        columns = ("translation_key", "locale__language_code", "url_path", "depth", "translation_state")
        return [_RouteRow(*row) for row in pages.values_list(*columns)]

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns the addresses with all visible translations."""
        base = site_base()
        translations: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        originals: dict[UUID, set[str]] = defaultdict(set)
        for row in self._rows:
            translations[row.key].append((row.language, base + row.address))
            originals[row.key] |= {row.language} if row.translation_state is None else set()
        return [
            Url(
                location=base + row.address,
                alternates=alternates_of(translations[row.key], original_of(originals[row.key])),
            )
            for row in rows
            if isinstance(row, _RouteRow)
        ]
