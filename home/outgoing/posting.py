"""Posts to a foreign address with limits on time and size; follows no redirect.

The guard is that of the harvest (docs/adr/0019): all numbers of the host must be public, the connection goes to the one
that was checked, and a timer cuts it at the deadline. Runs in threads: it asks no database.
"""

import contextlib
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils import timezone
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse

from fedcms.core.pages.addresses import absolute
from search.harvest.connections import Watchdog, connection_to
from search.harvest.errors import HarvestError
from search.harvest.fetching import retry_after
from search.harvest.network import Resolver, is_public, parts_of, system_resolver, target_of
from search.harvest_failures import Failure

EXCERPT_BYTES = 600
EXCERPT_LENGTH = 200
LONGEST_HOST = 253
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?")
# RFC 6761, 6762, 8375 and 9476, and what routers use: names that no public server has.
_NOT_PUBLIC = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "invalid", "alt"}
)
_CONNECTION_FAILURES = (HTTPError, HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class OutgoingRequest:
    """What is posted where. `is_secure`: only over https (or to a network that tests open)."""

    address: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    is_secure: bool = True


@dataclass(frozen=True)
class Answer:
    """How a server answered: its status, or 0 and why there is none."""

    status: int = 0
    failure: Failure | None = None
    milliseconds: int = 0
    excerpt: str = ""
    """The beginning of the body of a refusal, for who looks after the partner's server."""
    wait_until: datetime | None = None
    """Aware: until when the server asks to be left alone."""

    @property
    def is_success(self) -> bool:
        """Whether the server took what was sent: any status from 200 to 299."""
        return 200 <= self.status < 300

    @property
    def is_host_silent(self) -> bool:
        """Whether the next request to this server would probably fail, too, whatever it is."""
        return self.status in {0, 429, 502, 503, 504}


def user_agent() -> str:
    """Returns the User-Agent header: who sends, and where to complain."""
    return f"fedcms/1.0 (+{absolute('/')}; {settings.DEFAULT_FROM_EMAIL})"


def is_acceptable(address: str, *, is_secure: bool = True) -> bool:
    """Returns whether an address may be posted to, as far as it can be told without asking DNS."""
    try:
        scheme, host, _port, _path = parts_of(address)
    except HarvestError:
        return False
    return "#" not in address and (scheme == "https" or not is_secure or _is_of_open_network(host))


def _is_of_open_network(host: str) -> bool:
    """Returns whether a host is a number of a network that tests open; a site opens none."""
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return any(number in ip_network(network) for network in settings.FEDCMS_HARVEST_OPEN_NETWORKS)


def names_public_host(address: str) -> bool:
    """Returns whether the host of an acceptable address is a public number, or a name that the public DNS may know."""
    _scheme, host, _port, _path = parts_of(address)
    try:
        return is_public(str(ip_address(host)))
    except ValueError:
        labels = host.split(".")
        is_well_formed = len(host) <= LONGEST_HOST and all(map(_LABEL.fullmatch, labels))
        return (
            is_well_formed and len(labels) > 1 and labels[-1] not in _NOT_PUBLIC and not labels[-1].isdigit()
        )


def post(request: OutgoingRequest, resolver: Resolver = system_resolver) -> Answer:
    """Posts once and returns the answer. Never raises."""
    begun = time.monotonic()
    try:
        answered = _post(request, resolver)
    except HarvestError as error:
        answered = Answer(failure=error.failure)
    except Exception as error:  # noqa: BLE001  # nobody can foresee all that servers answer
        answered = Answer(failure=Failure.UNEXPECTED, excerpt=type(error).__name__)
    spent = round((time.monotonic() - begun) * 1000)
    return Answer(answered.status, answered.failure, spent, answered.excerpt, answered.wait_until)


def _post(request: OutgoingRequest, resolver: Resolver) -> Answer:
    begun = time.monotonic()
    if not is_acceptable(request.address, is_secure=request.is_secure):
        raise HarvestError(Failure.ADDRESS)
    seconds = settings.FEDCMS_OUTGOING_SECONDS
    target = target_of(request.address, seconds, resolver)
    left = seconds - (time.monotonic() - begun)
    watchdog = Watchdog(left)
    connection = connection_to(target, watchdog, max(left, 0.01))
    headers = {
        "Host": target.authority,
        "User-Agent": user_agent(),
        "Accept-Encoding": "identity",
        "Connection": "close",
        **request.headers,
    }
    try:
        connection.request("POST", target.path, body=request.body, headers=headers, preload_content=False)
        response = connection.getresponse()
        wait = response.headers.get("Retry-After", "")
        return Answer(
            status=response.status,
            excerpt="" if 200 <= response.status < 300 else _excerpt(response),
            wait_until=retry_after(wait, timezone.now()) if wait else None,
        )
    except (SSLError, ssl.SSLError) as error:
        raise HarvestError(Failure.TOO_SLOW if watchdog.bitten else Failure.TLS) from error
    except TimeoutError as error:
        raise HarvestError(Failure.TOO_SLOW) from error
    except _CONNECTION_FAILURES as error:
        raise HarvestError(Failure.TOO_SLOW if watchdog.bitten else Failure.NO_ANSWER) from error
    finally:
        watchdog.close()
        connection.close()


def _excerpt(response: BaseHTTPResponse) -> str:
    """Returns the beginning of a body as one line of text, or as much of it as arrives."""
    data = b""
    with contextlib.suppress(*_CONNECTION_FAILURES):
        data = response.read(EXCERPT_BYTES, decode_content=False)
    text = "".join(letter if letter.isprintable() else " " for letter in data.decode("utf-8", "replace"))
    return " ".join(text.split())[:EXCERPT_LENGTH]


def pause_after(tries: int, first: float, longest: timedelta) -> timedelta:
    """Returns how long to wait after so many failed tries (1 or more): four times as long each time."""
    return min(timedelta(seconds=first * 4 ** min(tries - 1, 20)), longest)
