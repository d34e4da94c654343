"""Bounds how many archives a process sends at once: each holds a thread until its reader has all of it.

The last slot is kept for who reads before publication: strangers and robots cannot take all of them.
"""

import threading
from collections.abc import Iterable, Iterator

from django.conf import settings

RETRY_AFTER_SECONDS = 30
_lock = threading.Lock()
_taken = 0


def take_slot(*, is_accredited: bool = False) -> bool:
    """Takes a slot for an archive; returns False when all are taken. Whoever took one gives it back.

    The public leaves one free, unless there is only one.
    """
    global _taken  # noqa: PLW0603  # one number a process
    most = settings.FEDCMS_KIT_STREAMS
    with _lock:
        if _taken >= (most if is_accredited or most < 2 else most - 1):
            return False
        _taken += 1
        return True


def give_back_slot() -> None:
    """Gives a slot back."""
    global _taken  # noqa: PLW0603
    with _lock:
        _taken -= 1


class SlotHolder(Iterator[bytes]):
    """Passes pieces of an archive on; gives the slot back once, when it is closed, read to its end or broken off.

    A class and not a generator: Python does not run the end of a generator that was never begun.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._holds = True

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def __del__(self) -> None:
        """Gives the slot back of an answer that nobody sent, nor closed."""
        self.close()

    def close(self) -> None:
        """Gives the slot back and closes what is open. Django calls it when the answer ends, however it ends."""
        if self._holds:
            self._holds = False
            give_back_slot()
            close = getattr(self._pieces, "close", None)
            if close is not None:
                close()
