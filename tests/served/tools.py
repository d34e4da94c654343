"""Where the Node packages of tests/node are; installed from their lock when first asked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served.site import ROOT

MODULES = ROOT / "tests" / "node" / "node_modules"


def need(*programs: str) -> None:
    """Skips a test when the machine lacks a program; with REQUIRE_SERVICES=1 that is a failure."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def node_file(path: str) -> Path:
    """A file of an installed package, e.g. "axe-core/axe.min.js". Raises `RuntimeError` when it cannot be installed."""
    if subprocess.run([sys.executable, "bin/node_tools.py"], cwd=ROOT, check=False).returncode:  # ours
        raise RuntimeError("The packages of tests/node could not be installed; the lines above say why.")
    return MODULES / path
