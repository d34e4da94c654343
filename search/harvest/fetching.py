"""Fetches a foreign address with limits on time, size and redirects.

urllib3 speaks HTTP; this module decides whom to ask (search.harvest.network), for how long, how much to read and how
many redirects to follow. The connection goes to the very IP address that was checked, under the host's name: DNS is
asked once for each redirect. Proxies from the environment are not used, cookies are not kept.
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
"""The longest that a server may ask us to stay away; after that, it is asked again."""
_CONNECTION_FAILURES = (HTTPError, HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class Limits:
    """The limits of one fetch: `seconds` in all, and `size` in bytes after decompression."""

    seconds: float
    size: int

    @classmethod
    def usual(cls) -> "Limits":
        """Returns the limits of the settings."""
        return cls(settings.FEDCMS_HARVEST_SECONDS, settings.FEDCMS_HARVEST_BYTES)


@dataclass(frozen=True)
class FetchedResponse:
    """A response with status 200 or 304. Names of `headers` are in lower case."""

    status: int
    address: str
    """The address after all redirects."""
    moved_to: str
    """The source's new address when all redirects were permanent, else ""."""
    body: bytes = field(repr=False)
    headers: Mapping[str, str]


def user_agent() -> str:
    """Returns the User-Agent header: who asks, and where to complain."""
    return f"fedcms-harvester/1.0 (+{absolute('/')}; {settings.DEFAULT_FROM_EMAIL})"


@contextlib.contextmanager
def _of(origin: str) -> Iterator[None]:
    """Sets the `origin` of a `HarvestError` raised within."""
    try:
        yield
    except HarvestError as error:
        error.origin = origin
        raise


@contextlib.contextmanager
def _in_words(watchdog: Watchdog) -> Iterator[None]:
    """Turns exceptions of the HTTP libraries into `HarvestError`, whose failures publishers understand."""
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
    """Returns the moment that a Retry-After header names (RFC 9110, 10.2.3), a day away at most; None if unreadable."""
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
    """Raises `HarvestError` for a status that is neither 200, 304 nor a redirect."""
    if status in {200, 304} or status in REDIRECTS:
        return
    wait = retry_after(headers.get("retry-after", ""), timezone.now()) if status in {429, 503} else None
    if status == 429 or wait is not None:
        raise HarvestError(Failure.ASKED_TO_WAIT, str(status), retry_at=wait)
    known = {404: Failure.MISSING, 410: Failure.GONE, 401: Failure.REFUSED, 403: Failure.REFUSED}
    failure = known.get(status) or (Failure.SERVER if status >= 500 else Failure.HTTP)
    raise HarvestError(failure, str(status))


def _body(response: HTTPResponse, limits: Limits, watchdog: Watchdog, *, cut: bool) -> bytes:
    """Returns the decompressed body. It is read in pieces, so that a decompression bomb is noticed while it is small.

    With `cut`, a body beyond the limit is cut; otherwise `HarvestError` is raised.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(CHUNK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            if cut:
                break
            raise HarvestError(Failure.TOO_BIG, f"{limits.size} bytes")
    if watchdog.bitten:  # a body without a length just ends where the connection is cut
        raise HarvestError(Failure.TOO_SLOW)
    return b"".join(pieces)[: limits.size]


def _onward(address: str, location: str) -> str:
    """Returns the address that a redirect leads to, without fragment. Raises `HarvestError` for an unreadable one."""
    try:
        return urljoin(address, location).partition("#")[0]
    except ValueError as error:
        raise HarvestError(Failure.NOT_HTTP, "Location") from error


@dataclass
class Fetcher:
    """Fetches addresses within limits. Tests pass their own `resolver`.

    `before_each` is called before each request, redirects included; it may wait or raise (search.harvest.politeness).
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
        """Returns the response at the end of the redirects. `cut`: a body beyond the limit is cut instead of refused.

        Time that `before_each` waits does not count. Raises `HarvestError`, and whatever `before_each` raises.
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
        """Sends one request on a connection of its own; returns status, headers and body."""
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
