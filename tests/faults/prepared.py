"""A site for one run of a command: made, prepared, and removed however the command ends."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import django

from tests.faults.site import Site


def end_once(_signal: int, _frame: FrameType | None) -> None:
    """Ends the process by its `finally` clauses, which a second SIGTERM does not interrupt."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


@contextmanager
def prepared(site: Site, *, keep: str | None = None) -> Iterator[None]:
    """Within it the process has the site's environment alone, and Django is set up; after it the site is gone.

    But for the logs of its parts, which are copied to the folder `keep`, also when the site could not be made.
    """
    signal.signal(signal.SIGTERM, end_once)
    try:
        site.make()
        site.prepare()
        os.environ.clear()
        os.environ.update(site.environment)
        django.setup()
        yield
    finally:
        if keep:
            keep_logs(site, Path(keep))
        site.remove()


def keep_logs(site: Site, folder: Path) -> None:
    """Copies what web, worker and a proxy wrote, for whoever wants to know why."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [site.folder / log for log in ("web.log", "worker.log", "nginx/nginx-error.log")]
    found += [site.servers / log for log in ("valkey.log", "elasticsearch/log")]
    for log in found:
        if log.exists():
            shutil.copy(log, folder)
