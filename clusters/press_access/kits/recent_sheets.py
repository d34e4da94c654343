"""Keeps for a minute, in memory, the last fact sheets that may not be stored: who asks again needs no Typst.

They are named after what they say: of one that says something else by now, nobody asks.
"""

import threading
import time
from collections import OrderedDict

SECONDS = 60.0
MOST_KEPT = 8
_lock = threading.Lock()
_kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()


def recent_sheet(digest: str) -> bytes:
    """Returns a sheet that was made within the last minute by this process; b"" if there is none."""
    with _lock:
        _forget_old()
        return _kept[digest][1] if digest in _kept else b""


def keep_for_a_minute(digest: str, content: bytes) -> None:
    """Keeps a sheet that was made just now, and forgets those that are too old or too many."""
    with _lock:
        _kept.pop(digest, None)
        _kept[digest] = time.monotonic(), content
        _forget_old()


def _forget_old() -> None:
    oldest = time.monotonic() - SECONDS
    while _kept and (len(_kept) > MOST_KEPT or next(iter(_kept.values()))[0] < oldest):
        _kept.popitem(last=False)
