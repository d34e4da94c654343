"""What the worker does twice a second: whatever the search server lacks is brought to it."""

import logging
import time

from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search import tasks
from search.engines import SearchUnavailable, get_server_engine
from search.feeding import BATCH, deliver

FIRST_PAUSE = 1.0
"""Seconds until a server that failed is tried again; each further failure doubles them."""
LONGEST_PAUSE = 10.0

logger = logging.getLogger("fedcms.search")


def _order_rebuild() -> None:
    """Has the worker build the index, unless that is ordered already."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    path = tasks.rebuild_server.module_path
    if not DBTaskResult.objects.filter(task_path=path, status__in=unfinished).exists():
        logger.warning("The search server has no index of this version: it is built from the entries.")
        tasks.rebuild_server.enqueue()


class Feeder:
    """Feeds the server whenever `run` is called, and leaves one that fails alone for a while."""

    def __init__(self) -> None:
        """Nothing is known of the server yet."""
        self._is_ready = False
        self._failures = 0
        self._next_try = 0.0

    def run(self) -> None:
        """One round, called twice a second: everything that waits, or nothing while the server is left alone."""
        server = get_server_engine()
        if server is None or time.monotonic() < self._next_try:
            return
        try:
            if not self._is_ready and not server.is_ready(settings.FEDCMS_SEARCH_INDEX):
                _order_rebuild()
                self._wait(FIRST_PAUSE)
                return
            self._is_ready = True
            while deliver(server) == BATCH:
                pass
        except SearchUnavailable as error:
            self._is_ready = False
            self._wait(min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE))
            self._failures = min(self._failures + 1, 10)
            logger.warning("Changes wait for the search server: %s", error)
        else:
            self._failures = 0

    def _wait(self, seconds: float) -> None:
        self._next_try = time.monotonic() + seconds
