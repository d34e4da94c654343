"""Reads every page of a served site, as a search engine and a screen reader would: addresses, languages, directions."""

import re
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import urlsplit

from lxml import etree, html

RIGHT_TO_LEFT = {"ar"}
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
# A name or a word of another script inside a sentence is no wrong language; this many letters of one are.
LETTERS_OF_A_SENTENCE = 24
_ARABIC, _LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-zÀ-ÿ]")
# Names, codes and addresses are isolated, or of no language.
NEUTRAL = {"bdi", "code", "script", "style", "svg", "title"}


@dataclass
class Page:
    """One page, and what it says of its languages."""

    path: str
    status: int
    tree: html.HtmlElement
    canonical: str = ""
    robots: str = ""
    alternates: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of its address."""
        return self.path.split("/")[1]


def fetch(address: str) -> tuple[int, bytes]:
    """Status and body; redirects are followed, errors are answers."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def read_page(base: str, path: str) -> Page:
    """A page and its head."""
    return read(path, *fetch(base + path))


def read(path: str, status: int, body: bytes) -> Page:
    """The same of an answer that is there."""
    tree = html.fromstring(body.decode())
    page = Page(path, status, tree)
    page.canonical = "".join(tree.xpath("//head/link[@rel='canonical']/@href"))
    page.robots = "".join(tree.xpath("//head/meta[@name='robots']/@content"))
    for link in tree.xpath("//head/link[@rel='alternate'][@hreflang]"):
        assert link.get("hreflang") not in page.alternates, path
        page.alternates[link.get("hreflang")] = link.get("href")
    return page


def read_pages(base: str, paths: Iterable[str]) -> dict[str, Page]:
    """Pages by path, four at a time."""
    with ThreadPoolExecutor(4) as pool:
        return {page.path: page for page in pool.map(lambda path: read_page(base, path), paths)}


def sitemap(base: str) -> dict[str, dict[str, str]]:
    """Every address of every sitemap but the news', by path, with its alternates by language."""
    index = etree.fromstring(fetch(f"{base}/sitemap.xml")[1])
    found: dict[str, dict[str, str]] = {}
    for location in index.xpath("//s:loc/text()", namespaces=XML):
        if "sitemap-news" in location:
            continue
        for url in etree.fromstring(fetch(location)[1]).xpath("//s:url", namespaces=XML):
            (address,) = url.xpath("s:loc/text()", namespaces=XML)
            links = url.xpath("x:link[@rel='alternate']", namespaces=XML)
            path = urlsplit(address).path
            assert path not in found, f"twice in the sitemaps: {path}"
            found[path] = {link.get("hreflang"): link.get("href") for link in links}
    return found


def direction(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def wrong_directions(page: Page) -> Iterator[str]:
    """What of a page has another direction than its language, in words."""
    root = page.tree
    expected = (page.language, direction(page.language))
    if (root.get("lang"), root.get("dir")) != expected:
        yield f"{page.path}: html is {root.get('lang')} {root.get('dir')}"
    for element in root.xpath("//*[@lang]"):
        said = next((way.get("dir") for way in _up(element) if way.get("dir")), "")
        if said not in (direction(element.get("lang")), "auto"):
            yield f"{page.path}: <{element.tag} lang={element.get('lang')}> runs {said}"


def wrong_languages(page: Page) -> Iterator[str]:
    """What of a page says another language or direction than it has, in words."""
    root = page.tree
    yield from wrong_directions(page)
    for element in root.xpath("//body//*[text()]"):
        if any(way.tag in NEUTRAL for way in _up(element)):
            continue
        language = next((way.get("lang") for way in _up(element) if way.get("lang")), "")
        for text in element.xpath("text()"):
            if _other_script(str(text), language):
                yield f"{page.path}: said to be {language}: {' '.join(str(text).split())[:80]!r}"


def _up(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _other_script(text: str, language: str) -> bool:
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    other, own = (latin, arabic) if direction(language) == "rtl" else (arabic, latin)
    return other >= LETTERS_OF_A_SENTENCE and other > own
