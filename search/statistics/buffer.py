"""Buffers search counts in memory; a thread writes them to the database every few seconds.

So no search waits for a write, and none fails when the database is busy or down. A process that is killed loses the
counts of a few seconds, which does not matter.
"""

import os
import threading
from collections import Counter
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from fedcms.core.periodic_writer import PeriodicWriter
from search.models import ClickCount, SearchCount

MAX_KEYS = 5_000
"""The most different searches that are kept until the next write: more in a few seconds do not come from people."""

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
        self._writer = PeriodicWriter(
            "search counts", lambda: settings.FEDCMS_SEARCH_STATISTICS_SECONDS, self.flush
        )
        self._forget()

    def _forget(self) -> None:
        self._searches: Counter[SearchKey] = Counter()
        self._empty: Counter[SearchKey] = Counter()
        self._relaxed: Counter[SearchKey] = Counter()
        self._clicks: Counter[ClickKey] = Counter()

    def after_fork(self) -> None:
        """Empties the buffer in a child process: the parent and its thread write what the parent counted."""
        self._lock = threading.Lock()
        self._writer.after_fork()
        self._forget()

    def add_search(self, key: SearchKey, *, without_result: bool, relaxed: bool) -> None:
        """Counts a search. `relaxed`: its results lack some of the words."""
        with self._lock:
            if len(self._searches) >= MAX_KEYS and key not in self._searches:
                return
            self._searches[key] += 1
            self._empty[key] += without_result
            self._relaxed[key] += relaxed
            self._writer.start()

    def add_click(self, key: ClickKey) -> None:
        """Counts a result that was the first one opened."""
        with self._lock:
            if len(self._clicks) >= MAX_KEYS and key not in self._clicks:
                return
            self._clicks[key] += 1
            self._writer.start()

    def flush(self) -> None:
        """Writes all counts in one transaction. When that fails, puts them back for the next time, and raises."""
        with self._lock:
            searches, empty, relaxed, clicks = self._searches, self._empty, self._relaxed, self._clicks
            self._forget()
        if not (searches or clicks):
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # Sorted, so that two processes that write the same rows cannot wait for each other for ever.
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


buffer = Buffer()
os.register_at_fork(after_in_child=buffer.after_fork)
