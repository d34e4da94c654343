"""A second test database beside the first, with rows that many modules start from, put in its place for a class."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from . import copying, store
from .creation import made

_opened: dict[str, BaseDatabaseWrapper] = {}


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
        settings["NAME"] = world.settings_dict["NAME"]
        connections[DEFAULT_DB_ALIAS] = world
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = first
        settings["NAME"] = database


def close_worlds() -> None:
    """Removes them, at the end of the session."""
    while _opened:
        _name, world = _opened.popitem()
        world.close()
        if world.vendor == "postgresql":
            copying.remove_database(str(world.settings_dict["NAME"]))


def _open(name: str, first: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    with store.locked():
        template = made(first, name)
        if first.vendor == "sqlite":
            database = f"file:memorydb_{name}?mode=memory&cache=shared"
        else:
            database = f"{first.settings_dict['NAME']}_{name}"
        world = type(first)(first.settings_dict | {"NAME": database}, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = world
        copying.load(template)
    _opened[name] = world
    return world
