"""A worker killed with -9 at any moment and started again has lost nothing and done nothing twice."""

import random
import signal
import time
from collections import Counter

import pytest
from django.db import connections
from django.utils import timezone

from fedcms.core.models import OutgoingMail, TaskFailure
from tests.core.smtp_sink import Sink
from tests.core.worker_site import ALIAS, WorkerSite, wait_for


@pytest.mark.parametrize("point", ["before", "inside", "after"])
def test_a_worker_killed_around_a_task_s_transaction_leaves_its_effect_once(
    site: WorkerSite, point: str
) -> None:
    site.enqueue("tally", "one")
    site.start_and_kill_at(point)
    assert site.states() == ["RUNNING"]
    site.start()
    site.wait_until_done()
    assert site.tally() == ["one"]
    assert site.runs() == ["one", "one"], "it did run again"


def test_a_worker_killed_again_and_again_at_any_moment_still_does_each_job_once(site: WorkerSite) -> None:
    jobs = [f"job-{number:02}" for number in range(40)]
    for job in jobs:
        site.enqueue("tally", job, 0.05)
    chance = random.Random(3)
    for _kill in range(5):
        begun = len(site.runs())
        process = site.start()

        def has_begun(before: int = begun) -> bool:
            return len(site.runs()) > before or site.states() == ["SUCCESSFUL"]

        wait_for("the worker takes up a task", has_begun)
        time.sleep(chance.uniform(0, 0.08))
        site.kill(process)
    assert site.tally() != jobs or len(site.runs()) > len(jobs), "the kills came too late to prove anything"
    site.start()
    site.wait_until_done()
    assert site.tally() == jobs


def test_a_task_is_not_given_up_however_often_its_worker_is_killed(site: WorkerSite) -> None:
    site.enqueue("tally", "one")
    for _kill in range(4):  # FEDCMS_TASK_TRIES is 3 here
        site.start_and_kill_at("inside")
    site.start()
    site.wait_until_done()
    assert site.tally() == ["one"]


def test_two_workers_at_once_never_run_the_same_task(site: WorkerSite) -> None:
    jobs = [f"job-{number:02}" for number in range(30)]
    for job in jobs:
        site.enqueue("careless_tally", job, 0.02)
    site.start()
    site.start()
    site.wait_until_done()
    assert Counter(site.runs()) == Counter(jobs)
    assert site.tally() == jobs


def test_a_task_that_a_living_worker_runs_is_left_to_it(site: WorkerSite) -> None:
    site.enqueue("tally", "slow")
    site.start(hold="before")
    site.wait_until_reached("before")
    site.start()
    site.enqueue("careless_tally", "quick", 0.0)
    wait_for("the second worker is at work", lambda: "quick" in site.tally())
    time.sleep(1)  # time enough, at twenty looks a second, to take what is not its own
    assert site.runs() == ["slow", "quick"]


def test_a_stopped_worker_ends_its_task_first(site: WorkerSite) -> None:
    site.enqueue("careless_tally", "slow", 1.5)
    process = site.start_as_an_operator()
    wait_for("it has begun", site.runs)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert site.states() == ["SUCCESSFUL"]
    assert not list(site.folder.glob("*-workers/*.lock")), "nothing is left behind"


def test_a_failing_task_is_tried_again_and_each_failure_is_kept(site: WorkerSite) -> None:
    row = site.enqueue("stumble", "job", 2)
    site.start()
    site.wait_until_done()
    failures = TaskFailure.objects.using(ALIAS).filter(task=row)
    assert [str(failure) for failure in failures] == [
        "RuntimeError: stumbled at run 1",
        "RuntimeError: stumbled at run 2",
    ]


def test_a_task_that_always_fails_is_given_up_aloud_and_can_be_tried_again(site: WorkerSite) -> None:
    site.enqueue("stumble", "job", 3)
    site.enqueue("no_such_task", "job")
    site.start()
    wait_for("both are given up", lambda: site.states() == ["FAILED"])
    assert site.runs() == ["job"] * 3
    assert site.log().count("is given up after 3 tries") == 2
    listed = site.manage("failed_tasks")
    assert "stumbled at run 3" in listed
    assert "no_such_task" in listed
    assert site.manage("failed_tasks", "--retry") == "2 ready again.\n"
    wait_for("the one that can, succeeds", lambda: "SUCCESSFUL" in site.states())


