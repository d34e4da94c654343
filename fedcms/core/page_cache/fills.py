"""Lets one thread of a process make a page that several ask for at once; the others wait for what it keeps."""

import time
from collections import OrderedDict
from threading import Event, Lock

LONGEST_WAIT = 2.0
"""Seconds after the beginning of a fill for which others wait: one that hangs holds nobody longer."""
MOST_UNKEPT = 2_000
"""So many addresses are remembered whose answers were not kept: nobody waits for these."""


class _Fill:
    """A page that is being made."""

    def __init__(self) -> None:
        self.has_ended = Event()
        self.until = time.monotonic() + LONGEST_WAIT


class Fills:
    """What the threads of this process make at this moment, by key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._fills: dict[str, _Fill] = {}
        self._unkept: OrderedDict[str, None] = OrderedDict()

    def begin(self, key: str) -> bool:
        """Returns whether this thread is the one that fills; it then calls `end`, whatever comes."""
        with self._lock:
            if key in self._fills:
                return False
            self._fills[key] = _Fill()
            return True

    def end(self, key: str, *, is_kept: bool | None) -> None:
        """Lets those who wait go on, and remembers whether it was worth to wait.

        None says nothing of the address: the database was away. Else all would make each page at once when it is back.
        """
        with self._lock:
            fill = self._fills.pop(key)
            if is_kept is not None:
                self._unkept.pop(key, None)
            if is_kept is False:
                self._unkept[key] = None
                if len(self._unkept) > MOST_UNKEPT:
                    self._unkept.popitem(last=False)
        fill.has_ended.set()

    def wait(self, key: str) -> None:
        """Waits until the thread that fills has ended, but not longer than `LONGEST_WAIT` after it began.

        Whoever asked waits once: when nothing was kept, all make the page at once, as without this.
        """
        with self._lock:
            fill = self._fills.get(key)
        if fill is not None and (seconds := fill.until - time.monotonic()) > 0:
            fill.has_ended.wait(seconds)

    def is_unkept(self, key: str) -> bool:
        """Returns whether the last answer at this address was not kept: a form, a page that is not there."""
        return key in self._unkept


fills = Fills()
"""Those of this process."""
