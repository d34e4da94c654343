"""Writes feeds as RSS 2.0, Atom and JSON Feed 1.1; equal content gives equal bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.feedgenerator import Enclosure as FileLink
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from clusters.content.subscriptions import ATOM, JSON, RSS
from fedcms.core.pages.addresses import absolute
from home.feeds.entries import FeedContent, FeedEntry
from home.feeds.hubs import hub_addresses

# The date of an empty feed: formats require a date, and it must not change by itself.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
MINUTES_BETWEEN_READS = 60


class _Stable(SyndicationFeed):
    """A feed generator whose date is that of its content, not the present time."""

    def latest_post_date(self) -> datetime:
        """Returns when the newest change was published."""
        changed: datetime = self.feed["changed_at"]
        return changed


class RssWriter(_Stable, Rss201rev2Feed):
    """An RSS 2.0 generator that adds the language to the root, hubs, and the last change to each item."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds the WebSub hubs, in Atom's element, since RSS has none for them."""
        super().add_root_elements(handler)
        for hub in hub_addresses():
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def rss_attributes(self) -> dict[str, str]:
        """Adds `xml:lang`."""
        return {**super().rss_attributes(), "xml:lang": str(self.feed["language"])}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        """Adds `atom:updated`, since RSS has no element for it."""
        super().add_item_elements(handler, item)
        updated = item["updateddate"]
        if isinstance(updated, datetime):
            handler.addQuickElement("atom:updated", rfc3339_date(updated))


class AtomWriter(_Stable, Atom1Feed):
    """An Atom generator that marks summaries as plain text, and adds hubs."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds the WebSub hubs."""
        super().add_root_elements(handler)
        for hub in hub_addresses():
            handler.addQuickElement("link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        """Writes the summary as plain text; Django would mark it as HTML."""
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", str(item["description"]), {"type": "text"})


def _written(writer: type[SyndicationFeed], feed: FeedContent, name: str) -> bytes:
    """Returns the feed written by one of Django's generators. Descriptions are plain text for Atom, HTML for RSS."""
    is_rss = writer is RssWriter
    address = absolute(feed.scope.address(name))
    generator = writer(
        title=feed.title,
        link=feed.url,
        description=escape(feed.description) if is_rss else feed.description,
        subtitle=feed.description,
        language=feed.scope.language,
        feed_url=address,
        feed_guid=address,
        ttl=MINUTES_BETWEEN_READS,
        changed_at=feed.updated_at or NEVER,
    )
    for entry in feed.entries:
        files = [FileLink(entry.image_url, str(entry.image.length), entry.image.type)] if entry.image else []
        generator.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.text) if is_rss else entry.text,
            # Without a mail address, RSS writes the name as dc:creator.
            author_name=entry.author.name,
            author_link=entry.author.url or None,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            enclosures=files,
            categories=entry.categories,
        )
    output = BytesIO()
    generator.write(output, "utf-8")
    return output.getvalue()


def to_rss(feed: FeedContent) -> bytes:
    """Returns the feed as RSS 2.0."""
    return _written(RssWriter, feed, RSS)


def to_atom(feed: FeedContent) -> bytes:
    """Returns the feed as Atom (RFC 4287)."""
    return _written(AtomWriter, feed, ATOM)


def to_json(feed: FeedContent) -> bytes:
    """Returns the feed as JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.url,
        "feed_url": absolute(feed.scope.address(JSON)),
        "language": feed.scope.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    if hubs := hub_addresses():
        value["hubs"] = [{"type": "WebSub", "url": hub} for hub in hubs]
    return json.dumps(value, ensure_ascii=False).encode()


def _json_item(entry: FeedEntry) -> dict[str, object]:
    author = {"name": entry.author.name} | ({"url": entry.author.url} if entry.author.url else {})
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "summary": entry.text,
        "date_published": rfc3339_date(entry.published_at),
        "date_modified": rfc3339_date(entry.updated_at),
        "authors": [author],
        "tags": list(entry.categories),
    }
    return item | ({"image": entry.image_url} if entry.image else {})


@dataclass(frozen=True)
class Format:
    """A feed format: its short name, its MIME type, and the function that writes it."""

    label: str
    mime_type: str
    write: Callable[[FeedContent], bytes]


FORMATS: Mapping[str, Format] = {
    RSS: Format("RSS", "application/rss+xml", to_rss),
    ATOM: Format("Atom", "application/atom+xml", to_atom),
    JSON: Format("JSON", "application/feed+json", to_json),
}
"""The formats by the last part of a feed's address."""
