"""The system check of the site's own address, which mails and feeds contain."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_HINT = "Set FEDCMS_BASE_URL to the address at which people open the site, e.g. https://edtech.example."


def is_of_this_machine(host: str) -> bool:
    """Returns whether a host name reaches the machine alone on which it is used."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@register()
def the_site_knows_its_address(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E004 if mails would link to nowhere: no address, or that of this machine on a site of others.

    A site that answers to no other host than this machine's (`make run`, development) has no other address.
    """
    address = str(settings.WAGTAILADMIN_BASE_URL)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return [Error(f"{address!r} is no address of a site.", hint=_HINT, id="fedcms.E004")]
    has_visitors = not all(map(is_of_this_machine, settings.ALLOWED_HOSTS))
    if has_visitors and not settings.DEBUG and is_of_this_machine(parts.hostname):
        return [
            Error(
                f"Mails would link to {address}, which only this machine reaches.",
                hint=_HINT,
                id="fedcms.E004",
            )
        ]
    return []
