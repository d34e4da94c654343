"""Bounds the log of an outage: of lines that say the same, so many a minute are written, and how many were not."""

import logging
import threading
import time

MOST = 20
"""So many records of one place in the code are written in a minute, by each process."""
SECONDS = 60.0
PLACES = 1000
"""So many places are kept in mind; more than the code has."""

_Place = tuple[str, int, str]


class RepeatedLines(logging.Filter):
    """Lets the first records of each place and minute pass, whatever their arguments; counts the rest.

    The first one of a later minute says how many were left out. Not for logs of which no line may be missing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._counts: dict[_Place, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Returns whether the record is written; adds to its words how many were not."""
        place = (record.name, record.levelno, record.msg if isinstance(record.msg, str) else record.pathname)
        now = time.monotonic()
        with self._lock:
            began, count = self._counts.get(place, (now, 0))
            left_out = 0
            if now - began >= SECONDS:
                left_out = max(0, count - MOST)
                began, count = now, 0
            if len(self._counts) >= PLACES and place not in self._counts:
                self._counts.clear()
            self._counts[place] = (began, count + 1)
        if left_out and isinstance(record.msg, str):
            record.msg = f"{record.msg} ({left_out} more like this were left out.)"
        return count < MOST
