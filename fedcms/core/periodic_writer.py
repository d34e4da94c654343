"""Calls a function every few seconds in a thread, and once more when the process ends; for counts kept in memory."""

import atexit
import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger("fedcms.counts")


class PeriodicWriter:
    """A thread that writes what a process has counted, so that no request waits for a write or fails with one.

    `seconds` returns the interval; 0 means that nothing is written by itself. A write that fails is logged and tried
    again at the next interval: `write` keeps what it could not write.
    """

    def __init__(self, name: str, seconds: Callable[[], float], write: Callable[[], None]) -> None:
        self._name, self._seconds, self._write_counts = name, seconds, write
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._lock, self._writing = threading.Lock(), threading.Lock()

    def start(self) -> None:
        """Starts the thread with the first count, so that a process that counts nothing has none."""
        if self._is_started() or not self._seconds():
            return
        # Two first requests at once start one thread.
        with self._lock:
            if self._is_started():
                return
            thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # the system has no thread left: the next count tries again
                logger.warning("The thread that writes %s could not be started.", self._name, exc_info=True)
                return
            self._thread = thread
            atexit.register(self._write)

    def _is_started(self) -> bool:
        return self._thread is not None

    def hurry(self) -> None:
        """Writes now instead of at the end of the interval."""
        self._wake.set()

    def after_fork(self) -> None:
        """In a child process: its parent's thread is not there."""
        self._thread = None
        self._wake = threading.Event()
        self._lock, self._writing = threading.Lock(), threading.Lock()

    def _run(self) -> None:
        while True:
            self._wake.wait(self._seconds())
            self._wake.clear()
            self._write()

    def _write(self) -> None:
        # At the end of the process: waits for what the thread is writing.
        with self._writing:
            self._write_once()

    def _write_once(self) -> None:
        close_old_connections()
        try:
            self._write_counts()
        except Exception:
            logger.warning(
                "%s could not be written; they are kept for the next time.",
                self._name.capitalize(),
                exc_info=True,
            )
        finally:
            close_old_connections()
