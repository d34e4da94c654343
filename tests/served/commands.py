"""Commands of a served site in processes that are forked from one that has set Django up: seconds of CPU less for each.

`Commands(environment)` starts that process, which is this module: it reads a JSON object a line from its standard
input, `{"arguments": [...], "output": path, "complaints": path}`, forks a process that runs the command of manage.py,
and answers `{"exit": code}` when that has ended. One that hangs ends with its stack among its complaints.
"""

import faulthandler
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.checks.urls import check_url_config
from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 300


class Commands:
    """The process of one site; it ends when the tests do, whose end closes its standard input."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.began = time.time()
        command = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(  # ours
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @property
    def has_ended(self) -> bool:
        """Whether the process runs no more commands."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """Ends the process."""
        self._process.communicate()

    def run(self, arguments: Sequence[str]) -> tuple[int, str, str]:
        """Runs a command of manage.py to its end; returns its exit code, what it printed and its complaints.

        Raises `RuntimeError` if Django could not be set up.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile("r") as output, tempfile.NamedTemporaryFile("r") as complaints:
            files = {"output": output.name, "complaints": complaints.name}
            try:
                self._process.stdin.write(f"{json.dumps({'arguments': list(arguments), **files})}\n")
                self._process.stdin.flush()
                answer = self._process.stdout.readline()
            except BaseException:
                # A test that took too long, for example: the answer would be taken for that of the next command.
                self._process.kill()
                self._process.wait()
                raise
            if not answer:
                raise RuntimeError("The process that runs the site's commands has ended; it says why above.")
            return int(json.loads(answer)["exit"]), output.read(), complaints.read()


def _run(arguments: Sequence[str], output: str, complaints: str) -> None:
    """Is the forked process."""
    with Path(output).open("ab") as file, Path(complaints).open("ab") as other:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(other.fileno(), sys.stderr.fileno())
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    # Waits for no lock of the interpreter, unlike an alarm.
    faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True)
    sys.argv = ["manage.py", *arguments]
    execute_from_command_line(sys.argv)


def main() -> None:
    """Sets Django up, then runs what it is asked for until its standard input ends."""
    django.setup()
    # Loads views and forms: each forked process would else do it again.
    check_url_config(None)
    forks = multiprocessing.get_context("fork")
    for line in sys.stdin:
        asked = json.loads(line)
        process = forks.Process(target=_run, kwargs=asked)
        process.start()
        process.join()
        sys.stdout.write(json.dumps({"exit": process.exitcode}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
