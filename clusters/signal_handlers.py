"""Updates permissions, pages and social cards when a section, page or cluster changes."""

from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save
from wagtail.models import Page, WorkflowState
from wagtail.signals import post_page_move, pre_page_move

from clusters.models import Cluster, ClusterPage, Commitment, ContentPage, Federation, Organisation
from clusters.models.membership import cluster_of_path
from clusters.publishing.co_signed_moves import refuse_any_co_signed_move
from clusters.publishing.reviewers import clusters_of_reviewers
from clusters.publishing.workflows import sync_reviewers
from clusters.sections.deferred_rights import sync_rights_when_due
from clusters.translation.translation_set.moves import refuse_lonely_move, translations_follow_move
from fedcms.core.changes.followers import BranchChanged, Order, register_follower
from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.changes.recording import Description
from fedcms.core.changes.signal_handlers import watch_rows
from fedcms.core.pages.row_locks import lock_rows
from fedcms.core.signal_handlers import watch
from fedcms.media.tasks import look_for_missing_cards
from fedcms.users.models import User


def rights_follow_new_section(
    sender: type, instance: ClusterPage, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of a section root: grants its cluster's groups their permissions (trap 3: not automatic)."""
    if created and not raw and instance.cluster.editors_group_id:
        sync_rights_when_due(instance.cluster)


def rights_follow_new_federation_page(
    sender: type, instance: object, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of a new home page or a page right below: grants the federation's groups permissions."""
    if created and not raw and isinstance(instance, Page) and instance.depth in (2, 3):
        federation = Federation.objects.filter(pk=1).exclude(editors_group=None).first()
        if federation is not None:
            sync_rights_when_due(federation)


def reviewers_follow_members(
    sender: type, instance: Model, action: str, pk_set: set[int] | None, **kwargs: object
) -> None:
    """Receives `m2m_changed` of people and groups: who approves follows the first and the last publisher."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if isinstance(instance, Group):
        groups = Group.objects.filter(pk=instance.pk)
    else:
        groups = Group.objects.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    for cluster in clusters_of_reviewers(groups):
        sync_reviewers(cluster)


def reviewers_follow_account(
    sender: type,
    instance: User,
    created: bool,
    raw: bool,
    update_fields: frozenset[str] | None,
    **kwargs: object,
) -> None:
    """Receives `post_save` of a person, whose account may have been closed or opened."""
    if not (created or raw) and (update_fields is None or "is_active" in update_fields):
        for cluster in clusters_of_reviewers(Group.objects.filter(user=instance)):
            sync_reviewers(cluster)


def reviewers_follow_submission(
    sender: type, instance: WorkflowState, created: bool, raw: bool, **kwargs: object
) -> None:
    """Receives `post_save` of a new review, before anybody is told: accounts that a query closed sent no signal."""
    if created and not raw:
        for cluster in Cluster.objects.filter(workflow=instance.workflow_id).select_related(
            "publishers_group", "workflow"
        ):
            sync_reviewers(cluster)


def cluster_follows_move(branch: BranchChanged) -> None:
    """Gives all pages of a moved branch the cluster of their new section. Must run within a transaction."""
    moved = Page.objects.filter(pk=branch.page_id).first() if branch.is_moved else None
    if moved is None:
        return
    # Locked first in the order of a publication: the page, then the row of its own class (docs/adr/0029).
    lock_rows(Page.objects.filter(path__startswith=moved.path))
    ContentPage.objects.filter(path__startswith=moved.path).update(cluster=cluster_of_path(moved.path))
    federation = Federation.objects.filter(pk=1).exclude(editors_group=None).first()
    if federation is not None:
        sync_rights_when_due(federation)


def cards_follow_cluster(changes: Sequence[Change]) -> None:
    """Makes new social cards after a change of a cluster, whose name, code and colour they show."""
    if any(change.subject == "cluster" for change in changes):
        look_for_missing_cards()


def _describe_cluster(row: Model) -> Description:
    return Description(cluster=row.slug) if isinstance(row, Cluster) else Description()


def _describe_organisation(row: Model) -> Description:
    return Description(row.kind, row.cluster.slug) if isinstance(row, Organisation) else Description()


def connect() -> None:
    """Connects the handlers. AppConfig.ready calls it once."""
    watch_rows(Cluster, _describe_cluster)
    watch_rows(Organisation, _describe_organisation)
    watch_rows(Commitment, lambda row: Description())
    watch_rows(Federation, lambda row: Description())
    register_follower("membership", Order.MEMBERSHIP, on_branch=cluster_follows_move)
    subscribe("cards of a cluster", cards_follow_cluster, at_once=100)
    post_save.connect(rights_follow_new_section, sender=ClusterPage, dispatch_uid="clusters.section_rights")
    post_save.connect(rights_follow_new_federation_page, dispatch_uid="clusters.federation_rights")
    m2m_changed.connect(
        reviewers_follow_members, sender=User.groups.through, dispatch_uid="clusters.reviewers_members"
    )
    post_save.connect(reviewers_follow_account, sender=User, dispatch_uid="clusters.reviewers_account")
    post_save.connect(
        reviewers_follow_submission, sender=WorkflowState, dispatch_uid="clusters.reviewers_submission"
    )
    pre_page_move.connect(refuse_lonely_move, dispatch_uid="clusters.lonely_move")
    # After it: it reads again where the page is.
    pre_page_move.connect(refuse_any_co_signed_move, dispatch_uid="clusters.co_signed_move")
    for model in (Cluster, Commitment, Federation, Organisation):
        watch(model)
    post_page_move.connect(translations_follow_move, dispatch_uid="clusters.move_together")
