"""A crawler over the demo, in every language: no wrong language, no alternate that is not returned, no fallback listed.

What is read is served as in production; the pseudo-locale run is a process of its own on the same database.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.crawl import Page, fetch, read_pages, sitemap, wrong_languages
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e

LANGUAGES = ("fr", "en", "es", "ar")
# Shows the previews of blocks, which are French whatever the page's language (tests.served.sample); not of the demo.
BLOCKS_OF_THE_SAMPLE = "/tous-les-blocs/"
WORDS = {"fr": "formation", "en": "training", "es": "formación", "ar": "التكوين"}


@dataclass
class Crawl:
    """Everything that the sitemaps list, read."""

    base: str
    listed: dict[str, dict[str, str]]
    pages: dict[str, Page]


@pytest.fixture(scope="module")
def crawl(demo: Pages) -> Crawl:
    """Every page of the demo, in every language."""
    base = demo.site.address
    listed = sitemap(base)
    return Crawl(base, listed, read_pages(base, listed))


def test_every_page_has_the_language_and_the_direction_of_what_it_says(crawl: Crawl) -> None:
    assert {page.language for page in crawl.pages.values()} == set(LANGUAGES)
    assert len(crawl.pages) > 200
    pages = [page for path, page in crawl.pages.items() if not path.endswith(BLOCKS_OF_THE_SAMPLE)]
    assert [wrong for page in pages for wrong in wrong_languages(page)] == []


def test_what_is_no_page_has_the_language_of_its_address(crawl: Crawl, demo: Pages) -> None:
    """Searches, pages that are not there, and those that are not translated."""
    paths = [f"/{code}/search/?{urlencode({'q': WORDS[code]})}" for code in LANGUAGES]
    paths += [f"/{code}/nothing/" for code in LANGUAGES]
    paths += missing_translations(crawl)
    read = read_pages(crawl.base, paths)
    assert [wrong for page in read.values() for wrong in wrong_languages(page)] == []


def missing_translations(crawl: Crawl) -> list[str]:
    """The own path of each page that lacks a language, under the prefix of that language."""
    missing = []
    for path, alternates in crawl.listed.items():
        _empty, code, rest = path.split("/", 2)
        missing += [f"/{other}/{rest}" for other in LANGUAGES if other not in alternates and code == "fr"]
    assert len(missing) > 10
    return missing


def test_every_alternate_is_a_page_that_says_the_same(crawl: Crawl) -> None:
    """`hreflang` is reciprocal, holds the page itself and a default, and is the same in the head and in the sitemap."""
    wrong = []
    for path, page in crawl.pages.items():
        own = crawl.base + path
        if page.status != 200 or page.robots or page.canonical != own:
            wrong.append(f"{path}: {page.status} {page.robots!r} {page.canonical}")
        if page.alternates != crawl.listed[path]:
            wrong.append(f"{path}: the sitemap says {crawl.listed[path]}, the head {page.alternates}")
        if page.alternates.get(page.language) != own or "x-default" not in page.alternates:
            wrong.append(f"{path}: {page.alternates}")
        elif page.alternates["x-default"] not in {
            url for code, url in page.alternates.items() if code != "x-default"
        }:
            wrong.append(f"{path}: its default is none of its languages")
        for code, url in page.alternates.items():
            other = crawl.pages.get(urlsplit(url).path)
            if other is None or other.alternates != page.alternates:
                wrong.append(f"{path}: {code} does not return")
            elif code not in ("x-default", other.language):
                wrong.append(f"{path}: {code} is {other.language}")
    assert wrong == []


def test_nothing_lists_an_alias_or_a_fallback(crawl: Crawl, demo: Pages) -> None:
    """Feeds and the search name addresses of the sitemaps alone, and those are pages that are no copies of others."""
    base, strangers, hits = crawl.base, [], 0
    aliases = json.loads(
        demo.site.ask(
            "import json; from wagtail.models import Page;"
            "print(json.dumps(list(Page.objects.filter(alias_of__isnull=False).values_list('url_path', flat=True))))"
        )
    )
    assert [path for path in aliases if path in crawl.listed] == []
    for code in LANGUAGES:
        feed = json.loads(fetch(f"{base}/{code}/feeds/feed.json")[1])
        addresses = [item["url"] for item in feed["items"]]
        number = 1
        while number < 30:
            query = urlencode({"q": WORDS[code], "locale": code, "page": number})
            status, body = fetch(f"{base}/api/search/?{query}")
            if status != 200:
                break
            answer = json.loads(body)
            # What stands on clusters' own sites is in their sitemaps.
            addresses += [result["url"] for result in answer["results"] if result["source"] == "site"]
            hits += len(answer["results"])
            number += 1
            if not answer["results"]:
                break
        for address in addresses:
            whole = address if "://" in address else base + address
            path = urlsplit(whole).path
            if path not in crawl.listed or path.split("/")[1] != code:
                strangers.append(address)
    assert hits > 20
    assert strangers == []


def test_a_page_that_is_not_translated_says_so_and_leads_to_what_is(crawl: Crawl) -> None:
    """At its own path under the other language's prefix: never found, never indexed, never empty."""
    pages = read_pages(crawl.base, missing_translations(crawl))
    wrong = [
        page.path
        for page in pages.values()
        if page.status != 404 or page.robots != "noindex" or page.canonical or page.alternates
    ]
    assert wrong == []
    for page in pages.values():
        links = {urlsplit(link).path for link in page.tree.xpath("//main//a[@hreflang]/@href")}
        assert links, page.path
        assert links <= set(crawl.listed), page.path
        assert page.tree.xpath("//main//*[@lang='fr'][@dir='ltr']") or page.language == "fr", page.path


def test_no_words_of_the_interface_are_left_untranslated(demo: Pages) -> None:
    """Every message between brackets: whatever stands between none is content, a name, or a defect."""
    found = json.loads(demo.site.ask("from tests.served.pseudo import dump; dump()"))
    assert found["marked"] > 1000
    assert found["unmarked"] == {}


def test_the_picker_remembers_and_deep_links_stay(demo: Pages, chromium: Browser) -> None:
    """Nothing is kept before a language is chosen; then the bare domain leads to it, and no other address."""
    context = chromium.new_context(locale="es-ES", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(demo.site.address + "/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert context.cookies() == []
    page.locator(".languages a[hreflang=ar]").click()
    page.wait_for_url("**/ar/")
    kept = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    assert kept == {"language": "ar"}
    page.goto(demo.site.address + "/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    demo.open(page, "article", "fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    context.close()
