"""The system checks of how readers' addresses are known, by which sign-ins are limited, and of identity providers."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from fedcms.sign_in.identity_providers.configuration import problems_of_providers


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


@register()
def identity_providers_are_whole(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E009 for each thing that is wrong with the identity providers: until then there is none."""
    return [
        Error(
            f"FEDCMS_IDENTITY_PROVIDERS: {problem}. Nobody can sign in by an identity provider.",
            hint="docs/operations/identity-providers.md says what each provider needs.",
            id="fedcms.E009",
        )
        for problem in problems_of_providers()
    ]
