"""Reads who signs a page besides its own cluster, what they were asked and answered, and who answers for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from clusters.access.teams import teams_of
from clusters.co_signatures.decided_versions import appearance_of
from clusters.co_signatures.signed_text import digest_of_text, without_files
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
    earlier_refusal: CoSignature | None = None
    """Its last refusal of another version, unless it has approved one since."""

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


def signers_of(page: Page, content: ContentPage, *, is_restored: bool = False) -> list[Signer]:
    """Returns the co-signing clusters of a version of a page. Two queries, and those for its digest.

    `is_restored` says that the version was decided until an emergency withdrawal. Then its files may have been
    corrected since: the last answer about the page itself counts.
    """
    clusters = content.co_signing_clusters()
    if not clusters:
        return []
    digest = digest_of_text(content)
    rows: dict[int, list[CoSignature]] = {each.pk: [] for each in clusters}
    found = CoSignature.objects.filter(page=page.pk, cluster__in=clusters)
    for row in found.select_related("cluster", "decided_by").order_by("asked_at", "pk"):
        rows[row.cluster_id].append(row)
    if is_restored:
        return [_restored(each, rows[each.pk], digest) for each in clusters]
    return [_signer(page, each, rows[each.pk], digest) for each in clusters]


def _restored(cluster: Cluster, rows: Sequence[CoSignature], digest: str) -> Signer:
    same = [row for row in rows if without_files(row.digest) == without_files(digest)]
    answered = _last_answer(same)
    return Signer(cluster, answered, answered is not None)


def _signer(page: Page, cluster: Cluster, rows: Sequence[CoSignature], digest: str) -> Signer:
    last = rows[-1] if rows else None
    current = next((row for row in rows if row.digest == digest), None)
    refusal = _last_answer([row for row in rows if row is not current])
    if refusal is None or refusal.state != CoSignatureState.DECLINED:
        return Signer(cluster, current or last, current is not None)
    if current is None or current.state != CoSignatureState.APPROVED:
        return Signer(cluster, current or last, current is not None, refusal)
    # Who has refused a later text is asked again about an earlier one, unless it is public or will be.
    if _moment_of(refusal) < _moment_of(current) or appearance_of(page, digest).is_decided:
        return Signer(cluster, current, is_current=True)
    return Signer(cluster, refusal, is_current=False, earlier_refusal=refusal)


def _last_answer(rows: Iterable[CoSignature]) -> CoSignature | None:
    return max((row for row in rows if row.decided_at is not None), key=_moment_of, default=None)


def _moment_of(row: CoSignature) -> datetime:
    return row.decided_at or row.asked_at


def agreements_of(page: Page, cluster_ids: Iterable[int]) -> list[CoSignature]:
    """Returns what clusters have approved of a page, each its last text first. One query."""
    found = CoSignature.objects.filter(page=page.pk, cluster__in=cluster_ids, state=CoSignatureState.APPROVED)
    return list(found.select_related("cluster").order_by("cluster__slug", "-decided_at", "-pk"))


def signs_for(user: User) -> set[int]:
    """Returns the keys of the clusters for which a person may answer: those whose publisher they are."""
    return set(teams_of(user).clusters_as({"publisher"}))


def without_publisher(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Returns the clusters for which nobody could answer. One query."""
    rows = list(clusters)
    groups = [each.publishers_group_id for each in rows]
    active = set(User.objects.filter(is_active=True, groups__in=groups).values_list("groups", flat=True))
    return [each for each in rows if each.publishers_group_id not in active]
