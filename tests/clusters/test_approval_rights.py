"""Who may approve is a right like any other: what deviates is said in words, and mended."""

from collections.abc import Callable
from io import StringIO
from typing import ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowPage, WorkflowTask

from clusters.models import Cluster
from clusters.sections.rights_check import deviations
from fedcms.users.models import User
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import section_of


def task_of(cluster: Cluster) -> GroupApprovalTask:
    """The cluster's one task of approval."""
    return GroupApprovalTask.objects.get(workflow_tasks__workflow=cluster.workflow)


def give_it_to_the_neighbour(cluster: Cluster) -> None:
    """The publishers of another cluster approve, too."""
    task_of(cluster).groups.add(Cluster.objects.get(slug="sud").publishers_group)


def take_its_group(cluster: Cluster) -> None:
    """Nobody approves."""
    task_of(cluster).groups.clear()


def exchange_its_group(cluster: Cluster) -> None:
    """The editors approve, the publishers do not."""
    task_of(cluster).groups.set([cluster.editors_group])


def stop_its_task(cluster: Cluster) -> None:
    """A task that is left out."""
    Task.objects.filter(pk=task_of(cluster).pk).update(active=False)


def stop_it(cluster: Cluster) -> None:
    """Nothing can be submitted."""
    Workflow.objects.filter(pk=cluster.workflow_id).update(active=False)


def take_its_task(cluster: Cluster) -> None:
    """A workflow without a task publishes at once."""
    WorkflowTask.objects.filter(workflow=cluster.workflow).delete()


def add_a_task(cluster: Cluster) -> None:
    """One more approval."""
    extra = GroupApprovalTask.objects.create(name="Encore une")
    WorkflowTask.objects.create(workflow=cluster.workflow, task=extra, sort_order=1)


def take_the_neighbours_task(cluster: Cluster) -> None:
    """The neighbour's publishers approve in the place of one's own."""
    task = task_of(Cluster.objects.get(slug="sud"))
    WorkflowTask.objects.filter(workflow=cluster.workflow).update(task=task)


def detach_it(cluster: Cluster) -> None:
    """The home page's comes in its place in one language."""
    WorkflowPage.objects.get(page_id=section_of(cluster, "en").pk).delete()


def put_a_foreign_one(cluster: Cluster) -> None:
    """A workflow without tasks below the section's root would publish at once."""
    page = make_article(cluster)
    WorkflowPage.objects.create(page_id=page.pk, workflow=Workflow.objects.create(name="Maison"))


DEFECTS: list[tuple[Callable[[Cluster], None], str]] = [
    (give_it_to_the_neighbour, "“EdTech Sud – publication” may approve for EdTech Nord"),
    (take_its_group, "nobody may approve for EdTech Nord"),
    (exchange_its_group, "“EdTech Nord – publication” may not approve for EdTech Nord"),
    (exchange_its_group, "“EdTech Nord – rédaction” may approve for EdTech Nord"),
    (stop_its_task, "the task “Relecture – EdTech Nord” of EdTech Nord is not active"),
    (stop_it, "the workflow of EdTech Nord is not active"),
    (take_its_task, "the workflow of EdTech Nord lacks its task"),
    (add_a_task, "the workflow of EdTech Nord has a task too many: “Encore une”"),
    (take_the_neighbours_task, "the workflow of EdTech Nord has a task too many: “Relecture – EdTech Sud”"),
    (detach_it, "the workflow of EdTech Nord is missing on /en/"),
    (put_a_foreign_one, "the workflow “Maison” belongs to nobody"),
]


class TestApproval(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        # Without one, the federation's would approve as well (tests/clusters/publishing/test_reviewers.py).
        for cluster in (cls.north, cls.south):
            make_user(f"publisher-{cluster.slug}", cluster, "publisher")

    def test_a_wrong_right_of_approval_is_said_and_mended(self) -> None:
        """The command says who may what and should not; with --fix, the cluster's own publishers alone approve."""
        neighbour = task_of(self.south)
        assert deviations() == []
        for spoil, said in DEFECTS:
            with self.subTest(said=said):
                spoil(self.north)
                out = StringIO()
                with pytest.raises(CommandError, match="deviations"):
                    call_command("check_rights", stdout=out)
                assert said in out.getvalue()
                call_command("check_rights", fix=True, stdout=out)
                assert deviations() == []
                assert set(task_of(self.north).groups.all()) == {self.north.publishers_group}
                assert task_of(self.south) == neighbour

    def test_after_the_repair_a_text_waits_for_its_own_publishers(self) -> None:
        """What the rights are for: a neighbour who was let in by mistake approves no longer."""
        nora, paul = make_user("nora", self.north), make_user("paul", self.north, "publisher")
        paula = make_user("paula", self.south, "publisher")
        page = make_article(self.north, live=False)
        page.save_revision(user=nora)
        state = page.get_workflow().start(page, nora)
        give_it_to_the_neighbour(self.north)

        def may_approve(person: User) -> bool:
            task = Task.objects.get(pk=state.current_task_state.task_id).specific
            # As the next request would: Wagtail remembers a person's groups on the object.
            return bool(task.get_actions(page, User.objects.get(pk=person.pk)))

        assert may_approve(paula)
        call_command("check_rights", fix=True, stdout=StringIO())
        assert not may_approve(paula)
        assert may_approve(paul)
