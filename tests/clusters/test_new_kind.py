"""A new kind of content is one folder: every outlet finds it, and no other module names it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_outlet_finds_a_kind_that_one_folder_brings() -> None:
    """In a process of its own, whose site has one app more."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/toy_kind/outlets.py"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.toy_kind.settings"}
    for name in [name for name in env if name.startswith(("PYTEST_", "DATABASE_URL"))]:
        del env[name]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
