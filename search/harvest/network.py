"""Resolves hosts once, and allows public addresses alone."""

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from django.conf import settings

from search.harvest.errors import HarvestError
from search.harvest_failures import Failure

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Iterable[str]]
"""Takes a host and a port, returns the numbers it has; raises `OSError` when there are none."""

# RFC 6052, 3056, 4291: IPv6 that carries an IPv4 address in it, with the place where it stands.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# RFC 7526, 9637, 9602: the relay of 6to4, which is given up; a second range for documentation; segments of routes. And
# RFC 6890: protocols' own ranges, of which Python takes parts for global since 3.11.10 (gh-113171): no site is there.
_NOBODYS = (
    ip_network("192.88.99.0/24"),
    ip_network("3fff::/20"),
    ip_network("5f00::/16"),
    ip_network("192.0.0.0/24"),
    ip_network("2001::/23"),
)
# A publisher's address is no means to speak to a mail server or a database.
_WEB_PORTS = frozenset({80, 443})
_UNPRIVILEGED = 1024
_LONGEST_ADDRESS = 2000
_LONGEST_ORIGIN = 300


@dataclass(frozen=True)
class RequestTarget:
    """Where a request goes: the parts of the address, and the number that was checked."""

    scheme: str
    host: str
    port: int
    path: str
    number: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as the key of politeness and of robots.txt."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return host if usual else f"{host}:{self.port}"


def _carried(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one stands for, if any."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(number: str) -> bool:
    """Whether an address may be connected to: global unicast, also where it stands for another address.

    Teredo and the private, shared, loopback, link-local, documentation, multicast and reserved ranges are no part of
    `is_global`; multicast, what Python does not know yet, and 6to4 of private addresses are asked besides.
    FEDCMS_HARVEST_OPEN_NETWORKS opens others, for tests.
    """
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if any(address in ip_network(network) for network in settings.FEDCMS_HARVEST_OPEN_NETWORKS):
        return True
    carried = _carried(address)
    if carried is not None:
        return is_public(str(carried))
    return (
        address.is_global
        and not any(address in network for network in _NOBODYS)
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not (isinstance(address, IPv6Address) and address.is_site_local)
        and "%" not in number
    )


def system_resolver(host: str, port: int) -> list[str]:
    """The numbers of a host as the system knows them. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def _resolve(resolver: Resolver, host: str, port: int, seconds: float) -> list[str]:
    """Asks in a thread, because the system's look-up knows no time-out of ours; one that hangs is left behind."""
    answers: list[str] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answers.extend(dict.fromkeys(resolver(host, port)))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    thread = threading.Thread(target=ask, name="harvest-lookup", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise HarvestError(Failure.TOO_SLOW, "DNS")
    if errors or not answers:
        raise HarvestError(Failure.NOT_FOUND_HOST, host)
    return answers


def target_of(address: str, seconds: float, resolver: Resolver = system_resolver) -> RequestTarget:
    """Reads an address and looks its host up; `seconds` is how long that may take.

    Raises `HarvestError` for anything but http(s) without user name to a host all of whose numbers are public: a
    name that has one public and one private number is somebody's attempt.
    """
    scheme, host, port, path = parts_of(address)
    numbers = _resolve(resolver, host, port, seconds)
    if not all(is_public(number) for number in numbers):
        raise HarvestError(Failure.ADDRESS, host)
    # IPv4 first: a worker without IPv6 would otherwise fail where a browser does not.
    number = min(numbers, key=lambda number: ":" in number)
    return RequestTarget(scheme, host, port, path, number)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, by which politeness knows it; "" of one that nobody can ask."""
    try:
        scheme, host, port, _path = parts_of(address)
    except HarvestError:
        return ""
    origin = RequestTarget(scheme, host, port, "/", "").origin
    return origin if len(origin) <= _LONGEST_ORIGIN else ""


def parts_of(address: str) -> tuple[str, str, int, str]:
    """Scheme, host (ASCII, lower case), port, and path with query. Raises `HarvestError`."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise HarvestError(Failure.ADDRESS, address) from error
    scheme = parts.scheme.lower()
    allowed_port = port in _WEB_PORTS or port >= _UNPRIVILEGED
    refused = scheme not in {"http", "https"} or not host or parts.username is not None or not allowed_port
    if refused or len(address) > _LONGEST_ADDRESS or any(c.isspace() or ord(c) < 32 for c in address.strip()):
        raise HarvestError(Failure.ADDRESS, address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return scheme, host, port, quote(path, safe="%/:=&?~+!$,;'@()*[]|")
