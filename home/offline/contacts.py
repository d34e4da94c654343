"""Whom to write to and call, for the page that is read without network."""

from dataclasses import dataclass

from clusters.models import Cluster, ClusterPage, Federation


@dataclass(frozen=True)
class Contacts:
    """The federation's contact details, and the clusters whose section is public in the language."""

    federation: Federation
    clusters: list[Cluster]


def contacts(locale_id: int) -> Contacts:
    """Returns the contacts in one language, clusters by their slug. Two queries."""
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id).select_related("cluster")
    return Contacts(Federation.load(), [each.cluster for each in sections.order_by("cluster__slug")])
