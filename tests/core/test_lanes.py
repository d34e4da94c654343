"""The worker does six things side by side: what hangs in one lane delays nothing in another."""

from typing import cast

import pytest
from django_tasks_db.models import DBTaskResult

from fedcms.core.lanes import Lane
from fedcms.core.tasks.queue import tasks_of
from fedcms.core.tasks.recurring import recurring_jobs
from fedcms.core.tasks.worker import WITHOUT_QUEUE
from fedcms.settings.base import TASKS
from tests.core.smtp_sink import Sink
from tests.core.test_worker import SCHEDULE_A_PAGE, page_is_live, post_mail
from tests.core.worker_site import WorkerSite, wait_for

WITH_TASKS = [lane for lane in Lane if lane not in WITHOUT_QUEUE]


def test_a_page_goes_live_in_time_while_a_task_sleeps_in_every_lane(site: WorkerSite) -> None:
    site.manage("shell", "-v0", "-c", SCHEDULE_A_PAGE.format(expires_in=3600))
    for lane in WITH_TASKS:
        site.enqueue("careless_tally", f"slow {lane}", 300.0, queue=lane)
    site.start()
    wait_for("each lane is busy", lambda: set(site.runs()) >= {f"slow {lane}" for lane in WITH_TASKS})
    wait_for("the page is live", page_is_live)
    assert site.tally() == [], "all of them sleep still"


def test_a_mail_leaves_while_a_harvest_hangs(site: WorkerSite, mail_sink: Sink) -> None:
    site.enqueue("careless_tally", "a site that does not answer", 300.0, queue=Lane.HARVEST)
    site.start()
    wait_for("the harvest hangs", site.runs)
    post_mail(site, "Bonjour")
    wait_for("the mail has left", lambda: mail_sink.mails)
    assert site.tally() == []


def test_a_mail_server_that_hangs_delays_neither_publication_nor_what_follows_it(site: WorkerSite) -> None:
    site.enqueue("careless_tally", "a mail server that does not answer", 300.0, queue=Lane.MAIL)
    site.manage("shell", "-v0", "-c", SCHEDULE_A_PAGE.format(expires_in=3600))
    site.start()
    wait_for("the publication was told", lambda: "published /a-venir/" in site.tally())


def test_a_worker_of_some_lanes_leaves_the_others_alone(site: WorkerSite) -> None:
    site.enqueue("careless_tally", "a mail", 0.0, queue=Lane.MAIL)
    site.enqueue("careless_tally", "a harvest", 0.0, queue=Lane.HARVEST)
    site.start(lanes="harvest,maintenance")
    wait_for("the harvest is done", lambda: site.tally() == ["a harvest"])
    site.start(lanes="mail")
    wait_for("the mail is done", lambda: site.tally() == ["a harvest", "a mail"])


def test_a_task_of_a_queue_that_no_lane_has_is_done_all_the_same(site: WorkerSite) -> None:
    """It waited there when the site was updated."""
    site.enqueue("careless_tally", "old", 0.0, queue="a former queue")
    site.start()
    wait_for("it is done", lambda: site.tally() == ["old"])


@pytest.mark.django_db
def test_each_queue_belongs_to_exactly_one_lane() -> None:
    tasks = DBTaskResult.objects
    queues = [*cast("list[str]", TASKS["background"]["QUEUES"]), "another"]
    assert queues[:-1] == [lane for lane in Lane if lane in WITH_TASKS], "each lane of tasks has its queue"
    for queue in queues:
        tasks.create(
            task_path="x",
            args_kwargs={},
            backend_name="background",
            queue_name=queue,
            run_after="2020-01-01T00:00Z",
        )
    found = [row.queue_name for lane in Lane for row in tasks_of(lane, tasks.filter(task_path="x"))]
    assert sorted(found) == sorted(queues)


def test_nothing_but_the_clock_of_publications_is_looked_at_in_the_lane_of_publication() -> None:
    assert {job.name for job in recurring_jobs([Lane.PUBLICATION])} == {"publish", "expire"}
    assert "check states of translations" in {job.name for job in recurring_jobs([Lane.MAINTENANCE])}
