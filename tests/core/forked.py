"""manage.py in processes that are forked from one that has set Django up: seconds of CPU less for each of them.

Python's fork server forks them. Each takes its settings from the environment that it is given, as manage.py does.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

PRELOADED = "tests.core.worker_project.loaded"

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([PRELOADED, __name__])


class Forked:
    """A command of manage.py that runs, with the names of subprocess.Popen."""

    def __init__(
        self, arguments: Iterable[str], environment: dict[str, str], output: Path, log: Path
    ) -> None:
        # A daemon: were it left alive, the end of the tests would else wait for it.
        self._process = _context.Process(
            target=_manage, args=(list(arguments), environment, output, log), daemon=True
        )
        self._process.start()

    def poll(self) -> int | None:
        """The exit code, minus the signal's number after a signal; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended. Raises `TimeoutExpired`."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("manage.py", timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """To the process itself, if it still runs."""
        if self.poll() is None and self._process.pid:
            os.kill(self._process.pid, number)


def _manage(arguments: list[str], environment: dict[str, str], output: Path, log: Path) -> None:
    """What the forked process does."""
    # Without it each would set Django up itself: right, but as slow as before.
    assert PRELOADED in sys.modules, "the fork server has not set Django up; see what it said"
    for path, number in ((output, 1), (log, 2)):
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    _read_settings_again()
    sys.argv = ["manage.py", *arguments]
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # not in the tests' own process

    execute_from_command_line(sys.argv)


def _read_settings_again() -> None:
    """From the environment as it is now; of what was made of the former ones, databases alone remember them."""
    from django.conf import settings  # noqa: PLC0415  # not in the tests' own process
    from django.db import connections  # noqa: PLC0415  # nor this

    name = os.environ["DJANGO_SETTINGS_MODULE"]
    for module in [each for each in sys.modules if each == name or each.startswith("fedcms.settings.")]:
        del sys.modules[module]
    former = {each: getattr(settings, each) for each in dir(settings) if each.isupper()}
    settings._setup()  # Django has no public way
    # Wagtail adds one as it is imported.
    for each in former.keys() - set(dir(settings)):
        setattr(settings, each, former[each])
    for connection in connections.all(initialized_only=True):
        del connections[connection.alias]
    connections.settings = connections.configure_settings(settings.DATABASES)
