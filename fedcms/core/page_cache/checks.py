"""System checks of settings of caches that do not fit together."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt

from fedcms.core.page_cache.shared import SCHEMES, is_address


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
                hint=f"It begins with one of {schemes} and names a host, or a socket.",
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
