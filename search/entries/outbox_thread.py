"""The worker's thread that delivers the outbox to the search server, twice a second."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import close_old_connections
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search.engines import SearchUnavailable, get_server_engine
from search.entries import tasks
from search.entries.outbox import BATCH, deliver

if TYPE_CHECKING:
    from search.engines import ElasticsearchEngine

FIRST_PAUSE = 1.0
"""How long (seconds) a server that failed is left alone. Each further failure doubles it, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = 10.0
SECONDS_BETWEEN_LOOKS = 10.0
"""How often, in seconds, the thread asks whether the server still has our index."""

logger = logging.getLogger("fedcms.search")


def _order(task: "Task[[], None]") -> None:
    """Enqueues a task for the worker, unless one of its kind is already waiting or running."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if not DBTaskResult.objects.filter(task_path=task.module_path, status__in=unfinished).exists():
        task.enqueue()


class OutboxThread:
    """The loop body that feeds the server, with what it remembers between rounds; it leaves a failing server alone."""

    def __init__(self) -> None:
        """Starts without knowing anything of the server."""
        self._next_look = 0.0
        self._failures = 0
        self._next_try = 0.0
        self._compared = False

    def run(self) -> None:
        """Delivers all that waits; does nothing while a server that failed is left alone."""
        server = get_server_engine()
        if server is None or time.monotonic() < self._next_try:
            return
        try:
            if time.monotonic() >= self._next_look and not self._has_index(server):
                return
            while deliver(server) == BATCH:
                pass
        except SearchUnavailable as error:
            self._next_look = 0.0
            self._wait(min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE))
            self._failures = min(self._failures + 1, 10)
            logger.warning("Changes wait for the search server: %s", error)
        else:
            self._failures = 0

    def _has_index(self, server: "ElasticsearchEngine") -> bool:
        """Returns whether the server has our index.

        Enqueues a rebuild when it has none, and a comparison with the entries once a process; or, where the index has
        no vectors of our embedder, a rebuild once a process. Words are searched, and written, in the old one meanwhile.
        """
        index = settings.FEDCMS_SEARCH_INDEX
        if not server.is_ready(index):
            logger.warning("The search server has no index of this version: it is built from the entries.")
            _order(tasks.rebuild_server)
            self._compared = True
            self._wait(FIRST_PAUSE)
            return False
        if not self._compared:
            self._compared = True
            _order(tasks.compare_server if server.has_vectors(index) else tasks.rebuild_server)
        self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
        return True

    def _wait(self, seconds: float) -> None:
        self._next_try = time.monotonic() + seconds


def _feed_for_ever() -> None:
    feeder = OutboxThread()
    while True:
        close_old_connections()
        try:
            feeder.run()
        except Exception:
            logger.exception("The search server could not be fed; the next try is in %s s.", LONGEST_PAUSE)
            time.sleep(LONGEST_PAUSE)
        time.sleep(settings.FEDCMS_SEARCH_FEED_INTERVAL)


_threads: list[threading.Thread] = []


def keep_feeding() -> None:
    """Starts the thread that feeds the server, if there is a server and the thread does not run.

    It is a thread of its own, so that a server that hangs delays no publication. It may end with the process at any
    moment: what it had not delivered stays in the outbox.
    """
    if get_server_engine() is not None and not any(thread.is_alive() for thread in _threads):
        _threads[:] = [threading.Thread(target=_feed_for_ever, name="search feeder", daemon=True)]
        _threads[0].start()
