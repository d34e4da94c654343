"""Reads documents as the harvest does."""

from zoneinfo import ZoneInfo

from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.parsing import parse

BASE = "https://ouest.example/feed.xml"
SIZE = 1_000_000
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 12)).replace("&l1;", "&lol;")
    + ']><rss version="2.0"><channel><item><title>&l11;</title><link>/a</link></item></channel></rss>'
)


def context(limit: int = 100, content_type: str = "application/xml") -> Context:
    return Context(BASE, content_type, ZoneInfo("Europe/Paris"), limit)


def read(body: str | bytes, wanted: str = "", **options: object) -> Parsed:
    data = body.encode() if isinstance(body, str) else body
    parsed = parse(data, context(**options), wanted, size=SIZE)
    assert parsed is not None
    return parsed


def rss(items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{declaration}<rss version="2.0"><channel><title>Blog</title>{head}{items}</channel></rss>'


def one(body: str | bytes, **options: object) -> FoundItem:
    (item,) = read(body, **options).items
    return item


def calendar(*events: str) -> str:
    lines = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines}\r\nEND:VCALENDAR\r\n"
