"""RSS and Atom, read by feedparser, which survives wrong encodings and broken XML."""

import calendar
import io
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.item_addresses import clean_address
from search.harvest.parsing.text import SUMMARY, TITLE, plain_text, possible, title_or_beginning

FORMAT = "feed"


def parse_feed(body: bytes, context: Context) -> Parsed | None:
    """Returns the items of an RSS or Atom feed; None when the document is no feed.

    feedparser gets the bytes as a file: it might take a string for an address or a path, and open it.
    """
    read: Any = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": context.content_type, "content-location": context.address},
        sanitize_html=False,  # all markup is removed below
        resolve_relative_uris=False,  # those within markup, which is removed
    )
    if not read.get("version") and not read.entries:
        return None
    feed = read.feed
    language = str(feed.get("language") or "")
    items = [_item(entry, language, context) for entry in read.entries[: context.limit]]
    return Parsed(FORMAT, items, site=clean_address(str(feed.get("link") or ""), context.address))


def _item(entry: Any, language: str, context: Context) -> FoundItem:
    texts = [entry.get("summary"), *(content.get("value") for content in entry.get("content", ()))]
    summary = next((text for text in (plain_text(text, SUMMARY) for text in texts) if text), "")
    title = plain_text(entry.get("title"), TITLE)
    declared = entry.get("language") or (entry.get("title_detail") or {}).get("language") or language
    link = entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else "")
    return FoundItem(
        guid=str(entry.get("id") or ""),
        address=clean_address(str(link or ""), context.address),
        title=title_or_beginning(title, summary),
        summary=summary,
        language=str(declared or ""),
        date=_moment(entry),
    )


def _moment(entry: Any) -> datetime | None:
    """Returns when an entry was published, else changed, in UTC; None when it does not say."""
    names = ("published_parsed", "updated_parsed", "created_parsed")
    parsed: struct_time | None = next((entry[name] for name in names if entry.get(name)), None)
    if parsed is None:
        return None
    try:
        return possible(datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC))
    except (ValueError, OverflowError, OSError):
        return None
