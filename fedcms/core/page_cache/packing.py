"""An answer as bytes for a store that others may reach: nothing that runs, and signed, so that it is ours."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from fedcms.core.page_cache.kept_answer import KeptAnswer
from fedcms.core.page_cache.notes import Position

_SALT = "fedcms.core.page_cache"
_DIGEST = 32
_NOT_OF_PAGES = frozenset(
    {
        *("SECRET_KEY", "FEDCMS_PAGE_CACHE_URL", "DATABASES"),
        # What each host says of its own way to the database.
        *("FEDCMS_DATABASE_WATCH", "FEDCMS_PAGE_CACHE_DIR", "FEDCMS_PAGE_CACHE_WHILE_REFUSED"),
    }
)
_OF_A_DATABASE = ("ENGINE", "HOST", "PORT", "NAME")


@cache
def _signing_key() -> bytes:
    """Returns a key of this site, release, database and settings: what was made with others is not ours.

    Of a copy of a database the notes are the same; so is then the key that all know them by.
    """
    own = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    database = [str(settings.DATABASES["default"].get(name, "")) for name in _OF_A_DATABASE]
    plain = _plain({name: value for name, value in own.items() if name not in _NOT_OF_PAGES})
    return salted_hmac(_SALT, json.dumps([plain, database]), algorithm="sha256").digest()


def _plain(value: object) -> object:
    """Returns what all processes with the same settings write alike; of what is no plain value, its type alone."""
    if isinstance(value, Mapping):
        return sorted([str(name), json.dumps(_plain(each))] for name, each in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(json.dumps(_plain(each)) for each in value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    is_plain = value is None or isinstance(value, (str, int, float, bool))
    return value if is_plain else type(value).__qualname__


def name_of(key: str) -> str:
    """Returns under which name an answer is kept, which says nothing of its address."""
    return f"fedcms:page:{hashlib.blake2b(key.encode(), key=_signing_key(), digest_size=20).hexdigest()}"


def packed(key: str, answer: KeptAnswer, position: Position) -> bytes:
    """Returns an answer and the position that it was kept at, signed together with the address."""
    head = {
        "headers": answer.headers,
        "tags": sorted(answer.tags),
        "moments": [each.isoformat() for each in (answer.since, answer.until, answer.end)],
        "position": [position.last, position.stamp, position.missing],
    }
    rest = json.dumps(head).encode() + b"\n" + answer.body
    return _signature(key, rest) + rest


def unpacked(key: str, data: bytes) -> tuple[KeptAnswer, Position] | None:
    """Returns what was packed for this address; None where it was not, or not by this site."""
    signature, rest = data[:_DIGEST], data[_DIGEST:]
    if not hmac.compare_digest(signature, _signature(key, rest)):
        return None
    head, _, body = rest.partition(b"\n")
    try:
        told = json.loads(head)
        since, until, end = map(datetime.fromisoformat, told["moments"])
        last, stamp, missing = told["position"]
        headers = tuple((name, value) for name, value in told["headers"])
        tags = frozenset(told["tags"])
    except (KeyError, TypeError, ValueError):
        return None  # of other code in the folder of this release
    answer = KeptAnswer(body, headers, tags, since, until, end, _match_of(key))
    return answer, Position(last, stamp, tuple(missing))


def _signature(key: str, rest: bytes) -> bytes:
    address = key.encode()
    length = len(address).to_bytes(4, "big")
    return hashlib.blake2b(length + address + rest, key=_signing_key(), digest_size=_DIGEST).digest()


def _match_of(key: str) -> ResolverMatch | None:
    """Returns which view answers at an address; the path is the last but one line of a key."""
    path = key.rsplit("\n", 2)[1]
    try:
        with override(path[1:].partition("/")[0]):
            return resolve(path)
    except Resolver404:
        return None
