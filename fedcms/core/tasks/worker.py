"""The worker: runs due tasks one by one, beside the thread of recurring jobs."""

import logging
import threading
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started

from fedcms.core.tasks import queue
from fedcms.core.tasks.liveness_lock import LivenessLock, is_alive, sweep, take_liveness_lock
from fedcms.core.tasks.recurring import ScheduleThread

SECONDS_BETWEEN_WAKES = 10.0
SECONDS_AFTER_DATABASE_ERROR = 5.0

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


class Worker:
    """One process that works until `stopping` is set."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._liveness_lock: LivenessLock | None = None
        self._next_wake = 0.0

    def run(self) -> None:
        """Works until stopped. A database that does not answer is waited for."""
        schedule = ScheduleThread(self.stopping)
        schedule.start()
        try:
            while not self.stopping.is_set():
                if not schedule.is_alive() and not self.stopping.is_set():
                    raise RuntimeError("The schedule's thread has ended.")
                if not self._work_or_wait_for_database():
                    self.stopping.wait(settings.FEDCMS_TASK_POLL_INTERVAL)
        finally:
            self.stopping.set()
            self._let_go()
        schedule.join(timeout=5)

    def drain(self) -> int:
        """Runs what is due now, what becomes due meanwhile too, and returns how many tasks; then lets go."""
        done = 0
        try:
            while self.work():
                done += 1
        finally:
            self._let_go()
        return done

    def work(self) -> bool:
        """Runs the next due task; False when nothing is due."""
        close_old_connections()
        if self._liveness_lock is None:
            self._liveness_lock = take_liveness_lock()
            logger.info("Worker %s takes up its work.", self._liveness_lock.worker_id)
        self._liveness_lock.check()
        if time.monotonic() >= self._next_wake:
            queue.requeue_orphans(is_alive)
            sweep()
            self._next_wake = time.monotonic() + SECONDS_BETWEEN_WAKES
        result = queue.claim(self._liveness_lock.worker_id)
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
            self._let_go()
            close_old_connections()
            self.stopping.wait(SECONDS_AFTER_DATABASE_ERROR)
            return False

    def _let_go(self) -> None:
        liveness_lock, self._liveness_lock = self._liveness_lock, None
        self._next_wake = 0.0
        if liveness_lock is not None:
            liveness_lock.release()
