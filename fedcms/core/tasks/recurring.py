"""Recurring jobs of the worker, run in a thread so that long tasks delay none."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections

from fedcms.core.admin_search import WEIGH_SECONDS, weigh_new_titles
from fedcms.core.mail import prune_mails
from fedcms.core.page_indexes import analyse_sqlite
from fedcms.core.tasks.queue import prune
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due

DAY = 86_400.0

logger = logging.getLogger("fedcms.schedule")


@dataclass(frozen=True)
class Recurring:
    """A job to run every so many seconds. Several workers run it at once, and any of them may die in it."""

    name: str
    seconds: float
    job: Callable[[], object]


_registered: dict[str, Recurring] = {}


def register_recurring(name: str, seconds: float, job: Callable[[], object]) -> None:
    """Adds a job; an app calls this in its `AppConfig.ready`. The same name again replaces it."""
    _registered[name] = Recurring(name, seconds, job)


def recurring_jobs() -> list[Recurring]:
    """The ground floor's own jobs and those that the apps registered."""
    return [
        Recurring("publish", settings.FEDCMS_PUBLISH_INTERVAL, publish_due),
        Recurring("expire", settings.FEDCMS_PUBLISH_INTERVAL, expire_due),
        Recurring("prune tasks", DAY, prune),
        Recurring("prune mails", DAY, prune_mails),
        Recurring("prune sessions", DAY, lambda: call_command("clearsessions")),
        Recurring("weigh titles of the admin's search", WEIGH_SECONDS, weigh_new_titles),
        # PostgreSQL looks at its tables by itself, SQLite does not.
        Recurring("analyse tables", DAY, analyse_sqlite),
        *_registered.values(),
    ]


def run_job(recurring: Recurring) -> None:
    """Runs a job now; what goes wrong is logged and ends neither the other jobs nor the thread."""
    close_old_connections()
    try:
        recurring.job()
    except Exception:
        logger.exception(
            "The recurring job %r failed; it is run again in %s s.", recurring.name, recurring.seconds
        )
    finally:
        close_old_connections()


class ScheduleThread(threading.Thread):
    """Runs every job at start, and again whenever its seconds have passed, until `stopping` is set."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="schedule", daemon=True)
        self._stopping = stopping
        self._jobs = recurring_jobs()

    def run(self) -> None:
        """Runs due jobs until the thread is stopped."""
        due = {job.name: time.monotonic() for job in self._jobs}
        while not self._stopping.is_set():
            for job in self._jobs:
                if due[job.name] <= time.monotonic() and not self._stopping.is_set():
                    due[job.name] = time.monotonic() + job.seconds
                    run_job(job)
            self._stopping.wait(max(0.05, min(due.values()) - time.monotonic()))
        connections.close_all()
