"""Detects the format of a fetched document and parses its items."""

import re
import zlib

from search.harvest.errors import HarvestError
from search.harvest.harvested_items import Context, Parsed
from search.harvest.parsing.calendars import parse_calendar
from search.harvest.parsing.feeds import parse_feed
from search.harvest.parsing.json_feed import parse_json_feed
from search.harvest.parsing.sitemaps import parse_sitemap
from search.harvest_failures import Failure

# A document that begins with its root element declares no entities, whatever its texts mention. Before it, only
# characters that every encoding reads alike are allowed: a comment could hide a declaration in UTF-16 or UTF-32.
_ROOT_AT_ONCE = re.compile(rb"""(?:\xef\xbb\xbf)?\s*+(?:<\?xml[\w\s="'.:/-]*+\?>\s*+)*+<[A-Za-z]""")
_GZIP = b"\x1f\x8b"
_PARSERS = {
    "json": parse_json_feed,
    "icalendar": parse_calendar,
    "sitemap": parse_sitemap,
    "feed": parse_feed,
}
"""In the order in which they are tried: parsers that quickly recognise that a document is not theirs come first."""


def parse(body: bytes, context: Context, wanted: str = "", *, size: int) -> Parsed | None:
    """Returns what a document contains; None when it is in no known format (or not in the `wanted` one).

    Raises `HarvestError` for a document that is broken, declares XML entities, or unpacks to more than `size` bytes.
    """
    body = _unpacked(body, size)
    # Without NULs, text in UTF-16 and UTF-32 is readable as ASCII. No feed of today declares entities.
    if not _ROOT_AT_ONCE.match(body) and b"<!entity" in body.replace(b"\0", b"").lower():
        raise HarvestError(Failure.ENTITIES)
    for name, parser in _PARSERS.items():
        if wanted in {"", name}:
            parsed = parser(body, context)
            if parsed is not None:
                return parsed
    return None


def _unpacked(body: bytes, size: int) -> bytes:
    """Returns the content of a gzipped file (sitemap.xml.gz), anything else unchanged. Raises `HarvestError`."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(body, size)
    except zlib.error as error:
        raise HarvestError(Failure.BROKEN, "gzip") from error
    if unpacker.unconsumed_tail:
        raise HarvestError(Failure.TOO_BIG, f"{size} bytes")
    return unpacked
