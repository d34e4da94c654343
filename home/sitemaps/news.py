"""Builds the sitemap of news, in the form of Google News."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import cached_property

from clusters.content.registry import kinds_where
from clusters.models import ContentPage
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import home_address, site_base
from fedcms.core.seo.site_name import site_name
from home.sitemaps.base import SiteSitemap, Url

NEWS_HOURS, MOST_NEWS = 48, 1000
"""What Google News accepts: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""


class _NewsRow(NamedTuple):
    """The columns of a page in the news sitemap."""

    path: str
    language: str
    title: str
    moment: datetime


class NewsSitemap(SiteSitemap):
    """The sitemap of news and press releases of the last 48 hours, in the one file that Google takes."""

    limit = MOST_NEWS

    def items(self) -> "list[_NewsRow]":
        """Returns the columns of each, newest first. One query, however often it is asked."""
        return self._rows

    @cached_property
    def _rows(self) -> "list[_NewsRow]":
        now = timezone.now()
        recent = Q(sort_at__gt=now - timedelta(hours=NEWS_HOURS), sort_at__lte=now)
        pages = (
            ContentPage.objects.visible()
            .of_kinds(*kinds_where(lambda model: model.in_news_sitemap))
            .filter(recent)
            .latest_first()
        )
        columns = ("url_path", "locale__language_code", "title", "sort_at")
        return [_NewsRow(*row) for row in pages.values_list(*columns)[:MOST_NEWS]]

    def until(self) -> datetime | None:
        """Returns when the oldest item gets older than 48 hours."""
        return self._rows[-1].moment + timedelta(hours=NEWS_HOURS) if self._rows else None

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns addresses with news data; the home page without news, since a sitemap must not be empty."""
        base, names = site_base(), _names()
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
            for row in rows
            if isinstance(row, _NewsRow)
        ]
        return urls or [Url(location=base + home_address(settings.LANGUAGE_CODE))]


def _names() -> dict[str, str]:
    """Returns the site's name in each language."""
    names = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names[code] = site_name()
    return names
