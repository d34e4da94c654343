"""A wall clock that is moved for some processes alone, by libfaketime."""

import http.client
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

SLEEP = """
import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
"""What a process with a clock that is moved runs first: libfaketime 0.9.10 fails in the call that Python sleeps by."""


def faked(library: Path, folder: Path) -> dict[str, str]:
    """Returns the environment of a process whose wall clock says what a file "clock" says: "+2h" is two hours later.

    Its monotonic clock stays: no system moves that, and with it libfaketime would have locks wait for hours.

    libfaketime 0.9.10 moves it all the same for one call, that by which a thread of Python waits for its turn
    (`pthread_cond_timedwait`; mended upstream after 0.9.12, in 75e130c): each wait would be over at once, and all
    threads would ask for their turns again and again. With `FAKETIME_WAIT_MS` it waits as long as Python does.
    """
    (folder / "sitecustomize.py").write_text(SLEEP)
    return {
        "LD_PRELOAD": str(library),
        "PYTHONPATH": str(folder),
        "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_WAIT_MS": "5",
        # gunicorn has the time of its last sign of life in a file's.
        "NO_FAKE_STAT": "1",
    }


def faketime() -> Path | None:
    """Returns the library for programs with threads of Debian's package libfaketime; None where it is missing."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def hours_ahead(port: int) -> float:
    """Returns how far the clock of the web server at a port is before that of this process; infinite where none is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("HEAD", "/health/live")
        told = connection.getresponse().headers["Date"]
    except OSError:
        return float("inf")
    finally:
        connection.close()
    return (parsedate_to_datetime(told).timestamp() - time.time()) / 3600
