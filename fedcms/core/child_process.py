"""Runs a module in a child process with limits on time and memory: hostile documents of others take minutes.

The child is killed when its time is over, and gets no secret of the site: its environment is its own.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

MEMORY = 1 << 30
"""Bytes that a child may use."""
_ROOT = Path(__file__).resolve().parent.parent.parent


class ChildFailedError(Exception):
    """Raised when a child was too slow, with its seconds, or died, with the last line of its complaints."""


def run_child(module: str, *arguments: str, given: bytes, seconds: float) -> object:
    """Runs a module with `given` as its input, and returns the JSON that it wrote. Raises `ChildFailedError`."""
    try:
        child = subprocess.run(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", module, *arguments],
            input=given,
            capture_output=True,
            env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "PYTHONUTF8": "1"},
            cwd=_ROOT,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailedError(f"{seconds} s") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ChildFailedError(last) from error
    told: object = json.loads(child.stdout)
    return told


def limit_child(seconds: int) -> None:
    """Limits this process, which is a child: so many seconds of CPU, and `MEMORY`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
