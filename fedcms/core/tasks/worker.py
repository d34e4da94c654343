"""The worker: one thread for each lane, which runs the lane's tasks and recurring jobs."""

import logging
import threading
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started

from fedcms.core.lanes import Lane
from fedcms.core.request_ids import request_of
from fedcms.core.tasks import queue
from fedcms.core.tasks.beats import SECONDS_BETWEEN_BEATS, beat
from fedcms.core.tasks.liveness_lock import LivenessLock, is_alive, sweep, take_liveness_lock
from fedcms.core.tasks.recurring import Timetable

SECONDS_BETWEEN_WAKES = 10.0
SECONDS_AFTER_DATABASE_ERROR = 5.0
SECONDS_BETWEEN_LOOKS_AT_LANES = 1.0
WITHOUT_QUEUE = (Lane.PUBLICATION, Lane.DELIVERIES, Lane.CACHES, Lane.MEANING)
LONGEST_TURN_WITHOUT_QUEUE = 120.0

logger = logging.getLogger("fedcms.worker")


def run_task(result: queue.TaskRow, worker_id: str) -> None:
    """Runs a claimed task and records its outcome. Raises `django.db.Error` when that cannot be recorded."""
    with request_of(result):
        _run(result, worker_id)


def _run(result: queue.TaskRow, worker_id: str) -> None:
    try:
        task = result.task
        backend = type(task.get_backend())
        task_started.send(sender=backend, task_result=result.task_result)
        context = []
        if task.takes_context:
            # django-tasks-db has a generic subclass of its own, which the type of TaskContext does not know.
            context.append(TaskContext(task_result=result.task_result))  # type: ignore[arg-type]
        value = task.call(*context, *result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        held = queue.finish(result, worker_id, value)
    except DatabaseError as error:
        # Raised by the task itself or by finish(). The connection may be dead, so it is checked before fail().
        close_old_connections()
        queue.fail(result, worker_id, error)
        return
    except Exception as error:  # noqa: BLE001  # whatever a task raises is recorded and logged by fail()
        queue.fail(result, worker_id, error)
        return
    if held:
        result.refresh_from_db()
        task_finished.send(sender=backend, task_result=result.task_result)


class LaneThread(threading.Thread):
    """The thread of a lane: runs jobs when they are due, and tasks one after the other, until `stopping` is set.

    It is a daemon, so that a second signal can end the process in the middle of a task; otherwise `Worker.run` waits
    for it.
    """

    def __init__(self, lane: Lane, stopping: threading.Event) -> None:
        """Claims nothing yet: the liveness lock is taken with the first task."""
        super().__init__(name=f"lane {lane}", daemon=True)
        self.lane = lane
        self._stopping = stopping
        self._liveness_lock: LivenessLock | None = None
        self._next_wake = 0.0
        self._turned_at = time.monotonic()

    def run(self) -> None:
        """Works until stopped. When the database does not answer, waits for it."""
        timetable = Timetable(self.lane)
        try:
            while not self._stopping.is_set():
                self._turned_at = time.monotonic()
                timetable.run_due(self._stopping.is_set)
                if not self._stopping.is_set() and not self._work_or_wait_for_database():
                    pause = min(settings.FEDCMS_TASK_POLL_INTERVAL, timetable.seconds_until_next())
                    self._stopping.wait(max(0.05, pause))
        finally:
            self.let_go()
            connections.close_all()

    def is_well(self) -> bool:
        """Returns whether the thread lives and, in a lane without a queue that would show it, does not hang.

        A long task in another lane is no fault: the age of its queue tells.
        """
        hangs = time.monotonic() - self._turned_at > LONGEST_TURN_WITHOUT_QUEUE
        return self.is_alive() and not (self.lane in WITHOUT_QUEUE and hangs)

    def work(self) -> bool:
        """Runs the next due task; returns False when none is due."""
        close_old_connections()
        if self._liveness_lock is not None:
            self._liveness_lock.check()
        if time.monotonic() >= self._next_wake:
            queue.requeue_orphans(is_alive, self.lane)
            sweep()
            self._next_wake = time.monotonic() + SECONDS_BETWEEN_WAKES
        if not queue.has_due(self.lane):
            return False
        if self._liveness_lock is None:
            self._liveness_lock = take_liveness_lock()
            logger.info(
                "Worker %s takes up the work of lane %r.", self._liveness_lock.worker_id, self.lane.value
            )
        result = queue.claim(self._liveness_lock.worker_id, self.lane)
        if result is None:
            return False
        run_task(result, self._liveness_lock.worker_id)
        return True

    def _work_or_wait_for_database(self) -> bool:
        try:
            return self.work()
        except DatabaseError:
            logger.exception(
                "The database did not answer; the next look is in %s s.", SECONDS_AFTER_DATABASE_ERROR
            )
            # The outcome of a claimed task can no longer be recorded under this name; the task is requeued as an
            # orphan.
            self.let_go()
            close_old_connections()
            self._stopping.wait(SECONDS_AFTER_DATABASE_ERROR)
            return False

    def let_go(self) -> None:
        """Releases the liveness lock: unfinished tasks that were claimed under it are requeued."""
        liveness_lock, self._liveness_lock = self._liveness_lock, None
        self._next_wake = 0.0
        if liveness_lock is not None:
            liveness_lock.release()


class Worker:
    """A process that works in its lanes until `stopping` is set."""

    def __init__(self, lanes: Sequence[Lane] = tuple(Lane)) -> None:
        """Takes the lanes to work in; by default all."""
        self.stopping = threading.Event()
        self._lanes = [LaneThread(lane, self.stopping) for lane in lanes]

    def run(self) -> None:
        """Works until stopped; running tasks end first. Raises `RuntimeError` when a lane's thread has died."""
        for lane in self._lanes:
            lane.start()
        next_beat = 0.0
        try:
            while not self.stopping.wait(SECONDS_BETWEEN_LOOKS_AT_LANES):
                if time.monotonic() >= next_beat:
                    close_old_connections()
                    beat(lane.lane for lane in self._lanes if lane.is_well())
                    next_beat = time.monotonic() + SECONDS_BETWEEN_BEATS
                ended = [lane.name for lane in self._lanes if not lane.is_alive()]
                if ended and not self.stopping.is_set():
                    raise RuntimeError(f"The thread of {', '.join(ended)} has ended.")
        finally:
            self.stopping.set()
        for lane in self._lanes:
            lane.join()

    def drain(self) -> int:
        """Runs what is due now and what becomes due by it; returns how many tasks. Then releases all locks."""
        done = 0
        try:
            while ran := sum(lane.work() for lane in self._lanes):
                done += ran
        finally:
            for lane in self._lanes:
                lane.let_go()
        return done
