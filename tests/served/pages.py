"""Every type of page of the site, by name, and how a browser opens one in a language."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.served.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

LANGUAGES = ("fr", "ar")
"""What tests measure: one language written from left to right, one from right to left."""
ALL_LANGUAGES = ("fr", "en", "es", "ar")
# The secret of the link by which somebody reads before others, by language (tests.served.sample).
TOKEN = "measured-{}"
ERRORS = ("403", "500")
KINDS = (
    "home",
    "clusters",
    "clusters-town",
    "cluster",
    "listing",
    "listing-cluster",
    "listing-filtered",
    "listing-empty",
    "listing-page-2",
    "article",
    "article-blocks",
    "article-bare",
    "story",
    "newsroom",
    "newsroom-cluster",
    "spokespeople",
    "coverage",
    "press-kit",
    "release",
    "press-access",
    "embargoed",
    "agenda",
    "agenda-week",
    "agenda-month",
    "agenda-map",
    "agenda-past",
    "event",
    "event-off",
    "sign-up",
    "sign-up-sent",
    "my-sign-up",
    "missions",
    "mission",
    "apply",
    "my-application",
    "delegation",
    "delegate",
    "outcome",
    "directory",
    "organisation",
    "standard",
    "charter",
    "manifesto",
    "commitment",
    "join",
    "join-cluster",
    "contact",
    "subscribe",
    "feeds",
    "offline",
    "subscription",
    "subscription-end",
    "search",
    "search-none",
    "search-blank",
    "sign-in",
    "404",
    "not-translated",
    *ERRORS,
)
STATUS = {"404": 404, "not-translated": 404, "403": 403, "500": 500}
# Pages of Wagtail, which the project only dresses.
OF_WAGTAIL = ("sign-in",)


@dataclass(frozen=True)
class Pages:
    """Where each type of page of a site stands."""

    site: Site
    addresses: dict[str, dict[str, str]]
    errors: dict[str, dict[str, str]]

    @classmethod
    def of(cls, site: Site) -> "Pages":
        """Asks the site. Raises `KeyError` or `IndexError` there when it has no page of a type."""
        found = json.loads(site.ask("from tests.served.addresses import dump; dump()"))
        return cls(site, found["addresses"], found["errors"])

    def has(self, kind: str, language: str) -> bool:
        """Whether the demo has a type of page in a language; it has all in each of `LANGUAGES`."""
        return kind in ERRORS or kind in self.addresses[language]

    def url(self, kind: str, language: str) -> str:
        """The whole address of a type of page; for error pages, one that `open` answers itself."""
        path = f"/{language}/{kind}/" if kind in ERRORS else self.addresses[language][kind]
        return self.site.address + path

    def open(self, page: "Page", kind: str, language: str) -> None:
        """Opens it, images and fonts loaded. Raises `AssertionError` when the site answers another status."""
        url = self.url(kind, language)
        self.answer_errors(page, kind, language)
        page.set_extra_http_headers({"Accept-Language": language})
        response = page.goto(url, wait_until="load")
        status = response.status if response else 0
        assert status == STATUS.get(kind, 200), f"{url} answered {status}"
        page.evaluate("() => document.fonts.ready.then(() => true)")

    def answer_errors(self, page: "Page", kind: str, language: str) -> None:
        """Answers an error page where the site has none by itself; does nothing for the other types."""
        if kind in ERRORS:
            page.route(self.url(kind, language), lambda route: self._answer(route, kind, language))

    def _answer(self, route: "Route", kind: str, language: str) -> None:
        route.fulfill(
            status=STATUS[kind], content_type="text/html; charset=utf-8", body=self.errors[language][kind]
        )
