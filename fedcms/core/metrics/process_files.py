"""Removes what processes that have ended counted in files of their own, so that these do not grow for ever."""

import os
import re
from contextlib import suppress
from pathlib import Path

_OF_PROCESS = re.compile(r"_(\d+)\.db$")


def remove_files_of_dead(folder: Path) -> int:
    """Returns how many files were removed. Prometheus takes a counter that falls for a restart, as it is."""
    removed = 0
    for path in folder.glob("*.db"):
        found = _OF_PROCESS.search(path.name)
        if found and not Path(f"/proc/{found[1]}").exists() and os.name == "posix":
            with suppress(FileNotFoundError):
                path.unlink()
                removed += 1
    return removed
