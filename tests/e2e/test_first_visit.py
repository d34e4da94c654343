"""What a first visit costs and does: few bytes, nothing that waits, no cookie, no other host."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, Pages

pytestmark = pytest.mark.e2e

KB = 1000
ARTICLE_BYTES = {"fr": 60 * KB, "ar": 90 * KB}
LATIN_FONT_BYTES = 30 * KB


@dataclass
class Transfer:
    """What went over the wire, headers and compressed bodies, by address."""

    sizes: dict[str, float] = field(default_factory=dict)

    @property
    def without_pictures(self) -> float:
        """All but the pictures that editors gave."""
        return sum(size for url, size in self.sizes.items() if not urlsplit(url).path.startswith("/media/"))


def watch(page: Page) -> Transfer:
    """Counts what the page transfers from now on."""
    transfer, addresses = Transfer(), {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: transfer.sizes.update({addresses[e["requestId"]]: e["encodedDataLength"]}),
    )
    return transfer


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_weighs_little(demo: Pages, reader: Page, language: str) -> None:
    transfer = watch(reader)
    demo.open(reader, "article", language)
    reader.wait_for_load_state("networkidle")
    listed = "\n".join(f"{size:8.0f}  {url}" for url, size in transfer.sizes.items())
    assert any("/media/" in url for url in transfer.sizes), "the article has a picture"
    assert any(url.endswith(".woff2") for url in transfer.sizes), "its font came over the wire"
    assert transfer.without_pictures <= ARTICLE_BYTES[language], listed
    latin = [size for url, size in transfer.sizes.items() if "readex-pro-latin." in url]
    assert latin, listed
    assert max(latin) <= LATIN_FONT_BYTES, listed


@pytest.mark.parametrize("kind", ["home", "article", "listing", "event", "search", "clusters", "agenda"])
def test_only_the_style_sheet_is_waited_for(demo: Pages, reader: Page, kind: str) -> None:
    demo.open(reader, kind, "fr")
    waited: list[str] = reader.evaluate(
        "() => performance.getEntriesByType('resource')"
        ".filter((each) => each.renderBlockingStatus === 'blocking').map((each) => each.name)"
    )
    assert len(waited) == 1
    assert urlsplit(waited[0]).path.endswith(".css")


def test_a_reader_gets_no_cookie_and_no_other_host_is_asked(demo: Pages, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc or request.url[:30]))
    with_cookie = []
    for language in LANGUAGES:
        for kind in KINDS:
            if kind in OF_WAGTAIL:
                continue
            demo.open(page, kind, language)
            page.mouse.wheel(0, 5000)
            stored = page.evaluate("() => localStorage.length + sessionStorage.length")
            if context.cookies() or stored:
                with_cookie.append((language, kind, [cookie["name"] for cookie in context.cookies()]))
                context.clear_cookies()
    context.close()
    assert with_cookie == []
    assert asked == {urlsplit(demo.site.address).netloc}
