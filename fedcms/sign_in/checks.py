"""The system check of how readers' addresses are known, by which sign-ins are limited."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def the_site_knows_its_proxies(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E005 if a proxy ends TLS and nobody has said how many proxies there are.

    All people would have the proxy's one address, and anybody's wrong passwords would keep all of them waiting. Who
    says 0 has thought of it.
    """
    if settings.SECURE_PROXY_SSL_HEADER is None or settings.FEDCMS_PROXIES is not None:
        return []
    return [
        Error(
            "The site is behind a proxy (FEDCMS_HTTPS), and FEDCMS_PROXIES is not set: all people would count as one.",
            hint="Set FEDCMS_PROXIES to the number of your proxies that add to X-Forwarded-For: 1 behind one nginx.",
            id="fedcms.E005",
        )
    ]
