"""Template tags that show the map of clusters."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from clusters.maps.drawing import cluster_map
from clusters.maps.entries import MapEntry, map_entry_of
from clusters.maps.locator import locator_map
from clusters.models import Cluster

register = template.Library()


@register.simple_tag(name="cluster_map")
def map_of_clusters(clusters: Iterable[tuple[Cluster, str | None]], variant: str = "index") -> SafeString:
    """Returns the map with its list.

    `clusters` are pairs of a cluster and the address of its section; without an address, the cluster is left out.
    """
    return cluster_map((map_entry_of(cluster, url) for cluster, url in clusters if url), variant)


@register.simple_tag
def map_of_entries(entries: Iterable[MapEntry], variant: str = "index") -> SafeString:
    """Returns the map with its list, for entries that a view has made, with their notes."""
    return cluster_map(entries, variant)


@register.simple_tag
def locator(cluster: Cluster) -> SafeString:
    """Returns the small map that shows where one cluster is."""
    return locator_map(map_entry_of(cluster, ""))
