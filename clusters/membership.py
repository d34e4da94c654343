"""To which cluster a place in the page tree belongs: the nearest `ClusterPage` above it."""

from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from clusters.models import Cluster


def ancestor_paths(path: str) -> list[str]:
    """The tree paths of a page and all its ancestors, the root first."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def cluster_of_path(path: str) -> "Cluster | None":
    """The cluster of the section in which `path` lies, `None` for the federation's own pages. One query."""
    from clusters.models.section import ClusterPage  # noqa: PLC0415  # the models ask this module when they are saved

    page = (
        ClusterPage.objects.filter(path__in=ancestor_paths(path))
        .select_related("cluster")
        .order_by("-depth")
        .first()
    )
    return page.cluster if page else None
