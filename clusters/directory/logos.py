"""Logos of clusters and organisations as pages show them: a stored rendition with its alternative text."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from fedcms.media.models import FederationImage
from fedcms.media.renditions import Picture, picture, prefetch_renditions

# What is read of an image to show it small.
LOGO_COLUMNS = ("alt_texts", "rights_until", "width", "height", "focal_point_x", "focal_point_y")


class HasLogo(Protocol):
    """A cluster or an organisation."""

    logo: FederationImage | None


def head_logo(owner: HasLogo) -> Picture | None:
    """The logo at the head of its owner's page, with an alternative text; `None` when there is none to show."""
    if owner.logo is None:
        return None
    alt = str(owner.logo.alt_texts) or _("Logo de %(owner)s") % {"owner": owner}
    return picture(owner.logo, alt=alt, sizes="12rem", is_lazy=False)


def small_logo(owner: HasLogo) -> Picture | None:
    """The logo beside its owner's name, which says all: its alternative text is empty."""
    return picture(owner.logo, alt="", sizes="6rem")


def prefetch_logos(owners: Iterable[HasLogo]) -> None:
    """What `head_logo` and `small_logo` need, in one query; none when nobody has a logo."""
    if logos := [owner.logo for owner in owners if owner.logo is not None]:
        prefetch_renditions(logos)
