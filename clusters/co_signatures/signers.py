"""Reads who signs a page besides its own cluster, what they were asked and answered, and who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page

from clusters.access.teams import teams_of
from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import Cluster, ContentPage, CoSignature, CoSignatureState
from clusters.publishing.schedule_move import schedule_owner
from fedcms.users.models import User


@dataclass(frozen=True)
class Signer:
    """A co-signing cluster of a version, with the last question to it (`None` if it was never asked)."""

    cluster: Cluster
    signature: CoSignature | None
    is_current: bool
    """Whether the question, and its answer, are about this version."""

    @property
    def has_approved(self) -> bool:
        """Whether this version is approved."""
        return (
            self.is_current
            and self.signature is not None
            and self.signature.state == CoSignatureState.APPROVED
        )


def newest_text(page: Page) -> ContentPage | None:
    """Returns the newest version of a page that clusters may sign together; `None` for another, or a translation."""
    if not getattr(page.specific_class, "has_co_signers", False):
        return None
    specific = page.specific
    if schedule_owner(specific).pk != specific.pk:
        return None
    content: ContentPage = specific.get_latest_revision_as_object()
    return content


def signers_of(page: Page, content: ContentPage) -> list[Signer]:
    """Returns the co-signing clusters of a version of a page. Two queries, and those for its digest."""
    clusters = content.co_signing_clusters()
    if not clusters:
        return []
    digest = digest_of_text(content)
    last: dict[int, CoSignature] = {}
    current: dict[int, CoSignature] = {}
    rows = CoSignature.objects.filter(page=page.pk, cluster__in=clusters).select_related(
        "cluster", "decided_by"
    )
    for row in rows.order_by("asked_at", "pk"):
        last[row.cluster_id] = row
        if row.digest == digest:
            current[row.cluster_id] = row
    return [Signer(each, current.get(each.pk) or last.get(each.pk), each.pk in current) for each in clusters]


def signs_for(user: User) -> set[int]:
    """Returns the keys of the clusters for which a person may answer: those whose publisher they are."""
    return set(teams_of(user).clusters_as({"publisher"}))


def without_publisher(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Returns the clusters for which nobody could answer. One query."""
    rows = list(clusters)
    groups = [each.publishers_group_id for each in rows]
    active = set(User.objects.filter(is_active=True, groups__in=groups).values_list("groups", flat=True))
    return [each for each in rows if each.publishers_group_id not in active]
