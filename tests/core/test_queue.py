"""A task belongs to the worker that claimed it last: nobody else ends it, and nobody takes what is not due."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.models import TaskFailure
from fedcms.core.tasks import queue
from fedcms.core.tasks.liveness_lock import is_alive, sweep, take_liveness_lock
from fedcms.core.tasks.worker import run_task
from tests.listening import listening

pytestmark = pytest.mark.django_db

Row = DBTaskResult
NOW = datetime(2027, 3, 1, 9, tzinfo=timezone.get_default_timezone())
TICK = timedelta(microseconds=1)


def waiting(**fields: object) -> Row:
    """A task that waits since long ago."""
    values: dict[str, object] = {
        "task_path": "fedcms.media.tasks.render_image",
        "args_kwargs": {"args": [], "kwargs": {"image_id": 0}},
        "backend_name": "background",
        "queue_name": "default",
        "run_after": NOW - timedelta(days=1),
    }
    row: Row = DBTaskResult.objects.create(**(values | fields))
    return row


def running(*workers: str, **fields: object) -> Row:
    """A task that the last of these workers runs."""
    return waiting(
        status=TaskResultStatus.RUNNING,
        started_at=NOW - timedelta(hours=1),
        worker_ids=list(workers),
        **fields,
    )


def status(row: Row) -> str:
    """As the database has it now."""
    row.refresh_from_db()
    return str(row.status)


def test_a_worker_does_not_end_another_one_s_task() -> None:
    """It was taken for dead, and its task was given to another one, which still runs it."""
    row = running("slow", "quick")
    assert queue.finish(row, "slow", 1) is False
    assert queue.fail(row, "slow", ValueError("too late")) is None
    assert status(row) == TaskResultStatus.RUNNING
    assert row.worker_ids == ["slow", "quick"]
    assert not TaskFailure.objects.exists()
    assert queue.finish(row, "quick", 7) is True
    assert status(row) == TaskResultStatus.SUCCESSFUL
    assert row.return_value == 7


def test_a_task_that_runs_no_more_is_ended_by_nobody() -> None:
    """Put back, or ended already, under the very name that asks."""
    for state in (TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        row = waiting(status=state, worker_ids=["one"])
        assert queue.finish(row, "one", 1) is False
        assert queue.fail(row, "one", ValueError("again")) is None
        assert status(row) == state
    assert not TaskFailure.objects.exists()


def test_who_lost_a_task_does_not_say_that_it_is_finished() -> None:
    ended: list[object] = []

    def listen(sender: object, task_result: object, **kwargs: object) -> None:
        ended.append(task_result)

    with listening(task_finished, listen):
        run_task(running("slow", "quick", run_after=None), "slow")
        assert ended == []
        run_task(running("slow", "quick", run_after=None), "quick")
        assert len(ended) == 1


def test_what_is_due_is_claimed_the_most_urgent_first_and_nothing_else() -> None:
    with time_machine.travel(NOW, tick=False):
        waiting(run_after=NOW + TICK)
        waiting(backend_name="default")
        running("other")
        later, urgent = waiting(run_after=NOW - TICK), waiting(priority=10, run_after=NOW - TICK)
        claimed = [queue.claim("me", Lane.DEFAULT) for _look in range(3)]
    assert [row.pk if row else None for row in claimed] == [urgent.pk, later.pk, None]
    assert status(urgent) == TaskResultStatus.RUNNING
    assert urgent.worker_ids == ["me"]


def test_a_task_of_another_lane_is_left_to_it_and_one_of_no_lane_is_taken_by_the_common_one() -> None:
    """django-tasks refuses to run a task of a queue that the settings do not name."""
    mail, former = waiting(queue_name=Lane.MAIL), waiting(queue_name="a former queue")
    with time_machine.travel(NOW, tick=False):
        claimed = [queue.claim("me", Lane.DEFAULT) for _look in range(2)]
    assert [row.pk if row else None for row in claimed] == [former.pk, None]
    assert status(former) == TaskResultStatus.RUNNING
    assert former.queue_name == Lane.DEFAULT
    assert status(mail) == TaskResultStatus.READY
    assert queue.requeue_orphans(lambda worker: False, Lane.MAIL) == 0


def test_a_failed_try_waits_longer_each_time_and_the_last_one_is_the_end(settings: Settings) -> None:
    settings.FEDCMS_TASK_BACKOFF, settings.FEDCMS_TASK_TRIES = 60, 3
    row = running("one")
    with time_machine.travel(NOW, tick=False):
        assert queue.fail(row, "one", ValueError("first")) == NOW + timedelta(seconds=60)
        assert status(row) == TaskResultStatus.READY
        assert (row.run_after, row.started_at) == (NOW + timedelta(seconds=60), None)
        for tries, wait in ((2, timedelta(seconds=180)), (3, None)):
            DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.RUNNING)
            assert queue.fail(row, "one", ValueError("again")) == (wait and NOW + wait), tries
    assert status(row) == TaskResultStatus.FAILED
    assert TaskFailure.objects.filter(task=row).count() == 3
    assert "first" in TaskFailure.objects.order_by("pk")[0].traceback


def test_a_failed_try_that_cannot_be_noted_whole_is_not_noted(settings: Settings) -> None:
    """A setting that is no number: the task stays with its worker, as if it had not been told."""
    settings.FEDCMS_TASK_BACKOFF = None
    row = running("one")
    with pytest.raises(TypeError):
        queue.fail(row, "one", ValueError("failed"))
    assert status(row) == TaskResultStatus.RUNNING
    assert not TaskFailure.objects.exists()


def test_a_task_with_more_failed_tries_than_are_granted_now_is_given_up(settings: Settings) -> None:
    """The operator grants fewer than before."""
    settings.FEDCMS_TASK_TRIES = 2
    row = running("one")
    for _try in range(3):
        TaskFailure.objects.create(task=row, traceback="")
    assert queue.fail(row, "one", ValueError("once more")) is None
    assert status(row) == TaskResultStatus.FAILED


def test_no_pause_is_longer_than_six_hours(settings: Settings) -> None:
    settings.FEDCMS_TASK_BACKOFF = 60
    waits = [queue.backoff(tries) for tries in (1, 2, 3, 50, 5000)]
    assert waits == [
        timedelta(minutes=1),
        timedelta(minutes=3),
        timedelta(minutes=9),
        *[timedelta(hours=6)] * 2,
    ]


def test_only_what_dead_workers_held_is_ready_again() -> None:
    alive, dead = running("alive"), running("alive", "dead")
    nameless, foreign = running(), running("dead", backend_name="default")
    done = waiting(status=TaskResultStatus.SUCCESSFUL, worker_ids=["dead"])
    with time_machine.travel(NOW, tick=False):
        assert queue.requeue_orphans(lambda worker: worker == "alive", Lane.DEFAULT) == 1
    assert status(dead) == TaskResultStatus.READY
    assert (dead.run_after, dead.started_at) == (NOW, None)
    for row in (alive, nameless, foreign):
        assert status(row) == TaskResultStatus.RUNNING
    assert status(done) == TaskResultStatus.SUCCESSFUL
    assert not TaskFailure.objects.exists(), "a kill is no failed try"


def test_an_orphan_that_somebody_took_up_meanwhile_is_left_to_them() -> None:
    """Between the look and the lock another worker requeued it and claimed it."""
    row = running("dead")

    def look(worker: str) -> bool:
        DBTaskResult.objects.filter(pk=row.pk).update(worker_ids=["dead", "alive"])
        return False

    assert queue.requeue_orphans(look, Lane.DEFAULT) == 0
    assert status(row) == TaskResultStatus.RUNNING


def test_a_task_that_takes_its_workers_down_waits_from_the_fourth_time_on(settings: Settings) -> None:
    """Three deaths may be the machine's; failures that were recorded are none of them."""
    settings.FEDCMS_TASK_BACKOFF = 60
    third, fourth, fifth = (running(*["dead"] * number) for number in (3, 4, 5))
    TaskFailure.objects.create(task=fifth, traceback="")
    with time_machine.travel(NOW, tick=False):
        queue.requeue_orphans(lambda worker: False, Lane.DEFAULT)
    for row, pause in ((third, 0), (fourth, 60), (fifth, 60)):
        row.refresh_from_db()
        assert row.run_after == NOW + timedelta(seconds=pause)


