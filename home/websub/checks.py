"""The system check of the addresses of hubs."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from home.models.hub_ping import MAX_ADDRESS
from home.outgoing.posting import is_acceptable

# They would end the address within a Link header.
_ENDING = frozenset('<>" ')


@register
def hubs_have_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Returns websub.E001 for each hub whose address nobody could ask, or that is named twice."""
    hubs = list(settings.FEDCMS_WEBSUB_HUBS)
    return [
        Error(
            f"{hub!r} is no address of a WebSub hub, or is named twice.",
            hint="FEDCMS_WEBSUB_HUBS is a list of complete http(s) addresses with commas between, or empty.",
            id="websub.E001",
        )
        for position, hub in enumerate(hubs)
        if not _is_hub(hub) or hub in hubs[:position]
    ]


def _is_hub(hub: str) -> bool:
    return (
        len(hub) <= MAX_ADDRESS
        and not _ENDING.intersection(hub)
        and is_acceptable(hub, is_secure=False)
        and bool(urlsplit(hub).hostname)
    )
