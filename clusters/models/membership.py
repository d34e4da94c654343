"""To which cluster a place in the page tree belongs: that of the section's root on the way to it."""

from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from clusters.models import Cluster


def cluster_of_path(path: str) -> "Cluster | None":
    """The cluster of the section in which `path` lies, `None` for the federation's own pages.

    One query; none above the sections, where the federation's own listings stand.
    """
    from clusters.models import Cluster  # noqa: PLC0415  # the models ask this module when they are saved
    from clusters.models.section import SECTION_DEPTH  # noqa: PLC0415

    length = SECTION_DEPTH * Page.steplen
    if len(path) < length:
        return None
    return Cluster.objects.filter(pages__path=path[:length]).first()
