"""Sitemaps and news sitemaps (sitemaps.org; Google's news extension); pages complete them with their metadata."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from search.harvest.errors import HarvestError
from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.item_addresses import clean_address
from search.harvest.parsing.text import TITLE, moment_of, plain_text
from search.harvest_failures import Failure

FORMAT = "sitemap"
CHILDREN = 5
"""How many sitemaps of an index are read at most."""
# Matches ampersands to escape, those of HTML entities included: XML does not know them; they are decoded with the
# text.
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?\]\]>)|&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)", re.DOTALL
)


def parse_sitemap(body: bytes, context: Context) -> Parsed | None:
    """Returns the pages of a sitemap, or the first sitemaps of an index; None when the document is neither."""
    seen_through = body.replace(b"\0", b"")
    if b"urlset" not in seen_through and b"sitemapindex" not in seen_through:
        return None
    root = _root(body)
    name = "" if root is None else _name(root)
    if name == "sitemapindex":
        locs = (_text(row, "loc") for row in root if _name(row) == "sitemap")
        children = [clean_address(loc, context.address) for loc in locs]
        return Parsed(FORMAT, children=[child for child in children if _same_host(child, context)][:CHILDREN])
    if name != "urlset":
        return None
    rows = (row for row in root if _name(row) == "url")
    items = [_item(row, context) for row, _number in zip(rows, range(context.limit), strict=False)]
    return Parsed(FORMAT, items)


def _root(body: bytes) -> Any:
    """Returns the root element, if need be of a repaired document; None when nothing can be read.

    Raises `HarvestError` when the document declares entities.
    """
    try:
        try:
            root = etree.fromstring(body, _parser(recover=False))
        except etree.XMLSyntaxError:
            root = etree.fromstring(_mended(body), _parser(recover=True))
    except (etree.LxmlError, ValueError, LookupError):
        return None
    declared = None if root is None else root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise HarvestError(Failure.ENTITIES)
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _mended(body: bytes) -> bytes:
    """Escapes bare ampersands: otherwise recovery would lose a parameter of an address."""
    if b"\0" in body:  # UTF-16 or UTF-32
        return body
    return _BARE_AMPERSAND.sub(lambda found: found[1] or b"&amp;", body.lstrip())


def _same_host(address: str, context: Context) -> bool:
    return urlsplit(address).hostname == urlsplit(context.address).hostname


def _name(element: Any) -> str:
    """Returns an element's name without its namespace, which many sitemaps get wrong."""
    return str(element.tag).rpartition("}")[2]


def _all(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iter() if _name(child) == name)


def _text(element: Any, name: str) -> str:
    return next((str(child.text or "").strip() for child in _all(element, name)), "")


def _item(row: Any, context: Context) -> FoundItem:
    loc = next((str(child.text or "").strip() for child in row if _name(child) == "loc"), "")
    news = next(_all(row, "news"), None)
    return FoundItem(
        guid="",
        address=clean_address(loc, context.address),
        title=plain_text(_text(news, "title"), TITLE) if news is not None else "",
        language=_text(news, "language") if news is not None else "",
        date=moment_of(_text(news, "publication_date"), context.time_zone) if news is not None else None,
        changed=moment_of(_text(row, "lastmod"), context.time_zone),
        wants_page=True,
    )
