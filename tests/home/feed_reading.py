"""Reads feeds as a reader of feeds does, and complains of what it would complain of."""

import json
from typing import cast

import feedparser
from django.test import Client
from django.utils.dateparse import parse_datetime

XML = ("rss.xml", "atom.xml")
ALL = (*XML, "feed.json")
MIME_TYPES = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
JSON_ITEM = {
    *("id", "url", "title", "content_text", "summary"),
    *("date_published", "date_modified", "authors", "tags"),
}
BASE = "http://127.0.0.1:8000"


def fetch(path: str) -> bytes:
    """A feed as it is sent, to a visitor whom no cookie follows."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == MIME_TYPES[path.rpartition("/")[2]]
    assert not response.cookies
    return response.content


def read_xml(path: str) -> feedparser.FeedParserDict:
    """An RSS or Atom feed as a reader understands it: without a single complaint."""
    parsed = feedparser.parse(
        fetch(path), response_headers={"content-type": MIME_TYPES[path.rpartition("/")[2]]}
    )
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    assert parsed.version == ("rss20" if path.endswith("rss.xml") else "atom10")
    assert parsed.feed.title
    assert parsed.feed.link
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [BASE + path]
    for entry in parsed.entries:
        assert all(entry.get(name) for name in ("title", "link", "id", "author", "summary", "tags"))
        assert entry.published_parsed
        assert entry.updated_parsed
    return parsed


def read_json(path: str) -> dict[str, object]:
    """A JSON Feed with all that version 1.1 requires, and nothing that it does not know."""
    feed: dict[str, object] = json.loads(fetch(path))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == BASE + path
    known = {"version", "title", "description", "home_page_url", "feed_url", "language", "items"}
    assert set(feed) == known
    assert all(feed[name] for name in known - {"items"})
    for item in cast("list[dict[str, object]]", feed["items"]):
        assert set(item) - {"image"} == JSON_ITEM
        assert all(item.values())
        for name in ("date_published", "date_modified"):
            moment = parse_datetime(str(item[name]))
            assert moment is not None
            assert moment.tzinfo is not None
    return feed


def titles(path: str) -> list[str]:
    """The titles of a feed in its order, whatever the format."""
    if path.endswith(".json"):
        return [str(item["title"]) for item in cast("list[dict[str, object]]", read_json(path)["items"])]
    return [entry.title for entry in read_xml(path).entries]
