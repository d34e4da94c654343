"""The WebSub hubs of the feeds, as feeds name them (W3C Recommendation, section 4).

Without any hub, feeds say nothing of them.
"""

from django.conf import settings
from django.http import HttpResponse


def hub_addresses() -> tuple[str, ...]:
    """Returns the addresses of the hubs, each once."""
    return tuple(dict.fromkeys(settings.FEDCMS_WEBSUB_HUBS))


def name_hubs(response: HttpResponse, address: str) -> HttpResponse:
    """Adds the hubs and the feed's own absolute address as `Link` headers, if there are hubs; returns the response."""
    hubs = hub_addresses()
    if hubs:
        links = [f'<{hub}>; rel="hub"' for hub in hubs]
        response["Link"] = ", ".join([*links, f'<{address}>; rel="self"'])
    return response
