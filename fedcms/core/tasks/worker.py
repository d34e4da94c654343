"""The worker: one thread a lane, each with its queue and what is due by the clock in it."""

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
from fedcms.core.tasks import queue
from fedcms.core.tasks.liveness_lock import LivenessLock, is_alive, sweep, take_liveness_lock
from fedcms.core.tasks.recurring import Timetable

SECONDS_BETWEEN_WAKES = 10.0
SECONDS_AFTER_DATABASE_ERROR = 5.0
SECONDS_BETWEEN_LOOKS_AT_LANES = 1.0

logger = logging.getLogger("fedcms.worker")


def run_task(result: queue.TaskRow, worker_id: str) -> None:
    """Runs a claimed task and records how it ended. Raises `django.db.Error` when that cannot be recorded."""
    try:
        task = result.task
        backend = type(task.get_backend())
        task_started.send(sender=backend, task_result=result.task_result)
        context = []
        if task.takes_context:
            # django-tasks-db has a generic subclass of its own.
            context.append(TaskContext(task_result=result.task_result))  # type: ignore[arg-type]
        value = task.call(*context, *result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        held = queue.finish(result, worker_id, value)
    except DatabaseError as error:
        # Either the task's own statement, or finish(): the connection may be dead, so look at it before
        # fail().
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
    """One lane's life: its jobs when they are due, its tasks one after the other, until `stopping` is set.

    A daemon, so that a second signal ends the process in the midst of a task; `Worker.run` waits for it else.
    """

    def __init__(self, lane: Lane, stopping: threading.Event) -> None:
        """Nothing is claimed yet: the liveness lock is taken with the first task."""
        super().__init__(name=f"lane {lane}", daemon=True)
        self.lane = lane
        self._stopping = stopping
        self._liveness_lock: LivenessLock | None = None
        self._next_wake = 0.0

    def run(self) -> None:
        """Works until stopped. A database that does not answer is waited for."""
        timetable = Timetable(self.lane)
        try:
            while not self._stopping.is_set():
                timetable.run_due(self._stopping.is_set)
                if not self._stopping.is_set() and not self._work_or_wait_for_database():
                    pause = min(settings.FEDCMS_TASK_POLL_INTERVAL, timetable.seconds_until_next())
                    self._stopping.wait(max(0.05, pause))
        finally:
            self.let_go()
            connections.close_all()

    def work(self) -> bool:
        """Runs the next due task; False when nothing is due."""
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
            # What was claimed under this name can no longer be recorded under it: as an orphan it is taken up
            # again.
            self.let_go()
            close_old_connections()
            self._stopping.wait(SECONDS_AFTER_DATABASE_ERROR)
            return False

    def let_go(self) -> None:
        """Drops the liveness lock: whatever was claimed under it and not finished is taken up again by others."""
        liveness_lock, self._liveness_lock = self._liveness_lock, None
        self._next_wake = 0.0
        if liveness_lock is not None:
            liveness_lock.release()


class Worker:
    """One process that works in its lanes until `stopping` is set."""

    def __init__(self, lanes: Sequence[Lane] = tuple(Lane)) -> None:
        """Works in these lanes; without any named, in all."""
        self.stopping = threading.Event()
        self._lanes = [LaneThread(lane, self.stopping) for lane in lanes]

    def run(self) -> None:
        """Works until stopped; what is under way ends first. Raises `RuntimeError` when a lane's thread has ended."""
        for lane in self._lanes:
            lane.start()
        try:
            while not self.stopping.wait(SECONDS_BETWEEN_LOOKS_AT_LANES):
                ended = [lane.name for lane in self._lanes if not lane.is_alive()]
                if ended and not self.stopping.is_set():
                    raise RuntimeError(f"The thread of {', '.join(ended)} has ended.")
        finally:
            self.stopping.set()
        for lane in self._lanes:
            lane.join()

    def drain(self) -> int:
        """Runs what is due now, lane after lane, and what becomes due by it; returns how many tasks; then lets go."""
        done = 0
        try:
            while ran := sum(lane.work() for lane in self._lanes):
                done += ran
        finally:
            for lane in self._lanes:
                lane.let_go()
        return done
