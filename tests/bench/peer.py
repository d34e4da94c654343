"""Another Django site on the same machine, to be measured beside ours: its folder, environment and demo are its own.

`BENCH_PEER=/folder` names it; its Python is `.venv/bin/python` there, or `BENCH_PEER_PYTHON`. It needs gunicorn, a
database with its demo content (for Wagtail's bakerydemo: `manage.py migrate`, `manage.py load_initial_data`), and
settings without DEBUG: `BENCH_PEER_SETTINGS=bakerydemo.settings.production`, else those that its `manage.py` names.
`BENCH_PEER_PATHS=/,/blog/` are the addresses to ask for; the first is what the others are compared to.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.waiting import wait_until_answered

_SETTINGS = re.compile(r"DJANGO_SETTINGS_MODULE[\"'],\s*[\"']([\w.]+)")


def addresses() -> dict[str, str]:
    """Returns the addresses to ask for, by themselves."""
    paths = [path for path in os.environ.get("BENCH_PEER_PATHS", "/,/blog/,/breads/").split(",") if path]
    return {path: path for path in paths}


@contextmanager
def served(folder: Path, port: int) -> Iterator[int]:
    """Serves the site of a folder by gunicorn, as ours is; yields its process id.

    Raises `RuntimeError` with what to do when the folder has no `manage.py` that names its settings, or the site does
    not answer within a minute.
    """
    settings = os.environ.get("BENCH_PEER_SETTINGS") or _settings_of(folder)
    python = os.environ.get("BENCH_PEER_PYTHON") or str(folder / ".venv" / "bin" / "python")
    command = [
        python,
        "-m",
        "gunicorn",
        f"{settings.partition('.')[0]}.wsgi",
        "--workers=2",
        "--worker-class=gthread",
        "--threads=4",
    ]
    # Nothing of ours: its settings are its own.
    ours = ("DJANGO_", "FEDCMS_", "DATABASE_URL", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment["DJANGO_SETTINGS_MODULE"] = settings
    process = subprocess.Popen(
        [*command, f"--bind=127.0.0.1:{port}", "--log-level=error"], cwd=folder, env=environment
    )
    try:
        wait_until_answered(port, "/", process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _settings_of(folder: Path) -> str:
    manage = folder / "manage.py"
    named = _SETTINGS.search(manage.read_text()) if manage.exists() else None
    if named is None:
        raise RuntimeError(f"BENCH_PEER={folder}: no manage.py with DJANGO_SETTINGS_MODULE there.")
    return named[1]
