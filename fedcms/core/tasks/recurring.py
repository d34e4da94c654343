"""Recurring jobs of the worker, each in a lane, so that a long one delays no job of another lane."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from fedcms.core.admin_search import WEIGH_SECONDS, weigh_new_titles
from fedcms.core.changes.branches import follow_branches
from fedcms.core.changes.outbox import dispatch, prune_changes
from fedcms.core.lanes import Lane
from fedcms.core.mail import prune_mails
from fedcms.core.page_cache.drops import SECONDS_BETWEEN_SIGNS, prune_notes, say_that_worker_notes
from fedcms.core.page_cache.purging import tell_proxies
from fedcms.core.page_indexes import analyse_sqlite
from fedcms.core.tasks.queue import prune
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due

DAY = 86_400.0

logger = logging.getLogger("fedcms.schedule")


@dataclass(frozen=True)
class Recurring:
    """A job to run every so many seconds. It must be safe to run in several workers at once, and to be killed."""

    name: str
    seconds: float
    job: Callable[[], object]
    lane: Lane = Lane.MAINTENANCE


_registered: dict[str, Recurring] = {}


def register_recurring(
    name: str, seconds: float, job: Callable[[], object], lane: Lane = Lane.MAINTENANCE
) -> None:
    """Adds a job, or replaces the one of that name. Apps call it in `AppConfig.ready`."""
    _registered[name] = Recurring(name, seconds, job, lane)


def recurring_jobs(lanes: Iterable[Lane] = tuple(Lane)) -> list[Recurring]:
    """Returns the jobs of these lanes: those of the core and those that apps registered."""
    chosen = set(lanes)
    jobs = [
        Recurring("publish", settings.FEDCMS_PUBLISH_INTERVAL, publish_due, Lane.PUBLICATION),
        Recurring("expire", settings.FEDCMS_PUBLISH_INTERVAL, expire_due, Lane.PUBLICATION),
        Recurring("follow branches", settings.FEDCMS_TASK_POLL_INTERVAL, follow_branches, Lane.FOLLOWERS),
        Recurring("dispatch changes", settings.FEDCMS_TASK_POLL_INTERVAL, dispatch, Lane.FOLLOWERS),
        Recurring("tell proxies what to drop", settings.FEDCMS_TASK_POLL_INTERVAL, tell_proxies, Lane.CACHES),
        Recurring("prune tasks", DAY, prune),
        Recurring("prune changes", DAY, prune_changes),
        Recurring("prune tags of kept pages", DAY, prune_notes),
        Recurring("say that dropped pages are noted", SECONDS_BETWEEN_SIGNS, say_that_worker_notes),
        Recurring("prune mails", DAY, prune_mails),
        Recurring("prune sessions", DAY, lambda: call_command("clearsessions")),
        Recurring("weigh titles of the admin's search", WEIGH_SECONDS, weigh_new_titles),
        # PostgreSQL analyses its tables by itself, SQLite does not.
        Recurring("analyse tables", DAY, analyse_sqlite),
        *_registered.values(),
    ]
    return [job for job in jobs if job.lane in chosen]


def run_job(recurring: Recurring) -> None:
    """Runs a job now. An exception is logged and stops neither other jobs nor the thread."""
    close_old_connections()
    try:
        recurring.job()
    except Exception:
        logger.exception(
            "The recurring job %r failed; it is run again in %s s.", recurring.name, recurring.seconds
        )
    finally:
        close_old_connections()


class Timetable:
    """The jobs of one lane: each runs at start, and again whenever its interval has passed."""

    def __init__(self, lane: Lane) -> None:
        """Makes all jobs due."""
        self._jobs = recurring_jobs([lane])
        self._due = {job.name: 0.0 for job in self._jobs}

    def run_due(self, is_stopping: Callable[[], bool]) -> None:
        """Runs the jobs that are due, until `is_stopping` returns True."""
        for job in self._jobs:
            if self._due[job.name] <= time.monotonic() and not is_stopping():
                self._due[job.name] = time.monotonic() + job.seconds
                run_job(job)

    def seconds_until_next(self) -> float:
        """Returns how many seconds remain until a job is due."""
        return max(0.0, min(self._due.values(), default=DAY + time.monotonic()) - time.monotonic())
