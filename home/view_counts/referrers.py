"""Reads the host of a referrer, the only part of it that is kept."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

OTHER = "other"
"""Stands for all hosts beyond the most that are kept; no host has such a name."""
MAX_REFERRER = 2_000

# A name of the Internet in ASCII: no number, which may be somebody's own address, and no name of a local network.
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])",
    re.ASCII,
)


def is_own_host(host: str) -> bool:
    """Returns whether a host is the site's: that of its base URL, or one that it answers for."""
    allowed = [pattern for pattern in settings.ALLOWED_HOSTS if pattern != "*"]
    return host == urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or validate_host(host, allowed)


def external_host(host: str) -> str:
    """Returns a host in ASCII, without "www."; "" for the site's own, and for what is no name of the Internet."""
    try:
        # Labels longer than 63 characters and empty ones are refused here.
        name = host.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if not _HOST.fullmatch(name) or is_own_host(name):
        return ""
    return name.removeprefix("www.") if name.count(".") > 1 else name


def referrer_host(referrer: str, own_host: str = "") -> str:
    """Returns the host of a Referer header, "" for none, for `own_host` and for what is no web address."""
    if not referrer or len(referrer) > MAX_REFERRER:
        return ""
    try:
        parts = urlsplit(referrer)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or host == own_host:
        return ""
    return external_host(host)
