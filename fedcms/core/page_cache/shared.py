"""Shares answers between processes and hosts by Valkey, or Redis; while it is away, each process is alone."""

import logging
import re
from functools import cache
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.utils import timezone

from fedcms.core.page_cache.kept_answer import KeptAnswer, is_one_of_many
from fedcms.core.page_cache.packing import name_of, packed, unpacked
from fedcms.core.page_cache.store import PageStore

LARGEST = 1_000_000
"""Bytes of the largest answer that is shared."""
SCHEMES = ("valkey", "valkeys", "redis", "rediss", "unix")
_OF_TLS = frozenset({"ssl_ca_certs", "ssl_cert_reqs"})
_OPTIONS = MappingProxyType({"valkeys": _OF_TLS, "rediss": _OF_TLS, "unix": frozenset({"db"})})
"""Others would undo what the client is told (time-outs), or are not known to it."""
_DATABASE = re.compile(r"/?[0-9]*")

logger = logging.getLogger("fedcms.page_cache")


class Shelf(Protocol):
    """What keeps bytes by name for a while. It never raises, and loses what it likes."""

    def get(self, name: str) -> bytes | None:
        """Returns what is kept."""

    def put(self, name: str, data: bytes, milliseconds: int) -> None:
        """Keeps something for so long."""


@cache
def _server(url: str) -> Shelf | None:
    # The client is 10 MB, which a process without such a server does not need.
    from fedcms.core.page_cache.valkey import Valkey  # noqa: PLC0415

    try:
        return Valkey(url)
    except (TypeError, ValueError) as error:
        # Not the error itself, which may have a part of the password.
        logger.error(  # noqa: TRY400
            "FEDCMS_PAGE_CACHE_URL is not understood (%s): each process keeps its own.", type(error).__name__
        )
        return None


def shelf() -> Shelf | None:
    """Returns what processes share answers by; None where each keeps its own alone."""
    url = settings.FEDCMS_PAGE_CACHE_URL
    return _server(url) if is_address(url) else None


def is_address(url: str) -> bool:
    """Returns whether a server can be asked there, with no option that is not known."""
    try:
        parts = urlsplit(url)
        options = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        # A part of a password may stand where the port is expected.
        port, host = parts.port, parts.hostname
    except ValueError:
        return False
    if parts.scheme not in SCHEMES or parts.fragment:
        return False
    if any(name not in _OPTIONS.get(parts.scheme, ()) or not value for name, value in options):
        return False
    if parts.scheme == "unix":
        return bool(parts.path) and port is None and all(value.isdecimal() for _name, value in options)
    return bool(host) and bool(_DATABASE.fullmatch(parts.path))


def found_elsewhere(process: PageStore, key: str) -> KeptAnswer | None:
    """Returns what another process kept and what nothing has dropped since; this one keeps it, too.

    None while this one cannot read what was dropped: it could not judge it, so it does not ask.
    """
    shared = None if process.is_cut_off else shelf()
    data = shared.get(name_of(key)) if shared is not None and key.endswith("\n") else None
    known = unpacked(key, data) if data is not None else None
    if known is None:
        return None
    answer, position = known
    holds = answer.since <= timezone.now() < answer.until
    return answer if holds and process.admit(key, answer, position) else None


def share(process: PageStore, key: str, answer: KeptAnswer) -> None:
    """Shares an answer that this process keeps, unless it cannot read what was dropped.

    Answers with filters are not shared: there are too many.
    """
    shared = shelf()
    if shared is None or is_one_of_many(key, answer) or len(answer.body) > LARGEST:
        return
    position = process.position(key, answer)
    milliseconds = int((answer.until - timezone.now()).total_seconds() * 1_000)
    if position is not None and milliseconds > 0:
        shared.put(name_of(key), packed(key, answer, position), milliseconds)
