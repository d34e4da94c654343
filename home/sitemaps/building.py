"""Builds sitemaps: visible pages with their translations, organisations, press kits, news of the last two days.

Django's views and templates print them. Each file is limited and costs two to four queries, whatever its size.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models import Commitment, Organisation, OrganisationIndexPage
from clusters.organisation_languages import languages_of
from clusters.press_access.kits.owners import open_languages
from fedcms.core.pages.addresses import site_base
from fedcms.core.visibility import visible_q
from home.models import ManifestoPage, StandardPage
from home.navigation.menus import original_of
from home.sitemaps.base import SiteSitemap, Url, alternates_of
from home.sitemaps.news import NewsSitemap
from home.sitemaps.routes import RouteSitemap
from news.models import NewsroomPage

FEDERATION_DEPTH = 3
"""Of pages directly below a home page."""


class _PageRow(NamedTuple):
    """The columns of a page in a sitemap."""

    path: str
    key: UUID
    language: str
    type_id: int
    published_at: datetime | None


class PageSitemap(SiteSitemap):
    """The sitemap of all pages that an anonymous visitor may see, in every language."""

    limit = 1000

    def _pages(self) -> "QuerySet[Page]":
        found: QuerySet[Page] = Page.objects.filter(visible_q(), depth__gt=1)
        return found

    def items(self) -> "QuerySet[Page, tuple[object, ...]]":
        """Returns the columns of `_PageRow` of each visible page."""
        columns = (
            "url_path",
            "translation_key",
            "locale__language_code",
            "content_type_id",
            "last_published_at",
        )
        return self._pages().order_by("pk").values_list(*columns)

    def changed_at(self) -> datetime | None:
        """Returns when a page was last published."""
        at: datetime | None = self._pages().aggregate(at=Max("last_published_at"))["at"]
        return at

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns the addresses with all visible translations.

        A listing has no `lastmod`: its own last publication says nothing of what it lists.
        """
        found = [_PageRow(*row) for row in rows]  # type: ignore[misc]  # the columns are those of items
        base = site_base()
        translations: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        originals: dict[UUID, set[str]] = defaultdict(set)
        others = self._pages().filter(translation_key__in={row.key for row in found})
        columns = ("translation_key", "locale__language_code", "url_path", "translation_state")
        for key, code, path, state in others.values_list(*columns):
            translations[key].append((code, base + quote(path)))
            originals[key] |= {code} if state is None else set()
        dated = {
            kind.pk
            for kind in ContentType.objects.get_for_models(*content_types().values(), StandardPage).values()
        }
        return [
            Url(
                location=base + quote(row.path),
                lastmod=row.published_at if row.type_id in dated else None,
                alternates=alternates_of(translations[row.key], original_of(originals[row.key])),
            )
            for row in found
        ]


class OrganisationSitemap(SiteSitemap):
    """The sitemap of organisations: routes of the directory, in every language that has one."""

    limit = 250

    def items(self) -> "QuerySet[Organisation]":
        """Returns organisations with what they offer; none while no directory is visible."""
        found = Organisation.objects.order_by("pk").only("slug", "description").prefetch_related("offerings")
        return found.filter(Exists(self._pages()))

    def languages_of(self, row: Organisation) -> Iterable[str]:
        """Returns the languages that a row has words in; none: it is shown in all."""
        return languages_of(row.description, row.offerings.all())

    def _pages(self) -> "QuerySet[Page]":
        """Returns the visible pages whose routes these are, one a language."""
        return OrganisationIndexPage.objects.filter(visible_q())  # type: ignore[no-any-return]  # Wagtail is untyped

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns addresses in every language of the directory that a row has words in; in all, if it has none."""
        base = site_base()
        directories = list(self._pages().values_list("locale__language_code", "url_path"))
        urls: list[Url] = []
        for row in cast("Iterable[Organisation]", rows):
            languages = self.languages_of(row)
            known = [
                (code, f"{base}{quote(path)}{row.slug}/")
                for code, path in directories
                if not languages or code in languages
            ]
            alternates = alternates_of(known)
            urls += [Url(location=url, alternates=alternates) for _code, url in known]
        return urls


class CommitmentSitemap(OrganisationSitemap):
    """The sitemap of the manifesto's commitments: routes of its page, in every language that has their words."""

    def items(self) -> "QuerySet[Commitment]":  # type: ignore[override]  # other rows
        """Returns commitments; none while no page of the manifesto is visible."""
        found = Commitment.objects.order_by("pk").only("slug", "text")
        return found.filter(Exists(self._pages()))

    def languages_of(self, row: Commitment) -> Iterable[str]:
        """Returns the languages of its words."""
        return [code for code, words in row.text.items() if words]

    def _pages(self) -> "QuerySet[Page]":
        return ManifestoPage.objects.filter(visible_q())  # type: ignore[no-any-return]  # Wagtail is untyped


class PressKitSitemap(SiteSitemap):
    """The sitemap of press kits: routes of the newsroom, in every language of an owner's section."""

    limit = 250

    def items(self) -> "list[str]":
        """Returns the words of the owners in addresses; none while no newsroom is visible."""
        return list(self._languages) if self._newsrooms else []

    @cached_property
    def _languages(self) -> dict[str, tuple[str, ...]]:
        """The languages in which each owner has a kit."""
        return open_languages()

    @cached_property
    def _newsrooms(self) -> list[tuple[str, str]]:
        """The federation's newsrooms by language: a kit stands below no other."""
        pages = NewsroomPage.objects.filter(visible_q(), depth=FEDERATION_DEPTH)
        return list(pages.values_list("locale__language_code", "url_path"))

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns the address of each kit in every language of its owner's section."""
        base, newsrooms = site_base(), self._newsrooms
        urls: list[Url] = []
        for slug in rows:
            known = [
                (code, f"{base}{quote(path)}kits/{slug}/")
                for code, path in newsrooms
                if code in self._languages[str(slug)]
            ]
            alternates = alternates_of(known)
            urls += [Url(location=url, alternates=alternates) for _code, url in known]
        return urls


SITEMAPS: dict[str, type[SiteSitemap]] = {
    "pages": PageSitemap,
    "routes": RouteSitemap,
    "organisations": OrganisationSitemap,
    "manifesto": CommitmentSitemap,
    "press-kits": PressKitSitemap,
    "news": NewsSitemap,
}
"""The sitemaps by the name in their address: /sitemap-pages.xml."""
