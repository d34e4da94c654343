"""A public change reaches its subscribers though processes are killed with -9 between its commit and their work."""

import pytest
from django_tasks_db.models import DBTaskResult

from fedcms.core.models import ChangedBranch, PublicChange
from tests.core.worker_site import ALIAS, WorkerSite, wait_for

BEGIN = """
import os, signal
from django.db import transaction
from wagtail.models import Page
def die():
    os.kill(os.getpid(), signal.SIGKILL)
root = Page.objects.filter(depth=1).first()
"""
PUBLISH_AND_DIE = (
    BEGIN
    + """
page = root.add_child(instance=Page(title="Nouvelle", slug="nouvelle", live=False))
page.save_revision().publish()
die()
"""
)
MAKE_PARENT_AND_CHILD = (
    BEGIN
    + """
parent = root.add_child(instance=Page(title="Rubrique", slug="rubrique"))
parent.add_child(instance=Page(title="Article", slug="article"))
"""
)
RENAME_AND_DIE = (
    BEGIN
    + """
page = Page.objects.get(slug="rubrique")
page.slug = "ailleurs"
with transaction.atomic():
    transaction.on_commit(die)
    page.save()
"""
)


def run_until_it_dies(site: WorkerSite, program: str) -> None:
    """A process that changes something and is killed right after its commit."""
    done = site.run("shell", "-v0", "-c", program)
    assert done.returncode == -9, done.stderr


def wait_until_all_is_told(site: WorkerSite) -> None:
    """Until every event was turned into tasks, and every task has succeeded."""

    def is_all_told() -> bool:
        waiting = PublicChange.objects.using(ALIAS).filter(dispatched_at=None).exists()
        return not waiting and site.states() == ["SUCCESSFUL"]

    wait_for("every change is told", is_all_told)


def test_a_process_killed_right_after_its_publication_has_told_of_it(site: WorkerSite) -> None:
    run_until_it_dies(site, PUBLISH_AND_DIE)
    events = PublicChange.objects.using(ALIAS).all()
    assert [(event.reason, event.address) for event in events] == [("published", "/nouvelle/")]
    assert not DBTaskResult.objects.using(ALIAS).exists(), "nothing of it was done"
    site.start()
    wait_until_all_is_told(site)
    assert site.tally() == ["published /nouvelle/"]


@pytest.mark.parametrize(
    ("point", "heard"),
    [
        ("while tasks are made", 1),
        ("before the row", 2),
        ("in the row's transaction", 2),
        ("after the row", 2),
    ],
)
def test_a_worker_killed_in_the_midst_of_a_delivery_loses_none_and_does_none_twice(
    site: WorkerSite, point: str, heard: int
) -> None:
    run_until_it_dies(site, PUBLISH_AND_DIE)
    site.start_and_kill_at(point)
    assert PublicChange.objects.using(ALIAS).exists()
    site.start()
    wait_until_all_is_told(site)
    assert site.tally() == ["published /nouvelle/"]
    assert site.runs() == ["heard published /nouvelle/"] * heard


def test_a_new_address_whose_process_died_before_anybody_was_told_is_told_for_the_pages_below(
    site: WorkerSite,
) -> None:
    """Wagtail tells of a new slug only after its commit."""
    site.manage("shell", "-v0", "-c", MAKE_PARENT_AND_CHILD)
    run_until_it_dies(site, RENAME_AND_DIE)
    assert ChangedBranch.objects.using(ALIAS).filter(followed_at=None).exists()
    site.start()
    wait_for("the branch was looked at", lambda: not ChangedBranch.objects.using(ALIAS).exists())
    wait_until_all_is_told(site)
    assert "moved /ailleurs/" in site.tally()
    assert "moved /ailleurs/article/" in site.tally()
