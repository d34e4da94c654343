"""Reads how many subscribers an aggregator declares when it fetches a feed for all of them."""

import re

OTHER = "other"
MOST_SUBSCRIBERS = 10_000_000
# Services that declare them, by the beginning of a word of their user agent. Any other one is `OTHER`, so that nothing
# of an unknown user agent is kept.
AGGREGATORS = (
    "Bloglovin",
    "CommaFeed",
    "FeedBurner",
    "Feedbin",
    "Feedly",
    "Feedspot",
    "FeedWrangler",
    "FreshRSS",
    "G2Reader",
    "Inoreader",
    "Miniflux",
    "Netvibes",
    "NewsBlur",
    "Newsify",
    "NextCloud-News",
    "Superfeedr",
    "theoldreader",
    "Tiny Tiny RSS",
    "BazQux",
    "Yarr",
)
_DECLARED = re.compile(r"\b(\d{1,8})\s+(?:subscriber|reader)s?\b", re.IGNORECASE | re.ASCII)
_KNOWN = re.compile("|".join(rf"\b{re.escape(name)}" for name in AGGREGATORS), re.IGNORECASE)
_NAMES = {name.lower(): name for name in AGGREGATORS}


def declared_subscribers(agent: str) -> tuple[str, int] | None:
    """Returns the name of an aggregator and its number of subscribers; `None` when it declares none."""
    declared = _DECLARED.search(agent[:500])
    if declared is None or not 0 < int(declared[1]) <= MOST_SUBSCRIBERS:
        return None
    known = _KNOWN.search(agent[:500])
    return (_NAMES[known[0].lower()] if known else OTHER), int(declared[1])
