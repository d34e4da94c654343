"""Installs the Node packages that measure the site (tests/node), unless they are already what their lock says.

Usage: python bin/node_tools.py

They are for `make test`, `make lighthouse` and nothing else: the site itself needs no Node.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "node"
STAMP = FOLDER / "node_modules" / "installed.sha256"
TRIES = 3


def fingerprint() -> str:
    """Returns a digest that changes whenever the lock changes."""
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def install() -> None:
    """Installs the lock with hashes; no package's script is run. Exits with a message when it fails."""
    if not shutil.which("npm"):
        sys.exit("npm is not installed. Debian, Ubuntu: apt install nodejs npm")
    print("Installing tests/node/package-lock.json …", file=sys.stderr, flush=True)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    for _attempt in range(TRIES):
        if subprocess.run(command, cwd=FOLDER, stdout=sys.stderr, check=False).returncode == 0:
            STAMP.write_text(fingerprint())
            return
    sys.exit("The Node packages could not be installed; npm says why above.")


if __name__ == "__main__":
    if not STAMP.exists() or STAMP.read_text() != fingerprint():
        install()
