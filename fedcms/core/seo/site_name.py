"""The name and description of the site in the active language."""

from django.utils.translation import gettext as _


def site_name() -> str:
    """Returns the name of the federation."""
    return _("Fédération des clusters EdTech francophones")


def site_description() -> str:
    """Returns what the federation is, in one sentence."""
    return _(
        "Un projet commun des clusters EdTech francophones : chacun garde son territoire, tous gagnent en visibilité."
    )
