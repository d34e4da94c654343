"""Bounds the log of an outage: of lines that say the same, so many a minute are written, and how many were not."""

import logging
import threading
import time

MOST = 20
"""So many records of one place in the code are written in a minute, by each process."""
SECONDS = 60.0
SOURCES = 5000
"""So many places are kept in mind, the newest; more than the code has."""

_Source = tuple[object, ...]


def source_of(record: logging.LogRecord) -> _Source:
    """Returns what makes records like: where they are written; of an error, where and as what it was raised.

    Never their words, which may be a stranger's: each invented host name would be a place of its own.
    """
    source: list[object] = [record.name, record.levelno, record.pathname, record.lineno]
    source.append(getattr(record, "status_code", None))
    if record.exc_info and record.exc_info[2]:
        raised = record.exc_info[2]
        while raised.tb_next is not None:
            raised = raised.tb_next
        source += [record.exc_info[0], raised.tb_frame.f_code.co_filename, raised.tb_lineno]
    return tuple(source)


class RepeatedLines(logging.Filter):
    """Lets the first records of each place and minute pass, whatever their words; counts the rest.

    The first one of a later minute says how many were left out. Not for logs of which no line may be missing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._counts: dict[_Source, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Returns whether the record is written; adds to its words how many were not."""
        source = source_of(record)
        now = time.monotonic()
        with self._lock:
            began, count = self._counts.get(source, (now, 0))
            left_out = 0
            if now - began >= SECONDS:
                left_out = max(0, count - MOST)
                began, count = now, 0
            if len(self._counts) >= SOURCES and source not in self._counts:
                del self._counts[next(iter(self._counts))]
            self._counts[source] = (began, count + 1)
        if left_out and isinstance(record.msg, str):
            record.msg = f"{record.msg} ({left_out} more like this were left out.)"
        return count < MOST
