"""A database server that takes connections and answers nothing is not waited for; one that is busy is."""

import runpy
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.errors import ConnectionTimeout
from pytest_django import Settings

from fedcms.core.postgresql import base, driver, refusal, server_watch, waiting
from fedcms.core.postgresql.server_watch import ServerWatch

pytestmark = pytest.mark.database("postgresql")
Server = dict[str, object]


@pytest.fixture
def hung() -> Iterator[Server]:
    """Where a server listens that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield {"host": "127.0.0.1", "port": listener.getsockname()[1]}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, wherever the tests are run: a socket's address has 107 bytes (unix(7))."""
    with tempfile.TemporaryDirectory(prefix="fedcms-", dir="/tmp") as path:
        yield Path(path)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> ServerWatch:
    """A watch of the test's own, which is on and looks soon."""
    own = ServerWatch()
    own.is_on = True
    monkeypatch.setattr(waiting, "watch", own)
    monkeypatch.setattr(base, "watch", own)
    monkeypatch.setattr(waiting, "PATIENCE", 0.2)
    monkeypatch.setattr(server_watch, "SECONDS_TO_ANSWER", 2)  # the least that psycopg can be told
    return own


def real() -> Server:
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "password", "host", "port") if name in known}


def own_connection() -> waiting.WatchedConnection:
    return waiting.WatchedConnection.connect(**real())  # type: ignore[arg-type]


def wait_until_well(watch: ServerWatch) -> None:
    end = time.monotonic() + 15
    while watch.is_hung and time.monotonic() < end:
        time.sleep(0.05)
    watch.refuse_if_hung()


def test_a_statement_is_given_up_once_the_server_answers_nobody(watch: ServerWatch, hung: Server) -> None:
    with own_connection() as mine, own_connection() as patient:
        watch.connect_as(hung)
        begun, sleeper = time.monotonic(), mine.info.backend_pid
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            mine.execute("SELECT pg_sleep(30)")
        assert time.monotonic() - begun < 15
        assert mine.closed
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            watch.refuse_if_hung()
        patient.execute("SELECT 1")  # answered at once: nothing is wrong with it
    watch.connect_as(real())
    wait_until_well(watch)
    with own_connection() as other:
        # It sleeps on, and holds the database of the tests.
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [sleeper])


def test_a_server_that_is_well_is_asked_once_however_long_a_statement_takes(
    watch: ServerWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[float] = []
    connect = psycopg.connect

    def counted(**parameters: object) -> psycopg.Connection:
        made.append(time.monotonic())
        return connect(**parameters)  # type: ignore[arg-type]

    watch.connect_as(real())
    with own_connection() as patient:
        monkeypatch.setattr(server_watch.psycopg, "connect", counted)
        patient.execute("SELECT pg_sleep(2)")
    assert len(made) == 1
    assert not watch.is_hung


def test_one_late_connection_ends_nothing(watch: ServerWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def late_once(**parameters: object) -> object:
        looked.append(1)
        if len(looked) == 1:
            raise ConnectionTimeout
        return socket.socket()  # closed by who looked

    monkeypatch.setattr(server_watch.psycopg, "connect", late_once)
    with own_connection() as patient:
        patient.execute("SELECT pg_sleep(1.5)")
    assert len(looked) == 2
    assert not watch.is_hung


def test_nobody_is_given_up_but_in_web_processes(watch: ServerWatch, hung: Server) -> None:
    watch.is_on = False
    watch.connect_as(hung)
    with own_connection() as mine:
        mine.execute("SELECT pg_sleep(0.6)")
    watch.look()
    assert watch._looking is None


@pytest.mark.django_db
def test_a_connection_that_is_not_answered_has_the_watch_look_and_the_next_is_refused(
    watch: ServerWatch, hung: Server
) -> None:
    """A process that was started while the server hangs has no statement that waits."""
    own = connection.copy()
    own.settings_dict = {
        **own.settings_dict,
        "HOST": hung["host"],
        "PORT": hung["port"],
        "OPTIONS": {"connect_timeout": 2},
    }
    with pytest.raises(OperationalError):
        own.ensure_connection()
    end = time.monotonic() + 15
    while not watch.is_hung and time.monotonic() < end:
        time.sleep(0.05)
    begun = time.monotonic()
    with pytest.raises(OperationalError, match="does not answer"):
        own.ensure_connection()
    assert time.monotonic() - begun < 1
    watch.connect_as(real())
    wait_until_well(watch)


def test_a_watch_without_threads_stops_no_statement(
    watch: ServerWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(server_watch.Thread, "start", start)
    watch.look()
    watch.refuse_if_hung()


@pytest.mark.django_db
def test_web_processes_turn_the_watch_on(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    own = ServerWatch()
    monkeypatch.setattr(server_watch, "watch", own)
    for settings.FEDCMS_DATABASE_WATCH in (False, True):
        runpy.run_module("fedcms.wsgi")
        assert own.is_on is settings.FEDCMS_DATABASE_WATCH


def at(monkeypatch: pytest.MonkeyPatch, host: object, port: object) -> bool:
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port))
    return refusal.is_refused()


def test_an_address_that_refuses_is_told_from_one_that_is_silent(
    monkeypatch: pytest.MonkeyPatch, hung: Server, folder: Path
) -> None:
    monkeypatch.setattr(refusal, "_reached", {})
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()[1]
        assert at(monkeypatch, "127.0.0.1", nobody)
        assert not at(monkeypatch, "127.0.0.1", hung["port"])
        both = f"{nobody},{hung['port']}"
        assert not at(monkeypatch, "127.0.0.1,127.0.0.1", both), "one of both may be written to"
    assert at(monkeypatch, str(folder), 5432), "a socket that is not there"
    assert at(monkeypatch, str(folder), "5433,"), "no port is libpq's own"
    assert not at(monkeypatch, "", 5432), "libpq knows where it is, we do not yet"
    assert not at(monkeypatch, "no-such-host.invalid", 5432)


def test_a_socket_that_settings_do_not_name_is_known_once_it_was_reached(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """`postgres:///fedcms`, as in the kit."""
    monkeypatch.setattr(refusal, "_reached", {})
    path = folder / ".s.PGSQL.5433"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        refusal.note_reached(str(folder), 5433)
        assert not at(monkeypatch, "", "")
    assert at(monkeypatch, "", ""), "its file is left, and nobody listens"
    path.unlink()
    assert at(monkeypatch, "", "")


@pytest.mark.django_db
def test_each_connection_says_by_which_address_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[tuple[str, int]] = []
    monkeypatch.setattr(base, "note_reached", lambda host, port: reached.append((host, port)))
    own = connection.copy()
    own.connect()
    assert own.connection is not None
    own.close()
    assert len(reached) == 1
    assert reached[0][0]


def test_the_driver_has_all_that_psycopg_has() -> None:
    """Django asks it for errors and for `Binary`; packages may ask for more."""
    for name in (
        "Binary",
        "Date",
        "ServerCursor",
        "__version__",
        *(error.__name__ for error in (psycopg.Error, psycopg.DataError)),
    ):
        assert getattr(driver, name) is getattr(psycopg, name)
    assert driver.connect is not psycopg.connect
