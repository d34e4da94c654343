"""What the site tells machines besides its pages: news sitemap, feeds, calendars, search; each with its language."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from icalendar import Calendar
from lxml import etree, html

from tests.served.crawl import XML, Page, fetch

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEWS = {**XML, "n": "http://www.google.com/schemas/sitemap-news/0.9"}


@dataclass(frozen=True)
class Item:
    """One thing that an outlet names."""

    outlet: str
    address: str
    language: str
    """That of the outlet, or of the item where the outlet gives it one."""
    texts: tuple[str, ...]


def subscriptions(pages: Iterable[Page]) -> set[str]:
    """The paths of every feed and calendar that a page leads to."""
    found = set()
    for page in pages:
        links = page.tree.xpath("//head/link[@rel='alternate'][@type]/@href")
        links += page.tree.xpath("//a[contains(@href, '.ics') or contains(@href, '/feeds/')]/@href")
        found |= {urlsplit(urljoin(f"http://x{page.path}", link)).path for link in links}
    # The page that tells people of them is none.
    return {path for path in found if not path.endswith("/feeds/")}


def news(base: str) -> list[Item]:
    """What the news sitemap names; nothing where there is no news."""
    index = etree.fromstring(fetch(f"{base}/sitemap.xml")[1])
    items = []
    for location in index.xpath("//s:loc[contains(., 'sitemap-news')]/text()", namespaces=XML):
        for url in etree.fromstring(fetch(location)[1]).xpath("//s:url", namespaces=NEWS):
            (address,) = url.xpath("s:loc/text()", namespaces=NEWS)
            (language,) = url.xpath(".//n:language/text()", namespaces=NEWS)
            items.append(
                Item(location, address, language, tuple(url.xpath(".//n:title/text()", namespaces=NEWS)))
            )
    return items


def _json_feed(body: bytes) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    feed = json.loads(body)
    return feed["language"], [(item["url"], (item["title"], item["summary"])) for item in feed["items"]]


def _rss(body: bytes) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    (channel,) = etree.fromstring(body).xpath("channel")
    items = [(item.findtext("link"), (item.findtext("title"),)) for item in channel.findall("item")]
    return channel.findtext("language"), items


def _atom(body: bytes) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    root = etree.fromstring(body)
    items = [
        (
            entry.xpath("string(a:link/@href)", namespaces=ATOM),
            (entry.xpath("string(a:title)", namespaces=ATOM),),
        )
        for entry in root.xpath("a:entry", namespaces=ATOM)
    ]
    return root.get("{http://www.w3.org/XML/1998/namespace}lang"), items


def _calendar(body: bytes) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    events = Calendar.from_ical(body).events
    (language,) = {event["SUMMARY"].params["LANGUAGE"] for event in events} or {""}
    return language, [(str(event["URL"]), (str(event["SUMMARY"]),)) for event in events]


READERS: dict[str, Callable[[bytes], tuple[str, list[tuple[str, tuple[str, ...]]]]]] = {
    "feed.json": _json_feed,
    "rss.xml": _rss,
    "atom.xml": _atom,
    "calendar.ics": _calendar,
}


def read_subscription(base: str, path: str) -> list[Item]:
    """What a feed or a calendar names. It says that it is in the language of its address."""
    status, body = fetch(base + path)
    assert status == 200, path
    language, items = READERS[path.rpartition("/")[2]](body)
    own = path.split("/")[1]
    assert language == own or not (language or items), (path, language)  # an empty calendar has no words
    return [Item(path, address, own, texts) for address, texts in items]


def read_subscriptions(base: str, paths: Iterable[str]) -> list[Item]:
    """The same of many, four at a time."""
    with ThreadPoolExecutor(4) as pool:
        return [item for items in pool.map(partial(read_subscription, base), sorted(paths)) for item in items]


def search(base: str, language: str, words: str) -> Iterator[Item]:
    """Everything that a search finds on this site, by its pages, by its feed and by the API; and what it suggests.

    What stands on clusters' own sites is in their sitemaps.
    """
    api = f"{base}/api/search/?{urlencode({'q': words, 'locale': language})}"
    for number in range(1, _answer(api)["pages"] + 1):
        query = urlencode({"q": words, "page": number})
        yield from _ours("API", _answer(f"{api}&page={number}")["results"])
        yield from _search_page(base, f"/{language}/search/?{query}")
        yield from _search_feed(base, f"/{language}/search/atom.xml?{query}")
    query = urlencode({"q": words[:4], "locale": language})
    for group in _answer(f"{base}/api/search/suggestions/?{query}")["groups"]:
        yield from _ours("suggestions", group["suggestions"])


def _answer(address: str) -> Any:
    status, body = fetch(address)
    assert status == 200, (address, status)
    return json.loads(body)


def _ours(outlet: str, results: Iterable[dict[str, str]]) -> Iterator[Item]:
    for each in results:
        if each["source"] == "site":
            yield Item(outlet, each["url"], each["language"], (each["title"],))


def _search_page(base: str, path: str) -> Iterator[Item]:
    page = html.fromstring(fetch(base + path)[1].decode())
    for link in page.xpath("//article//a[@data-entry][not(@rel='external')]"):
        language = link.xpath("string(ancestor::*[@lang][1]/@lang)")
        yield Item("search page", link.get("href"), language, (link.text_content(),))


def _search_feed(base: str, path: str) -> Iterator[Item]:
    language, entries = _atom(fetch(base + path)[1])
    for address, texts in entries:
        if address.startswith(base):
            yield Item("search feed", address, language, texts)
