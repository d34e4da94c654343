"""Counts in memory; a thread adds them to the database every few seconds, and once more when the process ends.

So no request asks the database, waits for it or fails with it. A process that is killed (SIGKILL, power) loses the
counts of `FEDCMS_PAGE_VIEWS_SECONDS` at most.
"""

import os
import threading
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from fedcms.core.periodic_writer import PeriodicWriter
from home.view_counts.counts import Counts

MANY = 20_000
"""With so many different counts they are written at once."""
MOST = 100_000
"""With so many, a new one is not counted: the database has been away for long."""


def day_of(moment: datetime) -> date:
    """Returns the day of an aware moment in the site's time zone, whatever a person's own is."""
    return timezone.localdate(moment, timezone.get_default_timezone())


class ViewBuffer:
    """The counts of this process that are not in the database yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = Counts()
        self._writer = PeriodicWriter("page views", lambda: settings.FEDCMS_PAGE_VIEWS_SECONDS, self.flush)

    def after_fork(self) -> None:
        """Empties the buffer in a child process: the parent and its thread write what the parent counted."""
        self._lock = threading.Lock()
        self._counts = Counts()
        self._writer.after_fork()

    def add_view(self, page_id: int, language: str, host: str) -> None:
        """Counts a view of a page, now."""
        key = (day_of(timezone.now()), page_id, language)
        with self._lock:
            if self._has_space(key in self._counts.views):
                self._counts.add_view(key, host)
        self._writer.start()

    def add_download(self, document_id: int) -> None:
        """Counts a download, now."""
        key = (day_of(timezone.now()), document_id)
        with self._lock:
            if self._has_space(key in self._counts.downloads):
                self._counts.downloads[key] += 1
        self._writer.start()

    def add_fetch(self, feed: str, declared: tuple[str, int] | None) -> None:
        """Counts a fetch of a feed, now; `declared` is an aggregator with its number of subscribers."""
        day = day_of(timezone.now())
        with self._lock:
            if self._has_space((day, feed) in self._counts.fetches):
                self._counts.fetches[day, feed] += 1
                if declared:
                    self._counts.add_subscribers((day, feed, declared[0]), declared[1])
        self._writer.start()

    def _has_space(self, is_known: bool) -> bool:
        """Returns whether something may be counted; asks for a write when there is much."""
        if is_known:
            return True
        size = self._counts.keys + 1
        if size == MANY:
            self._writer.hurry()
        return size <= MOST

    def flush(self) -> None:
        """Adds all counts to the database. When that fails, puts them back for the next time, and raises."""
        with self._lock:
            counts, self._counts = self._counts, Counts()
        if not counts:
            return
        try:
            counts.write()
        except Exception:
            with self._lock:
                self._counts.add(counts)
            raise


buffer = ViewBuffer()
os.register_at_fork(after_in_child=buffer.after_fork)
