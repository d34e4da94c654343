"""Says which browser, on what, from about where a request comes: enough to know one's own device by, and no more."""

from ipaddress import IPv4Address, ip_network

from django.http import HttpRequest

from fedcms.core.http.client_throttle import client_of_request

# The first that is found counts: each of them calls itself by the names of those below, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(request: HttpRequest) -> str:
    """Returns the name of the browser, "" for one that is not known."""
    return _first_in(_BROWSERS, request)


def system_of(request: HttpRequest) -> str:
    """Returns the name of what the browser runs on, "" when it is not known."""
    return _first_in(_SYSTEMS, request)


def network_of(request: HttpRequest) -> str:
    """Returns the address shortened to what its neighbours share: "203.0.113.x", "2001:db8:1::x"; "" without one."""
    return shortened(client_of_request(request))


def shortened(address: str) -> str:
    """Returns an address, or a network, without what tells one connection from its neighbours'."""
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        return ""
    if isinstance(network.network_address, IPv4Address):
        return f"{str(network.network_address).rpartition('.')[0]}.x"
    return f"{network.supernet(new_prefix=min(48, network.prefixlen)).network_address}x"


def _first_in(names: tuple[tuple[str, str], ...], request: HttpRequest) -> str:
    agent = request.META.get("HTTP_USER_AGENT", "")
    return next((name for mark, name in names if mark in agent), "")
