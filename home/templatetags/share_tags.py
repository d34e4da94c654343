"""Template filter for the plain links by which a reader passes a page on."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from home.sharing.networks import NETWORKS

register = template.Library()

OFFERED = ("mail", "linkedin", "bluesky", "mastodon", "whatsapp")
"""What stands under every page: each costs its weight. The share kit of editors has all (home.sharing)."""


@dataclass(frozen=True)
class SharingLink:
    """A link that opens a mail or a network with the page; `is_outside` tells whether it leads to another site."""

    name: str
    url: str
    is_outside: bool


@register.filter
def sharing_links(title: str, address: str) -> list[SharingLink]:
    """Returns a link for mail, then one a network: each is told title and address, once somebody follows it."""
    text = f"{title}\n{address}"
    links = [
        SharingLink(each.name or _("Courriel"), each.url(text, address, title), is_outside=bool(each.name))
        for each in NETWORKS
        if each.key in OFFERED
    ]
    return sorted(links, key=lambda link: link.is_outside)
