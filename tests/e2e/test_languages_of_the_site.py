"""A crawler over the demo, in every language: no wrong language, no alternate that is not returned, no fallback listed.

What is read is served as in production; the pseudo-locale run is a process of its own on the same database.
"""

import json
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.crawl import Page, read_pages, sitemap, wrong_languages
from tests.served.french import French, french_sentences
from tests.served.latin import mixed, naked, turned
from tests.served.outlets import Item, news, read_subscriptions, search, subscriptions
from tests.served.pages import Pages
from tests.served.texts import said

pytestmark = pytest.mark.e2e

LANGUAGES = ("fr", "en", "es", "ar")
# Shows the previews of blocks, which are French whatever the page's language (tests.served.sample); not of the demo.
BLOCKS_OF_THE_SAMPLE = "/tous-les-blocs/"
MACHINE = {"FEDCMS_MACHINE_TRANSLATOR": "dummy", "FEDCMS_MACHINE_READINGS_A_DAY": "10000"}
WORDS = {"fr": "formation", "en": "training", "es": "formación", "ar": "التكوين"}


@dataclass
class Crawl:
    """Everything that the sitemaps list, read, and what is no page."""

    base: str
    listed: dict[str, dict[str, str]]
    pages: dict[str, Page]
    others: dict[str, Page]

    @property
    def all(self) -> list[Page]:
        """Every page read, but the one that shows previews of blocks."""
        pages = [page for path, page in self.pages.items() if not path.endswith(BLOCKS_OF_THE_SAMPLE)]
        return [*pages, *self.others.values()]


@pytest.fixture(scope="module")
def crawl(demo: Pages) -> Crawl:
    """Every page of the demo, in every language; searches, pages that are not there, those that are not translated."""
    base = demo.site.address
    listed = sitemap(base)
    others = [f"/{code}/search/?{urlencode({'q': WORDS[code]})}" for code in LANGUAGES]
    others += [f"/{code}/nothing/" for code in LANGUAGES]
    others += missing_translations(listed)
    return Crawl(base, listed, read_pages(base, listed), read_pages(base, others))


@pytest.fixture(scope="module")
def items(crawl: Crawl) -> list[Item]:
    """What the site names to machines: news, every feed and calendar that a page leads to, searches, suggestions."""
    found = news(crawl.base)
    found += read_subscriptions(crawl.base, subscriptions(crawl.pages.values()))
    for code in LANGUAGES:
        found += search(crawl.base, code, WORDS[code])
    return found


def missing_translations(listed: dict[str, dict[str, str]]) -> list[str]:
    """The own path of each page that lacks a language, under the prefix of that language."""
    missing = []
    for path, alternates in listed.items():
        _empty, code, rest = path.split("/", 2)
        missing += [f"/{other}/{rest}" for other in LANGUAGES if other not in alternates and code == "fr"]
    # Another page may stand there: the sample has some of one name in two languages.
    missing = [path for path in missing if path not in listed]
    assert len(missing) > 10
    return missing


def test_every_page_has_the_language_and_the_direction_of_what_it_says(crawl: Crawl) -> None:
    assert {page.language for page in crawl.pages.values()} == set(LANGUAGES)
    assert len(crawl.pages) > 200
    assert [wrong for page in crawl.all for wrong in wrong_languages(page)] == []


def test_nothing_is_french_that_says_that_it_is_not(crawl: Crawl, items: list[Item]) -> None:
    """Neither words of the interface nor sentences of French pages, on pages and in what machines are told."""
    sentences = french_sentences(said(page.tree) for page in crawl.pages.values() if page.language == "fr")
    assert len(sentences) > 500
    french = {code: French.beside(code, sentences) for code in LANGUAGES if code != "fr"}
    wrong = []
    for page in crawl.all:
        if page.language != "fr":
            found = french[page.language].wrong(said(page.tree))
            wrong += [f"{page.path}: {text!r}" for text in found]
    for item in items:
        if item.language in french:
            wrong += [f"{item.outlet}: {text!r}" for text in item.texts if french[item.language].is_in(text)]
    assert wrong == []


def test_latin_names_and_numbers_stand_apart_in_arabic(crawl: Crawl) -> None:
    """What stands beside them would turn: addresses, telephones, names of organisations and of sites."""
    wrong = []
    for page in crawl.all:
        if page.language == "ar":
            texts = list(said(page.tree))
            found = [*naked(texts), *turned(texts), *mixed(page.tree)]
            wrong += [f"{page.path}: {text}" for text in found]
    assert wrong == []


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


def test_nothing_lists_an_alias_or_a_fallback(crawl: Crawl, items: list[Item], demo: Pages) -> None:
    """All that machines are told are addresses of the sitemaps, each in its language, and no copies of others."""
    aliases = json.loads(
        demo.site.ask(
            "import json; from wagtail.models import Page;"
            "print(json.dumps(list(Page.objects.filter(alias_of__isnull=False).values_list('url_path', flat=True))))"
        )
    )
    assert [path for path in aliases if path in crawl.listed] == []
    strangers = set()
    for item in items:
        path = urlsplit(item.address).path
        if path not in crawl.listed or path.split("/")[1] != item.language:
            strangers.add((item.outlet, item.language, item.address))
    assert strangers == set()
    outlets = {item.outlet.rpartition("/")[2] for item in items}
    assert outlets >= {"rss.xml", "atom.xml", "feed.json", "calendar.ics"}
    assert outlets >= {"API", "search page", "search feed", "suggestions"}
    assert {item.language for item in items} == set(LANGUAGES)
    assert len(items) > 1000


def test_a_reading_by_machine_is_marked_and_listed_nowhere(demo: Pages) -> None:
    """With a translator configured: of pages that lack a language, from the offer to the machine's words."""
    site = replace(demo.site, environment=demo.site.environment | MACHINE)
    found = json.loads(site.ask("from tests.served.machine_translations import dump; dump()"))
    assert found["wrong"] == []
    assert found["read"] == found["asked"] > 10


def test_a_page_that_is_not_translated_says_so_and_leads_to_what_is(crawl: Crawl) -> None:
    """At its own path under the other language's prefix: never found, never indexed, never empty."""
    pages = {path: crawl.others[path] for path in missing_translations(crawl.listed)}
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
    """Every message between brackets, each word of the content marked: what is neither is a name or a defect."""
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


def test_the_picker_remembers_without_scripts_and_where_a_filter_changed_it(
    demo: Pages, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="es-ES")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    demo.open(page, "listing-filtered", "fr")
    expect(page.locator(".languages a").first).to_be_hidden()
    page.locator(".languages button", has_text="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert "cluster=bretagne" in page.url
    page.goto(demo.site.address + "/")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    context.close()
    context = chromium.new_context(locale="es-ES", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    demo.open(page, "listing", "fr")
    page.locator("input[name=kind][value=article]").check()
    page.wait_for_url("**?*kind=article*")
    # The picker is made anew once the filtered page is there.
    expect(page.locator(".languages a[hreflang=en]")).to_have_attribute("href", "/en/news/?kind=article")
    page.locator(".languages a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert {cookie["name"]: cookie["value"] for cookie in context.cookies()} == {"language": "en"}
    context.close()