def post_mail(site: WorkerSite, *subjects: str) -> None:
    """Keeps mails as the site's backend does."""
    site.manage(
        "shell",
        "-v0",
        "-c",
        f"""
from django.core.mail import send_mail
for subject in {subjects!r}:
    send_mail(subject, "Une question.", None, ["equipe@federation.example"])
""",
    )


def test_a_mail_leaves_once_though_the_mail_server_was_down_at_first(
    site: WorkerSite, mail_sink: Sink
) -> None:
    post_mail(site, "Bonjour")
    mail_sink.refuses = True
    site.start()
    wait_for("a try has failed", TaskFailure.objects.using(ALIAS).exists)
    mail_sink.refuses = False
    site.wait_until_done()
    assert len(mail_sink.mails) == 1
    assert not OutgoingMail.objects.using(ALIAS).exists(), "what has left is kept nowhere"


def test_a_worker_killed_again_and_again_sends_each_mail_once(site: WorkerSite, mail_sink: Sink) -> None:
    post_mail(site, *(f"Bonjour {number}" for number in range(12)))
    for sent in (1, 4, 7):
        process = site.start()

        def have_left(number: int = sent) -> bool:
            return len(mail_sink.mails) >= number

        wait_for("some mails left", have_left)
        site.kill(process)
    site.start()
    site.wait_until_done()
    # A mail server that has answered while the worker dies has the mail, and gets it again under the same
    # Message-ID: for a reader it is one mail.
    assert len({mail["Message-ID"] for mail in mail_sink.mails}) == 12
    assert {mail["Subject"].rpartition(" ")[2] for mail in mail_sink.mails} == {
        str(number) for number in range(12)
    }
    assert len(mail_sink.mails) <= 12 + 3, "at most the mail that was under way at each kill"


SCHEDULE_A_PAGE = """
from datetime import timedelta
from django.utils import timezone
from wagtail.models import Page
from django.db import transaction
root = Page.objects.filter(depth=1).first()
page = root.add_child(instance=Page(title="À venir", slug="a-venir", live=False))
page.go_live_at = timezone.now() + timedelta(seconds=5)
page.expire_at = timezone.now() + timedelta(seconds={expires_in})
page.save_revision().publish()
"""


def page_is_live() -> bool:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT live FROM wagtailcore_page WHERE slug = 'a-venir'")
        (live,) = cursor.fetchone()
    return bool(live)


def test_a_page_is_public_when_its_moment_comes_and_off_when_it_has_passed(site: WorkerSite) -> None:
    site.manage("shell", "-v0", "-c", SCHEDULE_A_PAGE.format(expires_in=20))
    assert not page_is_live()
    due = timezone.now()
    site.start()
    site.start()  # two of them publish it once
    wait_for("the page is live", page_is_live, seconds=60)
    wait_for("the page has expired", lambda: not page_is_live(), seconds=60)
    assert (timezone.now() - due).total_seconds() < 20 + 60
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT action FROM wagtailcore_pagelogentry WHERE action LIKE '%%.scheduled' ORDER BY timestamp"
        )
        actions = [action for (action,) in cursor.fetchall()]
    assert actions == ["wagtail.publish.scheduled", "wagtail.unpublish.scheduled"]


def test_a_long_task_does_not_delay_publication(site: WorkerSite) -> None:
    site.manage("shell", "-v0", "-c", SCHEDULE_A_PAGE.format(expires_in=3600))
    site.enqueue("careless_tally", "slow", 300.0)
    site.start()
    wait_for("the long task is under way", site.runs)
    wait_for("the page is live", page_is_live)
    assert "slow" not in site.tally(), "the long task is still under way"


def test_the_worker_outlives_a_database_that_is_locked_for_a_while(site: WorkerSite) -> None:
    site.enqueue("careless_tally", "one", 0.0)
    with connections[ALIAS].cursor() as cursor:
        connections[ALIAS].set_autocommit(False)
        cursor.execute("INSERT INTO tally (job) VALUES ('held')")
        process = site.start()
        time.sleep(5)
        connections[ALIAS].commit()
        connections[ALIAS].set_autocommit(True)
    site.wait_until_done()
    assert process.poll() is None
    assert site.tally() == ["held", "one"]
