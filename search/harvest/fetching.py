"""Fetches a foreign address with limits on time, size and redirects.

urllib3 speaks HTTP; this module decides to whom (search.harvest.network), how long, how much and how often onward.
The connection goes to the very number that was checked, under the host's name: DNS is asked once a hop. Proxies of
the environment are not used, cookies not kept.
"""

import contextlib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from urllib3.exceptions import DecodeError, HTTPError, SSLError
from urllib3.response import HTTPResponse

from fedcms.core.pages.addresses import absolute
from search.harvest.connections import CHUNK, Watchdog, connection_to
from search.harvest.errors import HarvestError
from search.harvest.network import RequestTarget, Resolver, origin_of, system_resolver, target_of
from search.harvest_failures import Failure

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5

LONGEST_WAIT = timedelta(days=1)
"""However long a server asks us to stay away, we ask again after so long."""
_CONNECTION_FAILURES = (HTTPError, HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class Limits:
    """How long a fetch may take in all, and how many bytes it may bring after decompression."""

    seconds: float
    size: int

    @classmethod
    def usual(cls) -> "Limits":
        """Those of the settings."""
        return cls(settings.FEDCMS_HARVEST_SECONDS, settings.FEDCMS_HARVEST_BYTES)


@dataclass(frozen=True)
class FetchedResponse:
    """An answer with a status of 200 or 304. `headers` has lower-case names."""

    status: int
    address: str
    """Where the answer came from in the end."""
    moved_to: str
    """Where the source lives from now on, when all redirects were permanent; else ""."""
    body: bytes = field(repr=False)
    headers: Mapping[str, str]


def user_agent() -> str:
    """The User-Agent header: who asks, and where to complain."""
    return f"fedcms-harvester/1.0 (+{absolute('/')}; {settings.DEFAULT_FROM_EMAIL})"


@contextlib.contextmanager
def _of(origin: str) -> Iterator[None]:
    """Failures say whose they are."""
    try:
        yield
    except HarvestError as error:
        error.origin = origin
        raise


@contextlib.contextmanager
def _in_words(watchdog: Watchdog) -> Iterator[None]:
    """What libraries raise, as a failure that publishers understand."""
    try:
        yield
    except (SSLError, ssl.SSLError) as error:
        raise HarvestError(Failure.TOO_SLOW if watchdog.bitten else Failure.TLS, str(error)) from error
    except DecodeError as error:
        raise HarvestError(Failure.NOT_HTTP, "content-encoding") from error
    except TimeoutError as error:
        raise HarvestError(Failure.TOO_SLOW) from error
    except _CONNECTION_FAILURES as error:
        failure = Failure.TOO_SLOW if watchdog.bitten else Failure.NO_ANSWER
        raise HarvestError(failure, type(error).__name__) from error


def retry_after(value: str, now: datetime) -> datetime | None:
    """The moment that a Retry-After header names (RFC 9110, 10.2.3), at most a day away; `None` if unreadable."""
    try:
        if value.strip().isdecimal():
            return now + min(timedelta(seconds=min(int(value), 86_400)), LONGEST_WAIT)
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        return None
    return min(max(moment, now), now + LONGEST_WAIT)


def _refuse(status: int, headers: Mapping[str, str]) -> None:
    """Raises what a status means to publishers, unless it is one of those that mean an answer."""
    if status in {200, 304} or status in REDIRECTS:
        return
    wait = retry_after(headers.get("retry-after", ""), timezone.now()) if status in {429, 503} else None
    if status == 429 or wait is not None:
        raise HarvestError(Failure.ASKED_TO_WAIT, str(status), retry_at=wait)
    known = {404: Failure.MISSING, 410: Failure.GONE, 401: Failure.REFUSED, 403: Failure.REFUSED}
    failure = known.get(status) or (Failure.SERVER if status >= 500 else Failure.HTTP)
    raise HarvestError(failure, str(status))


def _body(response: HTTPResponse, limits: Limits, watchdog: Watchdog, *, cut: bool) -> bytes:
    """All of the body, decompressed piece by piece, so that a bomb is noticed while it is small."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(CHUNK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            if cut:
                break
            raise HarvestError(Failure.TOO_BIG, f"{limits.size} bytes")
    if watchdog.bitten:  # a closed connection is the end of a body without a length
        raise HarvestError(Failure.TOO_SLOW)
    return b"".join(pieces)[: limits.size]


def _onward(address: str, location: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(address, location).partition("#")[0]
    except ValueError as error:
        raise HarvestError(Failure.NOT_HTTP, "Location") from error


@dataclass
class Fetcher:
    """Fetches by the rules of this module; the resolver and the way to a host's turn are given, so that tests choose.

    `before_each` is called with each hop's target, and may wait or raise (search.harvest.politeness).
    """

    limits: Limits
    resolver: Resolver = system_resolver
    before_each: Callable[[RequestTarget], None] = lambda target: None

    def fetch(
        self,
        address: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        cut: bool = False,
    ) -> FetchedResponse:
        """The answer at the end of the redirects. `cut`: a body beyond the limit is cut, else refused.

        Waiting for a host's turn does not count as time. Raises `HarvestError`, and what `before_each` raises.
        """
        left = self.limits.seconds
        moved_for_good = True
        moved_to = ""
        for _hop in range(MAX_REDIRECTS + 1):
            begun = time.monotonic()
            with _of(origin_of(address)):
                target = target_of(address, left, self.resolver)
            left -= time.monotonic() - begun
            self.before_each(target)
            begun = time.monotonic()
            with _of(target.origin):
                status, answered, body = self._one(target, method, headers or {}, left, cut=cut)
            left -= time.monotonic() - begun
            if status not in REDIRECTS:
                return FetchedResponse(status, address, moved_to if moved_for_good else "", body, answered)
            if "location" not in answered:
                raise HarvestError(Failure.NOT_HTTP, f"{status} without Location")
            address = _onward(address, answered["location"])
            moved_for_good = moved_for_good and status in PERMANENT
            moved_to = address
        raise HarvestError(Failure.REDIRECTS, f"{MAX_REDIRECTS}")

    def _one(
        self, target: RequestTarget, method: str, headers: Mapping[str, str], seconds: float, *, cut: bool
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own."""
        if seconds <= 0:
            raise HarvestError(Failure.TOO_SLOW)
        watchdog = Watchdog(seconds)
        connection = connection_to(target, watchdog, seconds)
        sent = {
            "Host": target.authority,
            "User-Agent": user_agent(),
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **headers,
        }
        try:
            with _in_words(watchdog):
                connection.request(method, target.path, headers=sent, preload_content=False)
                response = connection.getresponse()
                answered = {name.lower(): value.replace("\0", "") for name, value in response.headers.items()}
                _refuse(response.status, answered)
                wanted = response.status == 200 and method == "GET"
                body = _body(response, self.limits, watchdog, cut=cut) if wanted else b""
                return response.status, answered, body
        finally:
            watchdog.close()
            connection.close()
