"""Builds sitemaps: visible pages with their translations, organisations, news of the last two days.

Django's views and templates print them. Each file is bounded and costs two or three queries, whatever its size.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from wagtail.models import Page

from clusters.content.registry import content_types, kinds_where
from clusters.models import ContentPage, Organisation, OrganisationIndexPage
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.pages.addresses import home_address, site_base
from fedcms.core.seo.site_name import site_name
from fedcms.core.visibility import visible_q
from home.models import StandardPage
from home.navigation.menus import default_of, original_of

NEWS_HOURS, MOST_NEWS = 48, 1000
"""What Google News takes: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""


class Alternate(TypedDict):
    """A translation, as Django's template prints it."""

    location: str
    lang_code: str


class Url(TypedDict, total=False):
    """One address, as Django's template prints it; `news` is printed by the project's."""

    location: str
    lastmod: datetime | None
    alternates: list[Alternate]
    news: dict[str, str]


def _alternates(addresses: Iterable[tuple[str, str]], original: str = "") -> list[Alternate]:
    """Language and whole address of every translation, itself among them, and the one for all other languages."""
    known = sorted(addresses)
    named = [*known, ("x-default", default_of(known, original))]
    return [Alternate(location=url, lang_code=code) for code, url in named]


class SiteSitemap(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """A sitemap whose addresses begin with the site's own base, whatever host was asked."""

    def changed_at(self) -> datetime | None:
        """When the newest of them changed; `None`: not known."""
        return None

    def until(self) -> datetime | None:
        """The moment at which the clock takes something out of it, expiries aside; `None`: never."""
        return None

    def url_list(self, number: int | str) -> list[Url]:
        """The addresses of one file. Raises `EmptyPage` or `PageNotAnInteger` for one that does not exist."""
        return self.urls(self.paginator.page(number).object_list)

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """The addresses of these of its items."""
        raise NotImplementedError


class _PageRow(NamedTuple):
    """What a sitemap knows of a page."""

    path: str
    key: UUID
    language: str
    type_id: int
    published_at: datetime | None


class PageSitemap(SiteSitemap):
    """Pages: the same that an anonymous visitor may open, in every language."""

    limit = 1000

    def _pages(self) -> "QuerySet[Page]":
        found: QuerySet[Page] = Page.objects.filter(visible_q(), depth__gt=1)
        return found

    def items(self) -> "QuerySet[Page, tuple[object, ...]]":
        """The columns of `_PageRow` of each visible page."""
        columns = (
            "url_path",
            "translation_key",
            "locale__language_code",
            "content_type_id",
            "last_published_at",
        )
        return self._pages().order_by("pk").values_list(*columns)

    def changed_at(self) -> datetime | None:
        """When a page was last published."""
        at: datetime | None = self._pages().aggregate(at=Max("last_published_at"))["at"]
        return at

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """With all visible translations of each. A listing's own last change says nothing of what it lists."""
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
                alternates=_alternates(translations[row.key], original_of(originals[row.key])),
            )
            for row in found
        ]


class _OrganisationRow(NamedTuple):
    """What a sitemap knows of an organisation."""

    slug: str
    description: TranslatedText


class OrganisationSitemap(SiteSitemap):
    """Pages of organisations: routes of the directory, in every language that has one."""

    limit = 250

    def items(self) -> "QuerySet[Organisation, tuple[str, TranslatedText]]":
        """Slug and descriptions of organisations; none while no directory is visible."""
        found = Organisation.objects.order_by("pk").values_list("slug", "description")
        return found if self._directories() else found.none()

    def _directories(self) -> list[tuple[str, str]]:
        pages = OrganisationIndexPage.objects.filter(visible_q())
        return list(pages.values_list("locale__language_code", "url_path"))

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Each in every language of the directory in which it is described (in all, when it is in none)."""
        base, directories = site_base(), self._directories()
        urls: list[Url] = []
        for row in (_OrganisationRow(*row) for row in rows):  # type: ignore[misc]  # the columns are those of items
            known = [
                (code, f"{base}{quote(path)}{row.slug}/")
                for code, path in directories
                if not row.description or row.description.get(code)
            ]
            alternates = _alternates(known)
            urls += [Url(location=url, alternates=alternates) for _code, url in known]
        return urls


class _NewsRow(NamedTuple):
    """What a news sitemap knows of a page."""

    path: str
    language: str
    title: str
    moment: datetime


class NewsSitemap(SiteSitemap):
    """News and press releases of the last 48 hours, in one file: Google takes no more."""

    limit = MOST_NEWS

    def items(self) -> "QuerySet[ContentPage, tuple[object, ...]]":
        """The columns of `_NewsRow`, newest first."""
        now = timezone.now()
        recent = Q(sort_at__gt=now - timedelta(hours=NEWS_HOURS), sort_at__lte=now)
        pages = (
            ContentPage.objects.visible()
            .of_kinds(*kinds_where(lambda model: model.in_news_sitemap))
            .filter(recent)
            .latest_first()
        )
        rows: QuerySet[ContentPage, tuple[object, ...]] = pages.values_list(
            "url_path", "locale__language_code", "title", "sort_at"
        )[:MOST_NEWS]
        return rows

    def until(self) -> datetime | None:
        """When the oldest of them is of the last 48 hours no more."""
        oldest = list(self.items())[-1:]
        moment = oldest[0][-1] if oldest else None
        return moment + timedelta(hours=NEWS_HOURS) if isinstance(moment, datetime) else None

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """With publication, language, moment and title. Without news the home page: an empty list is no sitemap."""
        base, names = site_base(), _names()
        found = [_NewsRow(*row) for row in rows]  # type: ignore[misc]  # the columns are those of items
        urls = [
            Url(
                location=base + quote(row.path),
                news={
                    "name": names[row.language],
                    "language": row.language,
                    "date": row.moment.isoformat(timespec="seconds"),
                    "title": clean_line(row.title),
                },
            )
            for row in found
        ]
        return urls or [Url(location=base + home_address(settings.LANGUAGE_CODE))]


def _names() -> dict[str, str]:
    """The site's name in each language."""
    names = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names[code] = site_name()
    return names


SITEMAPS: dict[str, type[SiteSitemap]] = {
    "pages": PageSitemap,
    "organisations": OrganisationSitemap,
    "news": NewsSitemap,
}
"""By the name that stands in their address: /sitemap-pages.xml."""
