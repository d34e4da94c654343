"""The columns of the footer."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.navigation.site_frame import FooterColumn, Link

# Pages of the federation by the keys of their section blueprints.
COLUMNS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("La fédération"), ("charter", "join", "newsroom", "contact")),
    (_("Les clusters"), ("clusters", "organisations", "agenda", "missions")),
)


def footer_columns(keyed: Mapping[str, Link], own: Sequence[Link] = ()) -> list[FooterColumn]:
    """Returns the columns of the footer that have a page in the language.

    `own` are the pages that editors have put into the menu: they stand first in the federation's column.
    """
    found = [
        FooterColumn(str(title), [keyed[key] for key in keys if key in keyed]) for title, keys in COLUMNS
    ]
    found[0].links[:0] = own
    shown = [column for column in found if column.links]
    if clusters := keyed.get("clusters"):
        shown[-1].links.insert(1, Link(gettext("Trouver mon cluster"), f"{clusters.url}#find"))
    return shown
