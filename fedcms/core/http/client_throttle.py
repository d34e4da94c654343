"""Counts the requests of one client in memory, by a digest of its address, so that nothing of it is stored."""

import logging
import math
from functools import cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle, SimpleRateThrottle

logger = logging.getLogger("fedcms.clients")

_OF_ONE_CLIENT = 64
"""The bits of an IPv6 address that a connection has for itself: the others are its own to choose."""


class ClientThrottle(SimpleRateThrottle):
    """Counts a client's requests to one thing (`scope`) in memory, for the period of the rate.

    Its address is kept as a digest; of an IPv6 address the network counts.
    """

    def __init__(self, rate: str, scope: str) -> None:
        super().__init__(rate)
        self.scope = scope

    def get_cache_key(self, request: HttpRequest) -> str:
        """Returns the key under which the client's requests are counted."""
        client = client_of_request(request)
        return f"throttle-{self.scope}-{self.rate}-{sha256(client.encode()).hexdigest()}"

    def retry_after(self) -> int:
        """Returns after how many seconds a client that was refused may ask again."""
        return max(1, math.ceil(self.wait() or 1))


def client_of_request(request: HttpRequest) -> str:
    """Returns what the address that a request came from has in common with the others of its client."""
    if not settings.NINJA_NUM_PROXIES and "HTTP_X_FORWARDED_FOR" in request.META:
        _warn_of_proxies()
    return client_of(BaseThrottle().get_ident(request) or "")


@cache
def _warn_of_proxies() -> None:
    """Says once a process that people may all count as one: anybody may send the header, also without a proxy."""
    logger.warning(
        "A request has X-Forwarded-For, and FEDCMS_PROXIES is 0: if a proxy of yours adds it, set FEDCMS_PROXIES, or"
        " all people count as one address."
    )


def client_of(address: str) -> str:
    """Returns what an address has in common with the others of its client; what is no address stays as it is.

    Some proxies add the port, which is another one for each connection.
    """
    try:
        number = ip_address(_without_port(address).partition("%")[0])
    except ValueError:
        return address
    if isinstance(number, IPv6Address):
        mapped = number.ipv4_mapped
        return str(mapped or ip_network((number, _OF_ONE_CLIENT), strict=False))
    return str(number)


def _without_port(address: str) -> str:
    """Returns an address without the brackets and the port that it may have: only of IPv4 a port has the one colon."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
