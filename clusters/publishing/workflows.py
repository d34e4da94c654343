"""The moderation workflow of each cluster and the federation: creates it, and lists what deviates.

One workflow an owner, with one task that its publishers alone may do, on the roots of its section in every locale.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowTask

from clusters.models import Cluster, ClusterPage
from clusters.models.owner import SectionOwner


def team_label(owner: SectionOwner) -> str:
    """The name under which an owner's team appears in the admin."""
    return owner.name.text_for("fr") if isinstance(owner, Cluster) else "Fédération"


def workflow_roots(owner: SectionOwner) -> list[Page]:
    """The pages to which an owner's workflow is attached; a cluster's own comes before the home page's."""
    if isinstance(owner, Cluster):
        return list(Page.objects.filter(pk__in=ClusterPage.objects.filter(cluster=owner).values("pk")))
    return list(Page.objects.filter(depth=2))


def ensure_workflow(owner: SectionOwner) -> Workflow:
    """An owner's workflow, made with a task of its publishers when it has none; the caller saves the owner."""
    if owner.workflow is not None:
        return owner.workflow
    workflow = Workflow.objects.create(name=f"Publication – {team_label(owner)}")
    owner.workflow = workflow
    _set_tasks(owner, workflow)
    return workflow


def _own_task(workflow: Workflow) -> GroupApprovalTask | None:
    """The first task that no other workflow shares: to change a shared one would change who approves there."""
    elsewhere = WorkflowTask.objects.filter(task=OuterRef("pk")).exclude(workflow=workflow)
    own: QuerySet[GroupApprovalTask] = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    return own.exclude(Exists(elsewhere)).order_by("workflow_tasks__sort_order", "pk").first()


def _set_tasks(owner: SectionOwner, workflow: Workflow) -> None:
    """The workflow's one task, with the owner's publishers alone. What is right stays untouched."""
    task = _own_task(workflow)
    if task is None:
        task = GroupApprovalTask.objects.create(name=f"Relecture – {team_label(owner)}")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    elif not task.active:
        task.active = True
        task.save(update_fields=["active"])
    task.groups.set([owner.publishers_group])
    WorkflowTask.objects.filter(workflow=workflow).exclude(task=task).delete()


def sync_workflow(owner: SectionOwner) -> None:
    """Makes an owner's workflow what it should be, and attaches it where it belongs. Safe to run twice."""
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
        update_conflicts=True,  # a page has one workflow: another one's place is taken
        unique_fields=["page"],
        update_fields=["workflow"],
    )


def stray_workflow_pages() -> QuerySet[WorkflowPage]:
    """Pages with the workflow of nobody: it would come before the one of their section."""
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
    wanted = {owner.publishers_group.name} if owner.publishers_group else set()
    groups = set(own.groups.values_list("name", flat=True))
    if not groups:
        yield f"nobody may approve for {owner}: its task “{own.name}” has no group"
    elif wanted - groups:
        yield f"{_quoted(wanted)} may not approve for {owner}: it is missing from the task “{own.name}”"
    if groups - wanted:
        yield f"{_quoted(groups - wanted)} may approve for {owner}, by the task “{own.name}”, and should not"


def workflow_deviations(owner: SectionOwner, titles: dict[int, str]) -> Iterator[str]:
    """What differs from an owner's workflow as it should be; `titles` names pages by their keys."""
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
