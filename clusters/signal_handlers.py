"""Updates permissions, pages and social cards when a section, page or cluster changes."""

from collections.abc import Sequence

from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from clusters.models import Cluster, ClusterPage, ContentPage, Federation, Organisation
from clusters.models.membership import cluster_of_path
from clusters.sections.deferred_rights import sync_rights_when_due
from clusters.translation.translation_set.moves import refuse_lonely_move, translations_follow_move
from fedcms.core.changes.followers import BranchChanged, Order, register_follower
from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.changes.recording import Description
from fedcms.core.changes.signal_handlers import watch_rows
from fedcms.core.pages.row_locks import lock_rows
from fedcms.core.signal_handlers import watch
from fedcms.media.tasks import look_for_missing_cards


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
    register_follower("membership", Order.MEMBERSHIP, on_branch=cluster_follows_move)
    subscribe("cards of a cluster", cards_follow_cluster, at_once=100)
    post_save.connect(rights_follow_new_section, sender=ClusterPage, dispatch_uid="clusters.section_rights")
    post_save.connect(rights_follow_new_federation_page, dispatch_uid="clusters.federation_rights")
    pre_page_move.connect(refuse_lonely_move, dispatch_uid="clusters.lonely_move")
    for model in (Cluster, Federation, Organisation):
        watch(model)
    post_page_move.connect(translations_follow_move, dispatch_uid="clusters.move_together")
