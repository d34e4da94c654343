"""A site for one run of a command: made, prepared, and removed however the command ends."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import django

from tests.faults.site import Site


def end_once(_signal: int, _frame: FrameType | None) -> None:
    """Ends the process by its `finally` clauses, which a second SIGTERM does not interrupt."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


@contextmanager
def prepared(site: Site) -> Iterator[None]:
    """Within it the process has the site's environment alone, and Django is set up; after it the site is gone."""
    signal.signal(signal.SIGTERM, end_once)
    try:
        site.make()
        site.prepare()
        os.environ.clear()
        os.environ.update(site.environment)
        django.setup()
        yield
    finally:
        site.remove()
