"""Finds who reviews a page, and says it to its writer; what is decided here is in docs/editors, "Relire".

A cluster's publishers review what is submitted in its section. If it has none, the federation's publishers do. Who is
alone in reviewing is not asked to review: they publish.
"""

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import GroupApprovalTask, Page, TaskState

from clusters.access.teams import Person, name_of
from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list, number
from fedcms.users.models import User

NAMED = 3
"""How many reviewers are named; the others are counted."""


def reviewing_groups(owner: SectionOwner) -> list[Group]:
    """Returns the groups whose members review what is submitted to an owner: its publishers.

    For a cluster without an active one, the federation's as well. Empty if the owner has no team yet.
    """
    if owner.publishers_group is None:
        return []
    groups = [owner.publishers_group]
    if isinstance(owner, Cluster) and not _has_publisher(owner):
        # As `clusters_without_publisher` has it.
        groups += Group.objects.filter(publishes_federation__pk=1)
    return groups


def _has_publisher(cluster: Cluster) -> bool:
    return User.objects.filter(is_active=True, groups=cluster.publishers_group_id).exists()


def clusters_without_publisher() -> "QuerySet[Cluster]":
    """Returns the clusters that have a team, but no active publisher: the federation's publishers decide there."""
    publishers = User.objects.filter(is_active=True, groups=OuterRef("publishers_group"))
    found: QuerySet[Cluster] = Cluster.objects.filter(~Exists(publishers), publishers_group__isnull=False)
    return found.order_by()


def clusters_of_reviewers(groups: "QuerySet[Group]") -> "QuerySet[Cluster]":
    """Returns the clusters whose publishers are one of the groups, with what is needed to set who reviews."""
    found: QuerySet[Cluster] = Cluster.objects.filter(publishers_group__in=groups, workflow__isnull=False)
    return found.select_related("publishers_group", "workflow")


def reviewers_of(page: Page) -> "QuerySet[User]":
    """Returns the people who review a page (or a new one below it), by name. Two queries, one when it is read."""
    workflow = page.get_workflow()
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow, active=True)
    found = User.objects.filter(is_active=True, groups__in=Group.objects.filter(groupapprovaltask__in=tasks))
    return found.distinct().order_by("last_name", "first_name", "username", "pk")


def reviews_alone(page: Page, user: Person) -> bool:
    """Returns whether a person is the only one who reviews a page (or a new one below it), and publishes it alone.

    The federation's only publisher, who reviews for a cluster without one, may have no right to publish there.
    """
    if list(reviewers_of(page).values_list("pk", flat=True)[:2]) != [user.pk]:
        return False
    tester = page.permissions_for_user(user)
    return bool(tester.can_publish() or tester.can_publish_subpage())


def has_approved(page: Page, user: User) -> bool:
    """Returns whether a person made the last decision in a review of a page, and it was to approve."""
    states = TaskState.objects.filter(
        workflow_state__object_id=str(page.pk), workflow_state__base_content_type__model="page"
    )
    last = states.order_by("-pk").first()
    return last is not None and last.status == TaskState.STATUS_APPROVED and last.finished_by_id == user.pk


def reviewers_in_words(page: Page, user: Person) -> str:
    """Returns who will review what a person submits, in a sentence; "" if they do it alone."""
    found = list(reviewers_of(page))
    others = [each for each in found if each.pk != user.pk]
    if not others:
        return "" if found else _("Personne n’approuve encore ici : écrivez à l’administration du site.")
    named = [isolated(name_of(each)) for each in others[:NAMED]]
    if left := len(others) - len(named):
        named.append(ngettext("%(count)s autre", "%(count)s autres", left) % {"count": number(left)})
    names = {"people": in_a_list(named)}
    if _is_of_federation(page):
        return (
            _("Relecture par la fédération (%(people)s) : votre cluster n’a personne qui approuve.") % names
        )
    return _("Relecture par %(people)s.") % names


def _is_of_federation(page: Page) -> bool:
    """Returns whether the federation reviews the page of a cluster that has no publisher."""
    workflow = page.get_workflow()
    cluster = Cluster.objects.filter(workflow=workflow).first() if workflow else None
    return cluster is not None and not _has_publisher(cluster)
