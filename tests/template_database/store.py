"""The templates that were made, and what made them, in var/test-templates; one process at a time looks or makes."""

import fcntl
import json
import os
import platform
import secrets
import site
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from django.db import connection

from . import copying, media
from .copying import FOLDER
from .traces import Trace, digest

# A federation that was provisioned yesterday is another one to a test that counts days.
SECONDS_KEPT = 24 * 3600
# Going back and forth between branches finds the templates of each.
NUMBER_KEPT = 4

MIGRATED, PROVISIONED = "migrated", "provisioned"
# Dates of the demo are counted from the day on which it is loaded.
OF_ONE_DAY = ("demo",)


@contextmanager
def locked() -> Iterator[None]:
    """One process of this checkout after the other, of each kind of database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"lock-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def surroundings(settings_module: str | None = None) -> str:
    """Names what a template depends on beside the sources: versions, the database's kind, variables, settings."""
    packages = sorted(
        path.name
        for folder in site.getsitepackages()
        for path in Path(folder).glob("*-info")  # names a version each
    )
    is_file = connection.vendor == "sqlite"
    database = connection.Database.sqlite_version if is_file else str(connection.pg_version)
    environment = dict(os.environ)
    if settings_module:
        environment["DJANGO_SETTINGS_MODULE"] = settings_module
    variables = sorted(
        f"{name}={value}"
        for name, value in environment.items()
        if name.startswith(("FEDCMS_", "DJANGO_SETTINGS"))
        and name not in ("FEDCMS_VAR_DIR", "FEDCMS_TEST_ELASTICSEARCH")
    )
    return digest(
        "\n".join([platform.python_version(), connection.vendor, database, *packages, *variables]).encode()
    )


def find(level: str, settings_module: str | None = None) -> str | None:
    """The name of a template that would come out the same if it were made now, with these or other settings."""
    around = surroundings(settings_module)
    for note in _notes(level):
        if not _is_young(level, note.stat().st_mtime):
            continue
        stored = json.loads(note.read_text())
        if (
            stored["surroundings"] == around
            and copying.is_there(note.stem)
            and Trace.of(stored["trace"]).is_still()
        ):
            return note.stem
    return None


def _is_young(level: str, made: float) -> bool:
    if level in OF_ONE_DAY:
        return date.fromtimestamp(made) == date.today()  # noqa: DTZ011, DTZ012  # the site's zone is the process's
    return level == MIGRATED or time.time() - made <= SECONDS_KEPT


def trace_of(name: str) -> Trace:
    """What made a template."""
    return Trace.of(json.loads((FOLDER / f"{name}.json").read_text())["trace"])


def new_name(level: str) -> str:
    """A name that no template has."""
    return f"{level}-{connection.vendor}-{secrets.token_hex(6)}"


def keep(name: str, trace: Trace, is_for_once: bool = False) -> None:
    """Notes what made a template, which was saved before; `is_for_once`: no other process finds it."""
    note = FOLDER / f"{name}.json"
    unfinished = note.with_suffix(".unfinished")
    unfinished.write_text(
        json.dumps({"surroundings": "" if is_for_once else surroundings(), "trace": trace.as_dict()})
    )
    unfinished.replace(note)
    for old in _notes(name.partition("-")[0])[NUMBER_KEPT:]:
        forget(old.stem)
    copying.remove_others([path.stem for path in FOLDER.glob("*.json")])


def forget(name: str) -> None:
    """Removes a template's files."""
    media.forget(name)
    for path in FOLDER.glob(f"{name}.*"):
        with suppress(OSError):
            path.unlink()


def forget_all() -> None:
    """As if none had ever been made."""
    with locked():
        for note in FOLDER.glob("*.json"):
            forget(note.stem)


def _notes(level: str) -> list[Path]:
    """Those of this kind of database, the newest first."""
    return sorted(FOLDER.glob(f"{level}-{connection.vendor}-*.json"), key=lambda path: -path.stat().st_mtime)
