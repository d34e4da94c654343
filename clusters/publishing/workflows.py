"""The moderation workflow of each cluster and the federation: creates it, and lists deviations.

Each owner has one workflow with one task, for its reviewers alone, on the roots of its section in every locale.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowTask

from clusters.models import Cluster, ClusterPage
from clusters.models.owner import SectionOwner
from clusters.publishing.reviewers import reviewing_groups


def team_label(owner: SectionOwner) -> str:
    """Returns the name of an owner's team in the admin."""
    return owner.name.text_for("fr") if isinstance(owner, Cluster) else "Fédération"


def workflow_roots(owner: SectionOwner) -> list[Page]:
    """Returns the pages to which an owner's workflow is attached.

    A cluster's workflow comes before that of the home page above it.
    """
    if isinstance(owner, Cluster):
        return list(Page.objects.filter(pk__in=ClusterPage.objects.filter(cluster=owner).values("pk")))
    return list(Page.objects.filter(depth=2))


def ensure_workflow(owner: SectionOwner) -> Workflow:
    """Returns an owner's workflow; creates it, with a task of its publishers, if there is none.

    The caller saves the owner.
    """
    if owner.workflow is not None:
        return owner.workflow
    workflow = Workflow.objects.create(name=f"Publication – {team_label(owner)}")
    owner.workflow = workflow
    _set_tasks(owner, workflow)
    return workflow


def _own_task(workflow: Workflow) -> GroupApprovalTask | None:
    """Returns the first task that no other workflow uses, else `None`.

    A shared task must not be changed: that would change who approves in the other workflow.
    """
    elsewhere = WorkflowTask.objects.filter(task=OuterRef("pk")).exclude(workflow=workflow)
    own: QuerySet[GroupApprovalTask] = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    return own.exclude(Exists(elsewhere)).order_by("workflow_tasks__sort_order", "pk").first()


def _set_tasks(owner: SectionOwner, workflow: Workflow) -> None:
    """Sets the workflow's one task, for the owner's reviewers alone; a correct one is left as it is."""
    task = _own_task(workflow)
    if task is None:
        task = GroupApprovalTask.objects.create(name=f"Relecture – {team_label(owner)}")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    elif not task.active:
        task.active = True
        task.save(update_fields=["active"])
    task.groups.set(reviewing_groups(owner))
    WorkflowTask.objects.filter(workflow=workflow).exclude(task=task).delete()


def sync_workflow(owner: SectionOwner) -> None:
    """Corrects an owner's workflow, and attaches it to the right pages. Safe to run twice."""
    had = owner.workflow_id
    workflow = ensure_workflow(owner)
    if had is None:
        owner.save(update_fields=["workflow"])
    if not workflow.active:
        workflow.active = True
        workflow.save(update_fields=["active"])
    _set_tasks(owner, workflow)
    roots = workflow_roots(owner)
    WorkflowPage.objects.filter(workflow=workflow).exclude(page__in=roots).delete()
    attached = set(WorkflowPage.objects.filter(workflow=workflow).values_list("page_id", flat=True))
    WorkflowPage.objects.bulk_create(
        [WorkflowPage(page=page, workflow=workflow) for page in roots if page.pk not in attached],
        update_conflicts=True,  # a page has one workflow: that of another owner is replaced
        unique_fields=["page"],
        update_fields=["workflow"],
    )


def sync_reviewers(owner: SectionOwner) -> None:
    """Sets who approves in an owner's workflow, which changes with the first and the last of its publishers."""
    task = _own_task(owner.workflow) if owner.workflow is not None else None
    if task is not None:
        task.groups.set(reviewing_groups(owner))


def stray_workflow_pages() -> QuerySet[WorkflowPage]:
    """Returns the attachments of workflows without an owner: they would come before the workflow of the section."""
    strays: QuerySet[WorkflowPage] = WorkflowPage.objects.filter(
        workflow__of_cluster=None, workflow__of_federation=None
    )
    return strays


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in sorted(names))


def _task_deviations(owner: SectionOwner, workflow: Workflow) -> Iterator[str]:
    own = _own_task(workflow)
    if own is None:
        yield f"the workflow of {owner} lacks its task of approval"
    for task in Task.objects.filter(workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order"):
        if own is None or task.pk != own.pk:
            yield f"the workflow of {owner} has a task too many: “{task.name}”"
    if own is None:
        return
    if not own.active:
        yield f"the task “{own.name}” of {owner} is not active"
    wanted = {group.name for group in reviewing_groups(owner)}
    groups = set(own.groups.values_list("name", flat=True))
    if not groups:
        yield f"nobody may approve for {owner}: its task “{own.name}” has no group"
    elif wanted - groups:
        yield f"{_quoted(wanted)} may not approve for {owner}: it is missing from the task “{own.name}”"
    if groups - wanted:
        yield f"{_quoted(groups - wanted)} may approve for {owner}, by the task “{own.name}”, and should not"


def workflow_deviations(owner: SectionOwner, titles: dict[int, str]) -> Iterator[str]:
    """Yields a sentence for each deviation of an owner's workflow; `titles` names pages by their keys."""
    workflow = owner.workflow
    if workflow is None:
        yield f"{owner} has no workflow"
        return
    if not workflow.active:
        yield f"the workflow of {owner} is not active: nothing there can be submitted"
    yield from _task_deviations(owner, workflow)
    roots = {page.pk for page in workflow_roots(owner)}
    attached = set(WorkflowPage.objects.filter(workflow=workflow).values_list("page_id", flat=True))
    yield from (f"the workflow of {owner} is missing on {titles[p]}" for p in sorted(roots - attached))
    yield from (f"the workflow of {owner} stands on {titles[p]}" for p in sorted(attached - roots))
