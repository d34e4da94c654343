"""Template tags for clusters and organisations."""

from urllib.parse import urlsplit

from django import template

from clusters.directory.logos import HasLogo
from clusters.directory.logos import small_logo as small_logo_of
from fedcms.media.pictures import Picture

register = template.Library()


@register.filter
def host(address: str) -> str:
    """Returns a web address as people say it: without scheme, "www." and final slash."""
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/") or address


@register.filter
def profile_name(address: str) -> str:
    """Returns the address of a profile as people say it, with its parameters: two may differ by them alone."""
    query = urlsplit(address).query
    return f"{host(address)}?{query}" if query else host(address)


@register.simple_tag
def small_logo(owner: HasLogo) -> Picture | None:
    """Returns the logo to show beside its owner's name; no query when logos were fetched (`prefetch_logos`)."""
    return small_logo_of(owner)
