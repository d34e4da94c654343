"""Reads who signs a page besides its own cluster, what they were asked and answered, and who answers for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail.models import Page

from clusters.access.teams import teams_of
from clusters.co_signatures.decided_versions import Appearance, appearance_of, appearances_of
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
    same = (row for row in rows if without_files(row.digest) == without_files(digest))
    answered = _last_decided(same)
    return Signer(cluster, answered, answered is not None)


def _signer(page: Page, cluster: Cluster, rows: Sequence[CoSignature], digest: str) -> Signer:
    current = next((row for row in rows if row.digest == digest), None)
    refusal = _last_decided(
        row for row in rows if row is not current and row.state == CoSignatureState.DECLINED
    )
    approval = _last_decided(row for row in rows if row.state == CoSignatureState.APPROVED)
    is_approved = current is not None and current.state == CoSignatureState.APPROVED
    # Who has refused another text since is asked again about this one, unless it is public or will be.
    if is_approved and _is_later(refusal, current) and not appearance_of(page, digest).is_decided:
        return Signer(cluster, refusal, is_current=False, earlier_refusal=refusal)
    last = rows[-1] if rows else None
    earlier = None if _is_later(approval, refusal) else refusal
    return Signer(cluster, current or last, current is not None, earlier)


def _last_decided(rows: Iterable[CoSignature]) -> CoSignature | None:
    decided = [(row.decided_at, row.pk, row) for row in rows if row.decided_at is not None]
    return max(decided)[2] if decided else None


def _is_later(one: CoSignature | None, other: CoSignature | None) -> bool:
    """Returns whether an answer was given after another one."""
    if one is None or other is None or one.decided_at is None or other.decided_at is None:
        return False
    return one.decided_at > other.decided_at


def agreements_of(page: Page, cluster_ids: Iterable[int]) -> list[tuple[CoSignature, Appearance]]:
    """Returns what clusters agree to of a page, each its last text first, and how that is before the public.

    One query, and those for the versions with which they are compared.
    """
    found = CoSignature.objects.filter(page=page.pk, cluster__in=cluster_ids).select_related("cluster")
    rows = list(found.order_by("cluster__slug", "-decided_at", "-pk"))
    refused = [row for row in rows if row.state == CoSignatureState.DECLINED]
    approved = [row for row in rows if row.state == CoSignatureState.APPROVED]
    if not approved:
        return []
    appearances = appearances_of(page, {row.digest for row in approved})

    def is_in_force(row: CoSignature) -> bool:
        is_over = any(each.cluster_id == row.cluster_id and _is_later(each, row) for each in refused)
        return appearances[row.digest].is_decided or not is_over

    return [(row, appearances[row.digest]) for row in approved if is_in_force(row)]


def signs_for(user: User) -> set[int]:
    """Returns the keys of the clusters for which a person may answer: those whose publisher they are."""
    return set(teams_of(user).clusters_as({"publisher"}))


def without_publisher(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Returns the clusters for which nobody could answer. One query."""
    rows = list(clusters)
    groups = [each.publishers_group_id for each in rows]
    active = set(User.objects.filter(is_active=True, groups__in=groups).values_list("groups", flat=True))
    return [each for each in rows if each.publishers_group_id not in active]
