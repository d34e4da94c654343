"""System checks of settings of caches that do not fit together."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from fedcms.core.page_cache.shared import SCHEMES, is_address

MOST_SECONDS = 60
"""For how long a withdrawn page may be read in a shared cache without a doubt said."""


@register()
def shared_pages_have_a_place(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E007 where `FEDCMS_PAGE_CACHE_URL` names no server, W007 where no process keeps pages."""
    url = settings.FEDCMS_PAGE_CACHE_URL
    if url and not is_address(url):
        # Without the address: it may have a password.
        schemes = ", ".join(f"{scheme}://" for scheme in SCHEMES)
        return [
            Error(
                "FEDCMS_PAGE_CACHE_URL is no address of a Valkey.",
                hint=(
                    f"It begins with one of {schemes} and names a host, or a socket. No options, but ssl_ca_certs and "
                    "ssl_cert_reqs with TLS and db of a socket. In a password, / ? # @ : % are escaped: %2F."
                ),
                id="fedcms.E007",
            )
        ]
    if url and not settings.FEDCMS_PAGE_CACHE:
        return [
            Doubt(
                "FEDCMS_PAGE_CACHE_URL is set, and no process keeps pages.",
                hint="Set FEDCMS_PAGE_CACHE=1 for web processes and the worker, or take the address away.",
                id="fedcms.W007",
            )
        ]
    return []


@register()
def proxies_hold_what_can_be_dropped(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns E008 for a proxy without address, W008 for one that holds nothing, W009 for one that is told nothing."""
    urls, seconds = settings.FEDCMS_PURGE_URLS, settings.FEDCMS_SHARED_CACHE_SECONDS
    if not all(map(_is_door, urls)):
        return [
            Error(
                "FEDCMS_PURGE_URLS names a proxy that has no address.",
                hint="Name the door by which it drops pages, e.g. http://127.0.0.1:6082/, without user and blanks.",
                id="fedcms.E008",
            )
        ]
    if urls and not (settings.FEDCMS_PAGE_CACHE and seconds):
        return [
            Doubt(
                "FEDCMS_PURGE_URLS names a proxy, and it may hold no page.",
                hint="Set FEDCMS_PAGE_CACHE=1 for web processes and the worker, and FEDCMS_SHARED_CACHE_SECONDS.",
                id="fedcms.W008",
            )
        ]
    if seconds > MOST_SECONDS and not urls:
        return [
            Doubt(
                f"Nobody tells shared caches of what is withdrawn: it is read there for {seconds} seconds.",
                hint="Set FEDCMS_SHARED_CACHE_SECONDS to 60 or less, or name a proxy in FEDCMS_PURGE_URLS.",
                id="fedcms.W009",
            )
        ]
    return []


def _is_door(url: str) -> bool:
    """Returns whether the client understands an address. It would not send its user."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.host) and parts.auth is None
