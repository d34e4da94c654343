"""Resolves a host once, and allows only public IP addresses."""

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
"""A function that takes a host and a port and returns its IP addresses; it raises `OSError` when there are none."""

# RFC 6052, 3056, 4291: ranges of IPv6 addresses that contain an IPv4 address.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# RFC 7526, 9637, 9602: the abandoned relay of 6to4, a second range for documentation, and segment routing. RFC 6890:
# ranges of protocols, parts of which Python counts as global since 3.11.10 (gh-113171), though no site is there.
_NOBODYS = (
    # Cloud providers answer machines of their own there, though the numbers are global: Azure's wire server, and the
    # services of IBM Cloud.
    ip_network("168.63.129.16/32"),
    ip_network("161.26.0.0/16"),
    ip_network("166.8.0.0/14"),
    ip_network("192.88.99.0/24"),
    ip_network("3fff::/20"),
    ip_network("5f00::/16"),
    ip_network("192.0.0.0/24"),
    ip_network("2001::/23"),
)
# Ports below 1024 other than these are refused: a source must not be used to talk to a mail server or a database.
_WEB_PORTS = frozenset({80, 443})
_UNPRIVILEGED = 1024
_LONGEST_ADDRESS = 2000
_LONGEST_ORIGIN = 300


@dataclass(frozen=True)
class RequestTarget:
    """Where a request goes: the parts of the address, and the checked IP address (`number`)."""

    scheme: str
    host: str
    port: int
    path: str
    number: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: the key for rate limits and robots.txt."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return host if usual else f"{host}:{self.port}"


def _carried(address: Address) -> Address | None:
    """Returns the IPv4 address that an IPv6 address contains, or None."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(number: str) -> bool:
    """Returns whether an IP address may be connected to: global unicast, as is any IPv4 address that it contains.

    `is_global` excludes Teredo and the private, shared, loopback, link-local and documentation ranges. Multicast and
    reserved ranges, 6to4 of private addresses, and ranges that Python does not know yet are checked besides.
    FEDCMS_HARVEST_OPEN_NETWORKS allows further networks, for tests.
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
    """Returns the IP addresses of a host from the system's resolver. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def _resolve(resolver: Resolver, host: str, port: int, seconds: float) -> list[str]:
    """Resolves a host in a thread, since the system's look-up has no time-out; a look-up that hangs is abandoned.

    Raises `HarvestError` after `seconds`, or when the host has no IP address.
    """
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
    """Parses an address and resolves its host within `seconds`.

    Raises `HarvestError` unless it is http(s), without a user name, and all IP addresses of the host are public. A
    host with one public and one private IP address is an attempt to get into our network.
    """
    scheme, host, port, path = parts_of(address)
    numbers = _resolve(resolver, host, port, seconds)
    if not all(is_public(number) for number in numbers):
        raise HarvestError(Failure.ADDRESS, host)
    # IPv4 first: otherwise a worker without IPv6 would fail where a browser does not.
    number = min(numbers, key=lambda number: ":" in number)
    return RequestTarget(scheme, host, port, path, number)


def origin_of(address: str) -> str:
    """Returns scheme, host and port of an address, the key for rate limits; "" for an address that cannot be asked."""
    try:
        scheme, host, port, _path = parts_of(address)
    except HarvestError:
        return ""
    origin = RequestTarget(scheme, host, port, "/", "").origin
    return origin if len(origin) <= _LONGEST_ORIGIN else ""


def parts_of(address: str) -> tuple[str, str, int, str]:
    """Returns scheme, host (ASCII, lower case), port, and path with query. Raises `HarvestError`."""
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
