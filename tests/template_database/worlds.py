"""A second test database beside the first, with rows that many modules start from, put in its place for a class."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from . import copying, media, store
from .creation import made


@dataclass(frozen=True)
class _World:
    """A test database; and the folder of the files that its rows name, if they name any."""

    database: BaseDatabaseWrapper
    around: "tempfile.TemporaryDirectory[str]"
    media: Path | None


_opened: dict[str, _World] = {}


@contextmanager
def in_world(name: str) -> Iterator[None]:
    """Meanwhile every connection is to the test database that a function of `tests.factories.worlds` filled."""
    first = connections[DEFAULT_DB_ALIAS]
    settings = connections.settings[DEFAULT_DB_ALIAS]
    database = str(settings["NAME"])
    world = _opened.get(name)
    try:
        if world is None:
            world = _open(name, first)
        settings["NAME"] = world.database.settings_dict["NAME"]
        connections[DEFAULT_DB_ALIAS] = world.database
        with override_settings(MEDIA_ROOT=world.media) if world.media else nullcontext():
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = first
        settings["NAME"] = database


def close_worlds() -> None:
    """Removes them, at the end of the session."""
    while _opened:
        _name, world = _opened.popitem()
        world.database.close()
        if world.database.vendor == "postgresql":
            copying.remove_database(str(world.database.settings_dict["NAME"]))
        world.around.cleanup()


def _open(name: str, first: BaseDatabaseWrapper) -> _World:
    around = tempfile.TemporaryDirectory(prefix="fedcms-world-", ignore_cleanup_errors=True)
    files = Path(around.name) / "media"
    with store.locked():
        template = made(first, name)
        if first.vendor == "sqlite":
            database = f"file:memorydb_{name}?mode=memory&cache=shared"
        else:
            database = f"{first.settings_dict['NAME']}_{name}"
        world = type(first)(first.settings_dict | {"NAME": database}, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = world
        copying.load(template)
        has_files = media.load(template, files)
    _opened[name] = _World(world, around, files if has_files else None)
    return _opened[name]
