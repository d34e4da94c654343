"""Finds the cluster of each page: its own column, or the section that a page without one is in."""

from collections.abc import Iterable

from clusters.models import Cluster, ClusterPage
from clusters.models.membership import SECTION_DEPTH
from fedcms.core.models.base_page import BasePage


def clusters_of(pages: Iterable[BasePage]) -> dict[int, Cluster]:
    """Returns the clusters of those of `pages` that are of one, by primary key of the page.

    One query for all pages whose model has no column `cluster`, none for the others (`select_related` theirs).
    """
    found: dict[int, Cluster] = {}
    roots: dict[int, str] = {}
    length = SECTION_DEPTH * ClusterPage.steplen
    for page in pages:
        if hasattr(page, "cluster"):
            if page.cluster is not None:
                found[page.pk] = page.cluster
        elif page.depth > SECTION_DEPTH:
            roots[page.pk] = page.path[:length]
    if roots:
        sections = ClusterPage.objects.filter(path__in=set(roots.values())).select_related("cluster")
        by_path = {section.path: section.cluster for section in sections}
        found |= {pk: by_path[path] for pk, path in roots.items() if path in by_path}
    return found
