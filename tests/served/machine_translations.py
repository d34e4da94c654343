"""Has pages of the demo that lack a language read by a machine, and looks at what the site then says of them.

Runs inside the site (`Site.ask`), in a process of its own with the dummy translator, in a transaction that is rolled
back: what is read is written nowhere.
"""

import json
import sys
from collections import Counter
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.translation.machine.on_demand_making import make
from clusters.translation.models import MachineReading
from fedcms.core.visibility import visible_q
from tests.served import crawl

OUTLETS = (
    *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml", "/{code}/"),
    *(
        "/{code}/feeds/rss.xml",
        "/{code}/feeds/atom.xml",
        "/{code}/feeds/feed.json",
        "/{code}/feeds/calendar.ics",
    ),
)
OF_A_KIND = 2
SEARCHES = (
    *("/{code}/search/?q={words}", "/{code}/search/atom.xml?q={words}"),
    *("/api/search/?locale={code}&q={words}", "/api/search/suggestions/?locale={code}&q={words}"),
)


def lacking() -> list[tuple[Page, str]]:
    """Of each kind of content and each language the first visible pages that lack it."""
    taken: Counter[tuple[int, str]] = Counter()
    found = []
    pages = ContentPage.objects.filter(visible_q(), locale__language_code=settings.LANGUAGE_CODE)
    for page in pages.order_by("pk"):
        versions = Page.objects.filter(visible_q(), translation_key=page.translation_key)
        there = set(versions.values_list("locale__language_code", flat=True))
        for code, _name in settings.LANGUAGES:
            kind = (page.content_type_id, code)
            if code not in there and taken[kind] < OF_A_KIND:
                taken[kind] += 1
                found.append((page, code))
    return found


def _page(client: Client, path: str) -> crawl.Page:
    response = client.get(path)
    page = crawl.read(path, response.status_code, response.content)
    if response.get("X-Robots-Tag") != "noindex" and "/machine/" in path:
        page.robots += " (no header)"
    return page


def read_by_machine(client: Client, page: Page, code: str) -> list[str]:
    """Follows the offer of the page that says that it is not translated; what is wrong with what it leads to."""
    own = f"/{code}/{quote(page.url_path).split('/', 2)[2]}"
    before = _page(client, page.url_path).alternates
    offers = _page(client, own).tree.xpath("//main//a[@rel='nofollow']/@href")
    if len(offers) != 1:
        return [f"{own} offers {offers}"]
    (address,) = offers
    answer = client.post(address)
    for reading in MachineReading.objects.filter(state=MachineReading.State.WAITING):
        make(reading)
    read = _page(client, address)
    wrong = [f"{address}: {each}" for each in _marks(read, page)]
    if (answer.status_code, read.status) != (302, 200):
        wrong.append(f"{address} answers {answer.status_code}, then {read.status}")
    if _page(client, page.url_path).alternates != before:
        wrong.append(f"{page.url_path} has other alternates since")
    return wrong + list(crawl.wrong_directions(read))


def _marks(read: crawl.Page, page: Page) -> list[str]:
    """What is missing of what marks a machine's work."""
    main = read.tree.xpath("//main")[0]
    original = main.xpath(
        ".//*[contains(@class, 'notice--warn')]//a[@hreflang=$code]", code=settings.LANGUAGE_CODE
    )
    title = "".join(main.xpath(".//h1")[0].itertext())
    marks = {
        "is indexed": read.robots == "noindex",
        "has a canonical address": not read.canonical,
        "has alternates": not read.alternates,
        "does not lead to the original": [link.get("href") for link in original] == [quote(page.url_path)],
        "is not in its own words": title.split(" ") == page.title.split(" ")[::-1],
        "does not say whose work it is": bool(main.xpath(".//p/bdi")),
    }
    return [words for words, holds in marks.items() if not holds]


def listed(client: Client, titles: list[str]) -> list[str]:
    """The outlets that name a reading or say its words; a search says those that it was asked for."""
    wrong = []
    for code, _name in settings.LANGUAGES:
        outlets = [outlet.format(code=code) for outlet in OUTLETS]
        searches = [each.format(code=code, words=quote(title)) for each in SEARCHES for title in titles[:2]]
        for path in (*outlets, *searches):
            text = client.get(path).content.decode()
            if "/machine/" in text or (path in outlets and any(title in text for title in titles)):
                wrong.append(path)
    return wrong


def dump() -> None:
    """Prints how many were read, and what is wrong with them, as one line of JSON."""
    client = Client(headers={"host": "127.0.0.1"})
    with transaction.atomic():
        asked = lacking()
        wrong = [each for page, code in asked for each in read_by_machine(client, page, code)]
        titles = list(MachineReading.objects.order_by("pk").values_list("title", flat=True))
        wrong += listed(client, titles[:2])
        transaction.set_rollback(True)
    sys.stdout.write(json.dumps({"read": len(titles), "asked": len(asked), "wrong": wrong}) + "\n")
