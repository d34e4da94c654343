"""Deletes a cluster with its section; refuses if anything was written in it."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from clusters.models import (
    Bundle,
    CharterSignature,
    Cluster,
    ClusterPage,
    ContentPage,
    CoSignature,
    Organisation,
    StructuralPage,
)
from clusters.publishing.co_signed_moves import FIELD as CO_SIGNERS
from clusters.publishing.co_signed_moves import co_signed_kinds
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.formatting import in_a_list, number
from fedcms.media.models import FederationDocument, FederationImage

Counted = tuple[int, str]
"""A number, and the words for so many, with `%(n)s`."""

_counts: dict[str, Callable[[Cluster], Counted]] = {}


def register_obstacle(name: str, count: Callable[[Cluster], Counted]) -> None:
    """Adds what of another app prevents the deletion of a cluster. Apps call it in `AppConfig.ready`."""
    _counts[name] = count


def obstacles(cluster: Cluster) -> list[str]:
    """Returns what prevents the deletion of a cluster, each in a few words; empty if nothing does."""
    contents = ContentPage.objects.filter(cluster=cluster).count()
    organisations = Organisation.objects.filter(cluster=cluster).count()
    signatures = CharterSignature.objects.filter(cluster=cluster).count()
    images = (
        FederationImage.objects.filter(collection=cluster.collection).count() if cluster.collection_id else 0
    )
    files = (
        FederationDocument.objects.filter(collection=cluster.collection).count()
        if cluster.collection_id
        else 0
    )
    co_signed = _co_signed_by(cluster)
    # Those that have appeared say what came out of pages that are gone by now.
    bundles = Bundle.objects.open().filter(cluster=cluster).count()
    counted = [
        (contents, ngettext("%(n)s contenu", "%(n)s contenus", contents)),
        (organisations, ngettext("%(n)s organisation", "%(n)s organisations", organisations)),
        (signatures, ngettext("%(n)s signature", "%(n)s signatures", signatures)),
        (co_signed, ngettext("%(n)s communiqué co-signé", "%(n)s communiqués co-signés", co_signed)),
        (bundles, ngettext("%(n)s lot", "%(n)s lots", bundles)),
        (images, ngettext("%(n)s image", "%(n)s images", images)),
        (files, ngettext("%(n)s document", "%(n)s documents", files)),
        *(count(cluster) for count in _counts.values()),
    ]
    return [words % {"n": number(count)} for count, words in counted if count]


def _co_signed_by(cluster: Cluster) -> int:
    """Returns how many pages name a cluster in their newest, public or scheduled version. Few queries, however many."""
    asked = CoSignature.objects.filter(cluster=cluster).values("page")
    pages = Page.objects.filter(pk__in=asked).select_related("latest_revision", "live_revision")
    named = {
        page.pk
        for page in pages
        for revision in (page.latest_revision, page.live_revision if page.live else None)
        if revision is not None and cluster.pk in revision.content.get(CO_SIGNERS, ())
    }
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    scheduled = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    named |= {int(each.object_id) for each in scheduled if cluster.pk in each.content.get(CO_SIGNERS, ())}
    for kind in co_signed_kinds():
        named |= set(kind.objects.filter(live=True, **{CO_SIGNERS: cluster}).values_list("pk", flat=True))
    return len(named)


@transaction.atomic
def dissolve(cluster: Cluster) -> None:
    """Deletes a cluster with its empty section, groups, workflow and collection.

    Raises `Refusal` if anything is left in it.
    """
    found = obstacles(cluster)
    if found:
        raise Refusal(
            _(
                "« %(cluster)s » ne peut pas être supprimé, il reste : %(things)s. Déplacez ou supprimez-les d’abord."
            )
            % {"cluster": cluster, "things": in_a_list(found)}
        )
    for section in ClusterPage.objects.filter(cluster=cluster):
        _remove_section(section)
    _remove_team(cluster)


def _remove_section(section: ClusterPage) -> None:
    others = [p for p in section.get_descendants().specific() if not isinstance(p, StructuralPage)]
    if others:
        raise Refusal(_("La section contient encore « %(title)s ».") % {"title": others[0].title})
    Page.objects.get(pk=section.pk).specific.delete()


def _remove_team(cluster: Cluster) -> None:
    """Deletes the cluster, then the rows that `clusters.sections.provisioning.provision_team` made for it."""
    groups = [group for group in (cluster.editors_group, cluster.publishers_group) if group]
    workflow, collection = cluster.workflow, cluster.collection
    cluster.delete()
    if workflow is not None:
        tasks = [row.task for row in workflow.workflow_tasks.all()]
        workflow.delete()
        for task in tasks:
            task.delete()
    if collection is not None:
        collection.delete()
    for group in groups:
        group.delete()
