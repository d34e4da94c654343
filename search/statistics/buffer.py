"""Buffers search counts in memory; a thread writes them to the database every few seconds.

A search waits for no write, and no database that is busy or down fails it. A process that is killed loses the counts
of a few seconds, which is what they are worth.
"""

import atexit
import logging
import os
import threading
from collections import Counter
from datetime import date

from django.conf import settings
from django.db import close_old_connections, connection, transaction

from search.models import ClickCount, SearchCount

MAX_KEYS = 5_000
"""Different searches kept until the next write; more of them in a few seconds are no people's."""

logger = logging.getLogger("fedcms.search")

SearchKey = tuple[date, str, str]
ClickKey = tuple[date, str, str, str]

# Names of tables are the models'; values are always parameters.
_SEARCH_TABLE = SearchCount._meta.db_table
_CLICK_TABLE = ClickCount._meta.db_table
_SEARCHES = f"""
INSERT INTO {_SEARCH_TABLE} (day, language, words, searches, without_result, relaxed) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, language, words) DO UPDATE SET
searches = {_SEARCH_TABLE}.searches + excluded.searches,
without_result = {_SEARCH_TABLE}.without_result + excluded.without_result,
relaxed = {_SEARCH_TABLE}.relaxed + excluded.relaxed
"""  # noqa: S608
_CLICKS = f"""
INSERT INTO {_CLICK_TABLE} (day, language, words, entry, clicks) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (day, language, words, entry) DO UPDATE SET clicks = {_CLICK_TABLE}.clicks + excluded.clicks
"""  # noqa: S608


class Buffer:
    """The counts of this process that are not in the database yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._forget()

    def _forget(self) -> None:
        self._searches: Counter[SearchKey] = Counter()
        self._empty: Counter[SearchKey] = Counter()
        self._relaxed: Counter[SearchKey] = Counter()
        self._clicks: Counter[ClickKey] = Counter()

    def after_fork(self) -> None:
        """In a child: what the parent counted is the parent's to write, and so is its thread."""
        self._lock = threading.Lock()
        self._thread = None
        self._forget()

    def add_search(self, key: SearchKey, *, without_result: bool, relaxed: bool) -> None:
        """Counts a search."""
        with self._lock:
            if len(self._searches) >= MAX_KEYS and key not in self._searches:
                return
            self._searches[key] += 1
            self._empty[key] += without_result
            self._relaxed[key] += relaxed
            self._start()

    def add_click(self, key: ClickKey) -> None:
        """Counts a result that was opened first."""
        with self._lock:
            if len(self._clicks) >= MAX_KEYS and key not in self._clicks:
                return
            self._clicks[key] += 1
            self._start()

    def flush(self) -> None:
        """Writes everything, in one transaction; what could not be written is counted again with the next."""
        with self._lock:
            searches, empty, relaxed, clicks = self._searches, self._empty, self._relaxed, self._clicks
            self._forget()
        if not (searches or clicks):
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # In order: two processes that write the same rows wait for each other, and never for ever.
                cursor.executemany(
                    _SEARCHES, [(*key, searches[key], empty[key], relaxed[key]) for key in sorted(searches)]
                )
                cursor.executemany(_CLICKS, [(*key, clicks[key]) for key in sorted(clicks)])
        except Exception:
            with self._lock:
                self._searches.update(searches)
                self._empty.update(empty)
                self._relaxed.update(relaxed)
                self._clicks.update(clicks)
            raise

    def _start(self) -> None:
        """The thread begins with the first count; a process that searches nothing has none."""
        if self._thread is None and settings.FEDCMS_SEARCH_STATISTICS_SECONDS:
            self._thread = threading.Thread(target=self._run, name="search statistics", daemon=True)
            self._thread.start()
            atexit.register(self._write)

    def _run(self) -> None:
        waiting = threading.Event()
        while True:
            waiting.wait(settings.FEDCMS_SEARCH_STATISTICS_SECONDS)
            self._write()

    def _write(self) -> None:
        close_old_connections()
        try:
            self.flush()
        except Exception:
            logger.warning(
                "Search counts could not be written; they are kept for the next time.", exc_info=True
            )
        finally:
            close_old_connections()


buffer = Buffer()
os.register_at_fork(after_in_child=buffer.after_fork)
