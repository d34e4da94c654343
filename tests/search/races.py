"""Two transactions at once, on a database that several connections share; one is held where it is told to be."""

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import ModuleType

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql

from tests.core.worker_site import database_url, wait_for

SECONDS = 60.0


@contextmanager
def shared_database() -> Iterator[None]:
    """A copy of the tests' database in its place, whose transactions end by themselves.

    PostgreSQL alone has locks: what uses it is marked `pytest.mark.database("postgresql")`.
    """
    if connection.vendor != "postgresql":
        pytest.skip('SQLite lets one write at a time; mark the test database("postgresql")')
    settings = connection.settings_dict
    name, copy = settings["NAME"], f"fedcms_race_{secrets.token_hex(4)}"
    connections.close_all()
    with psycopg.connect(database_url(settings | {"NAME": "postgres"}), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(name))
        )
        settings["NAME"] = copy
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = name
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy)))


class Held:
    """Holds the first of two in the midst of its transaction until the second has ended, or waits for it."""

    def __init__(self) -> None:
        self._first = 0
        self._reached, self._go_on = threading.Event(), threading.Event()

    def after(self, monkeypatch: pytest.MonkeyPatch, owner: ModuleType | type, name: str) -> None:
        """The first is held when it has called this function, before it sees what came of it."""
        real = getattr(owner, name)

        def holding(*args: object, **kwargs: object) -> object:
            answer = real(*args, **kwargs)
            if isinstance(answer, Iterator):
                answer = iter(list(answer))
            if threading.get_ident() == self._first and not self._reached.is_set():
                self._reached.set()
                assert self._go_on.wait(SECONDS)
            return answer

        monkeypatch.setattr(owner, name, holding)

    def run(self, first: Callable[[], object], second: Callable[[], object]) -> None:
        """Both, until they have ended; what goes wrong in either is raised."""
        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(self._alone, self._as_first, first)
            wait_for("the first is where it is held", lambda: self._reached.is_set() or one.done(), SECONDS)
            assert self._reached.is_set(), one.result()
            two = pool.submit(self._alone, second)
            try:
                wait_for("the second has ended or waits", lambda: two.done() or _somebody_waits(), SECONDS)
            finally:
                self._go_on.set()
            one.result(SECONDS)
            two.result(SECONDS)

    def _as_first(self, job: Callable[[], object]) -> None:
        self._first = threading.get_ident()
        job()

    @staticmethod
    def _alone(job: Callable[..., object], *args: object) -> None:
        try:
            job(*args)
        finally:
            connections.close_all()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
