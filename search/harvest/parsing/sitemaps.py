"""Sitemaps and news sitemaps (sitemaps.org; Google's news extension); pages complete them with their metadata."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError  # for the types; defusedxml does the parsing

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from search.harvest.addresses import clean_address
from search.harvest.errors import Failure, HarvestError
from search.harvest.items import Context, FoundItem, Parsed
from search.harvest.parsing.text import TITLE, moment_of, plain_text

FORMAT = "sitemap"
CHILDREN = 5
"""How many of an index's sitemaps are read: those of news are few."""


def parse_sitemap(body: bytes, context: Context) -> Parsed | None:
    """The addresses of a sitemap, or of an index the addresses of its first sitemaps; `None` when it is none."""
    head = body[:4000]
    if b"urlset" not in head and b"sitemapindex" not in head:
        return None
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise HarvestError(Failure.ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise HarvestError(Failure.BROKEN, str(error)) from error
    name = _name(root)
    if name == "sitemapindex":
        children = [urljoin(context.address, _text(row, "loc")) for row in root if _name(row) == "sitemap"]
        return Parsed(FORMAT, children=[child for child in children if _same_host(child, context)][:CHILDREN])
    if name != "urlset":
        return None
    rows = (row for row in root if _name(row) == "url")
    items = [_item(row, context) for row, _number in zip(rows, range(context.limit), strict=False)]
    return Parsed(FORMAT, items)


def _same_host(address: str, context: Context) -> bool:
    return urlsplit(address).hostname == urlsplit(context.address).hostname


def _name(element: Element) -> str:
    """Without its namespace: many sitemaps have a wrong one."""
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iter() if _name(child) == name)


def _text(element: Element, name: str) -> str:
    return next((str(child.text or "").strip() for child in _all(element, name)), "")


def _item(row: Element, context: Context) -> FoundItem:
    loc = next((str(child.text or "").strip() for child in row if _name(child) == "loc"), "")
    news = next(_all(row, "news"), None)
    date = _text(news, "publication_date") if news is not None else _text(row, "lastmod")
    return FoundItem(
        guid="",
        address=clean_address(loc, context.address),
        title=plain_text(_text(news, "title"), TITLE) if news is not None else "",
        language=_text(news, "language") if news is not None else "",
        date=moment_of(date, context.time_zone),
        wants_page=True,
    )
