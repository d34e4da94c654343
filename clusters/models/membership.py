"""Finds the cluster of a path in the page tree: that of the section root above it."""

from wagtail.models import Page

from clusters.models.cluster import Cluster
from fedcms.core.shown_tags import declared

SECTION_DEPTH = 4
"""The depth of section roots in the tree: below the root, a home page and its index of clusters."""


def cluster_of_path(path: str) -> Cluster | None:
    """Returns the cluster of the section that contains `path`, `None` for the federation's own pages.

    One query; none for paths above the sections, where the federation's own listings are.
    """
    length = SECTION_DEPTH * Page.steplen
    if len(path) < length:
        return None
    # The section's root is above the page that is made: routing has named it.
    with declared():
        return Cluster.objects.filter(pages__path=path[:length]).first()
