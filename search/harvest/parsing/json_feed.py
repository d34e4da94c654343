"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

import json
from collections.abc import Mapping

from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.item_addresses import clean_address
from search.harvest.parsing.text import SUMMARY, TITLE, decoded, moment_of, plain_text, title_or_beginning

FORMAT = "json"
VERSION = "https://jsonfeed.org/version/"


def parse_json_feed(body: bytes, context: Context) -> Parsed | None:
    """Returns the items of a JSON Feed; None when the document is none."""
    try:
        feed = json.loads(decoded(body, context.content_type))
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(VERSION):
        return None
    rows = feed.get("items")
    language = str(feed.get("language") or "")
    items = [
        _item(row, language, context)
        for row in (rows if isinstance(rows, list) else [])[: context.limit]
        if isinstance(row, dict)
    ]
    return Parsed(FORMAT, items, site=clean_address(str(feed.get("home_page_url") or ""), context.address))


def _item(row: Mapping[str, object], language: str, context: Context) -> FoundItem:
    texts = (plain_text(row.get(name), SUMMARY) for name in ("summary", "content_text", "content_html"))
    summary = next((text for text in texts if text), "")
    link = row.get("url") or row.get("external_url") or ""
    date = moment_of(row.get("date_published"), context.time_zone)
    return FoundItem(
        guid=str(row.get("id") or ""),
        address=clean_address(str(link), context.address),
        title=title_or_beginning(plain_text(row.get("title"), TITLE), summary),
        summary=summary,
        language=str(row.get("language") or language),
        date=date or moment_of(row.get("date_modified"), context.time_zone),
    )
