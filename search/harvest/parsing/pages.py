"""Parses the metadata of an HTML page: Open Graph, JSON-LD, language, canonical address, feeds."""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree, html

from search.harvest.harvested_items import Context
from search.harvest.item_addresses import clean_address
from search.harvest.parsing.text import SUMMARY, TITLE, moment_of, plain_text

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
HEAD = 128 * 1024
"""How many bytes of a page are read: its <head> is there. libxml2's time grows with the square of attributes."""
_LONGEST_JSON = 200_000


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself. Texts are plain and cut to length; whatever the page does not say is empty."""

    title: str = ""
    summary: str = ""
    language: str = ""
    date: datetime | None = None
    canonical: str = ""
    feeds: tuple[str, ...] = ()


def read_page(body: bytes, context: Context) -> PageMetadata:
    """Reads the metadata of an HTML page; empty for anything else. No script runs, and nothing else is fetched."""
    body = body[:HEAD]
    charset = _charset(body, context.content_type)
    try:
        parser = html.HTMLParser(no_network=True, encoding=charset)
    except (LookupError, ValueError):  # an unknown encoding, or an invalid name
        parser = html.HTMLParser(no_network=True)
    try:
        root: Any = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError):
        return PageMetadata()
    meta = _meta(root)
    data = _json_ld(root)
    return PageMetadata(
        title=plain_text(_first(meta.get("og:title"), data.get("headline"), _title(root)), TITLE),
        summary=plain_text(
            _first(meta.get("description"), meta.get("og:description"), data.get("description")), SUMMARY
        ),
        language=_first(
            root.get("lang"), data.get("inLanguage"), meta.get("og:locale", "").replace("_", "-")
        ),
        date=moment_of(
            _first(meta.get("article:published_time"), data.get("datePublished")), context.time_zone
        ),
        canonical=clean_address(_link(root, "canonical"), context.address)
        if _link(root, "canonical")
        else "",
        feeds=tuple(_feeds(root, context)),
    )


def _charset(body: bytes, content_type: str) -> str | None:
    """Returns UTF-8 if the bytes are UTF-8, whole or cut, else the server's charset; None leaves it to the page."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return content_type.partition("charset=")[2].split(";")[0].strip("\"' ") or None
    return "utf-8"


def _first(*values: object) -> str:
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _title(root: Any) -> str:
    found = root.find(".//title")
    return str(found.text_content()) if found is not None else ""


def _meta(root: Any) -> dict[str, str]:
    """Returns the content of <meta> elements by name; of several with one name the first, as search engines do."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = str(element.get("property") or element.get("name") or "").lower()
        if name and element.get("content"):
            found.setdefault(name, str(element.get("content")))
    return found


def _link(root: Any, relation: str) -> str:
    for element in root.iter("link"):
        if relation in str(element.get("rel") or "").lower().split():
            return str(element.get("href") or "")
    return ""


def _feeds(root: Any, context: Context) -> Iterator[str]:
    for element in root.iter("link"):
        relations = str(element.get("rel") or "").lower().split()
        if "alternate" in relations and str(element.get("type") or "").lower() in FEED_TYPES:
            address = clean_address(str(element.get("href") or ""), context.address)
            if address:
                yield address


def _json_ld(root: Any) -> Mapping[str, object]:
    """Returns the first JSON-LD object that has a headline, also out of a graph; empty when there is none."""
    for element in root.iter("script"):
        if str(element.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(str(element.text or "")[:_LONGEST_JSON])
        except (ValueError, RecursionError):
            continue
        rows = data.get("@graph", [data]) if isinstance(data, dict) else data
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and row.get("headline"):
                return row
    return {}
