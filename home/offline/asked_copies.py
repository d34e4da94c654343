"""Reads what a service worker asks: the addresses of the copies that a browser keeps, and when each was answered."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

MOST_COPIES = 64
LONGEST_ADDRESS = 500
LARGEST_BODY = 64 * 1024
# At most twelve segments, as worker.js keeps: the query names every address on the way.
_PATH = re.compile(r"/([a-z]{2,3}(?:-[a-z]{2,8})?)/(?:[\w-]+/){0,11}", re.ASCII)
# The last second of which the calendar of datetime knows.
_LAST = 253_402_300_799


class InvalidQuestion(ValueError):
    """What is asked cannot be read; says which field is wrong, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class AskedCopy:
    """A copy of a page in somebody's browser."""

    address: str
    language: str
    answered_at: datetime
    """By the server's clock (aware)."""

    @property
    def paths_on_the_way(self) -> list[str]:
        """The addresses from the home page of the language down to the copy's own."""
        parts = self.address.strip("/").split("/")
        return ["/" + "/".join(parts[:number]) + "/" for number in range(1, len(parts) + 1)]


def copies_in(body: bytes) -> list[AskedCopy]:
    """Returns the copies that a body names: `{"pages": [{"address": "/fr/…/", "answered_at": seconds}, …]}`.

    Raises `InvalidQuestion`.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidQuestion("", "is no JSON") from None
    pages = said.get("pages") if isinstance(said, dict) else None
    if not isinstance(pages, list):
        raise InvalidQuestion("pages", "is no list")
    if len(pages) > MOST_COPIES:
        raise InvalidQuestion("pages", f"has more than {MOST_COPIES} items")
    return [_copy(page, f"pages.{number}") for number, page in enumerate(pages)]


def _copy(page: object, field: str) -> AskedCopy:
    if not isinstance(page, dict):
        raise InvalidQuestion(field, "is no object")
    address, answered_at = page.get("address"), page.get("answered_at")
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
        raise InvalidQuestion(f"{field}.address", f"is no text of at most {LONGEST_ADDRESS} characters")
    match = _PATH.fullmatch(address)
    if match is None or match[1] not in dict(settings.LANGUAGES):
        raise InvalidQuestion(f"{field}.address", "is no path of a page in a language of the site")
    if type(answered_at) is not int or not 0 <= answered_at <= _LAST:
        raise InvalidQuestion(f"{field}.answered_at", "is no number of whole seconds since 1970")
    return AskedCopy(address, match[1], datetime.fromtimestamp(answered_at, UTC))
