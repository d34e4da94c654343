"""The base of sitemaps: what Django's views and templates need of one, and of each address."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.contrib.sitemaps import Sitemap

from home.navigation.menus import default_of


class Alternate(TypedDict):
    """A translation, as Django's template needs it."""

    location: str
    lang_code: str


class Url(TypedDict, total=False):
    """One address, as Django's template needs it; `news` is printed by the project's template."""

    location: str
    lastmod: datetime | None
    alternates: list[Alternate]
    news: dict[str, str]


def alternates_of(addresses: Iterable[tuple[str, str]], original: str = "") -> list[Alternate]:
    """Returns language and absolute address of every translation, itself included, and x-default."""
    known = sorted(addresses)
    named = [*known, ("x-default", default_of(known, original))]
    return [Alternate(location=url, lang_code=code) for code, url in named]


class SiteSitemap(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """A sitemap whose addresses begin with the site's public base, whatever host was asked."""

    def changed_at(self) -> datetime | None:
        """Returns when the newest item changed; None if unknown."""
        return None

    def until(self) -> datetime | None:
        """Returns when the clock next removes something, apart from expiries; None for never."""
        return None

    def url_list(self, number: int | str) -> list[Url]:
        """Returns the addresses of one file. Raises `EmptyPage` or `PageNotAnInteger` if it does not exist."""
        return self.urls(self.paginator.page(number).object_list)

    def urls(self, rows: Iterable[object]) -> list[Url]:
        """Returns the addresses of these items."""
        raise NotImplementedError
