"""Finds the cluster to which a place in the page tree belongs: that of the section's root above it."""

from wagtail.models import Page

from clusters.models.cluster import Cluster

SECTION_DEPTH = 4
"""Where the roots of sections stand in the tree: below the root, a home page and its index of clusters."""


def cluster_of_path(path: str) -> Cluster | None:
    """The cluster of the section in which `path` lies, `None` for the federation's own pages.

    One query; none above the sections, where the federation's own listings stand.
    """
    length = SECTION_DEPTH * Page.steplen
    if len(path) < length:
        return None
    return Cluster.objects.filter(pages__path=path[:length]).first()
