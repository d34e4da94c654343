"""Builds the virtual environment from a lock with hashes, unless it is already what the lock says.

Usage: python bin/install.py base|dev
"""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV", ROOT / ".venv"))
PYTHON = VENV / "bin" / "python"


def lock_file(kind: str) -> Path:
    """Returns the lock of "base" (what the site needs) or "dev" (base and the tools)."""
    return ROOT / "requirements" / f"{kind}.txt"


def is_installed(kind: str) -> bool:
    """Returns whether the environment matches the lock; that of "dev" includes "base"."""
    return any(
        stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in {kind, "dev"}
    )


def stamp(kind: str) -> Path:
    """Returns the file with the fingerprint of an installed lock; it is in the environment, to vanish with it."""
    return VENV / f"installed-{kind}.sha256"


def fingerprint(kind: str) -> str:
    """Returns a digest that changes whenever the lock changes."""
    return hashlib.sha256(lock_file(kind).read_bytes()).hexdigest()


def works(python: Path) -> bool:
    """Returns whether the environment's Python and pip start (a system upgrade may have removed them)."""
    command = [str(python), "-m", "pip", "--version"]
    return python.exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def install(kind: str) -> None:
    """Installs a lock with hashes. Exits with a message when Python cannot create environments."""
    if not works(PYTHON):
        print(f"Making a virtual environment with Python {sys.version.split()[0]} …", flush=True)
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(
                f"No virtual environment could be made ({error}). Debian, Ubuntu: apt install python3-venv"
            )
    print(f"Installing {lock_file(kind).relative_to(ROOT)} …", flush=True)
    if not by_uv(lock_file(kind)) and not by_pip(lock_file(kind)):
        sys.exit("The packages could not be installed; pip says why above.")
    stamp(kind).write_text(fingerprint(kind))


def by_pip(lock: Path, *options: str) -> bool:
    """Installs a lock with pip, which every environment has; returns whether it succeeded."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    return not subprocess.run(
        [*command, *options, "--require-hashes", "-r", str(lock)], check=False
    ).returncode


def by_uv(lock: Path) -> bool:
    """Installs a lock with uv, in less than half of pip's time; returns whether it worked.

    uv comes from the lock of "dev" and goes into a folder that is removed: the site does not need it.
    """
    lines = re.search(r"^uv==.*(?:\n +--hash=.*)*\n", lock_file("dev").read_text(), re.MULTILINE)
    if lines is None:
        return False
    # Of the environment: the system's own folder for such files may forbid programs.
    with tempfile.TemporaryDirectory(dir=VENV) as folder, contextlib.suppress(OSError):
        pin = Path(folder, "uv.txt")
        pin.write_text(lines[0])
        if not by_pip(pin, "--target", folder):
            return False
        command = [str(Path(folder, "bin", "uv")), "pip", "install", "--quiet", "--python", str(PYTHON)]
        return not subprocess.run(
            # Compiled once; each process would else compile all that it imports.
            [*command, "--compile-bytecode", "--require-hashes", "-r", str(lock)],
            check=False,
        ).returncode
    return False


if __name__ == "__main__":
    if sys.argv[1:] not in (["base"], ["dev"]):
        sys.exit(__doc__)
    if not is_installed(sys.argv[1]):
        install(sys.argv[1])