def test_failed_tries_are_no_deaths_and_the_log_names_the_last_worker(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FEDCMS_TASK_BACKOFF = 60
    row = running("first", "second", "third", "fourth", "last")
    for _try in range(3):
        TaskFailure.objects.create(task=row, traceback="")
    with time_machine.travel(NOW, tick=False):
        queue.requeue_orphans(lambda worker: False, Lane.DEFAULT)
    row.refresh_from_db()
    assert row.run_after == NOW
    assert "its worker last is gone (2 so far)" in caplog.text


def test_what_was_given_up_is_tried_again_with_all_its_tries_and_nothing_else_is() -> None:
    ended = {"finished_at": NOW, "worker_ids": ["one"] * 9}
    chosen, other = (waiting(status=TaskResultStatus.FAILED, **ended) for _task in range(2))
    foreign = waiting(status=TaskResultStatus.FAILED, backend_name="default", **ended)
    done = waiting(status=TaskResultStatus.SUCCESSFUL, **ended)
    for row in (chosen, other):
        TaskFailure.objects.create(task=row, traceback="")
    assert queue.retry_given_up([str(chosen.pk), str(done.pk), str(foreign.pk)]) == 1
    assert status(chosen) == TaskResultStatus.READY
    assert (chosen.worker_ids, chosen.finished_at) == ([], None)
    assert [failure.task_id for failure in TaskFailure.objects.all()] == [other.pk]
    assert [status(row) for row in (other, foreign, done)] == ["FAILED", "FAILED", "SUCCESSFUL"]
    assert queue.retry_given_up() == 1
    assert status(other) == TaskResultStatus.READY


def test_what_was_done_long_ago_is_deleted_and_what_was_given_up_is_kept_longer(settings: Settings) -> None:
    settings.FEDCMS_TASK_KEEP_DAYS, settings.FEDCMS_TASK_KEEP_FAILED_DAYS = 7, 30
    week, month = NOW - timedelta(days=7), NOW - timedelta(days=30)
    done, failed = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    kept = [
        waiting(status=done, finished_at=week),
        waiting(status=failed, finished_at=month),
        waiting(status=done, finished_at=week - TICK, backend_name="default"),
        waiting(run_after=month - timedelta(days=1)),
        running("one"),
    ]
    waiting(status=done, finished_at=week - TICK)
    waiting(status=failed, finished_at=month - TICK)
    with time_machine.travel(NOW, tick=False):
        assert queue.prune() == 2
        assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {row.pk for row in kept}
        assert queue.prune() == 0


def test_a_worker_is_alive_until_it_lets_go_and_a_sweep_harms_no_living_one() -> None:
    liveness_lock, other = take_liveness_lock(), take_liveness_lock()
    assert liveness_lock.worker_id != other.worker_id
    sweep()
    assert is_alive(liveness_lock.worker_id)
    liveness_lock.check()
    liveness_lock.release()
    sweep()
    assert not is_alive(liveness_lock.worker_id)
    assert is_alive(other.worker_id)
    other.release()
    assert not is_alive("nobody")
