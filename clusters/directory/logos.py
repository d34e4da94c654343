"""Logos of clusters and organisations as pages show them: a stored rendition with its alternative text."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from fedcms.media.models import FederationImage
from fedcms.media.pictures import Picture, picture
from fedcms.media.stored_renditions import prefetch_renditions

# The columns of an image that a small picture needs.
LOGO_COLUMNS = ("alt_texts", "rights_until", "consent", "width", "height", "focal_point_x", "focal_point_y")


class HasLogo(Protocol):
    """An object with a logo: a cluster or an organisation."""

    logo: FederationImage | None


def head_logo(owner: HasLogo) -> Picture | None:
    """Returns the logo for the top of its owner's page, with an alternative text; `None` when there is none to show."""
    if owner.logo is None:
        return None
    alt = str(owner.logo.alt_texts) or _("Logo de %(owner)s") % {"owner": owner}
    return picture(owner.logo, alt=alt, sizes="12rem", is_lazy=False)


def small_logo(owner: HasLogo) -> Picture | None:
    """Returns the logo to show beside its owner's name; its alternative text is empty, because the name says all."""
    return picture(owner.logo, alt="", sizes="6rem")


def prefetch_logos(owners: Iterable[HasLogo]) -> None:
    """Fetches what `head_logo` and `small_logo` need, in one query; in none when nobody has a logo."""
    if logos := [owner.logo for owner in owners if owner.logo is not None]:
        prefetch_renditions(logos)
