"""A database that is away gives 503 and true words, a full disk 507, and nothing half-written stays."""

import errno
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections, transaction
from django.db import Error as DatabaseError
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster
from fedcms.core.http.server_errors import status_of
from fedcms.core.whole_files import WholeFileStorage
from fedcms.media.models import FederationDocument
from tests.factories import make_user


class Said(NamedTuple):
    """What a visitor gets."""

    status: int
    headers: dict[str, str]
    text: str


def ask(path: str, **options: str) -> Said:
    response = Client(raise_request_exception=False).get(path, headers=options)
    return Said(response.status_code, dict(response.headers), response.content.decode())


def elsewhere(work: Callable[[], object], **changed: object) -> object:
    """What `work` returns in a thread whose connection to the database differs from ours in some settings."""
    results: list[object] = []

    def run() -> None:
        known = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = type(known)({**known.settings_dict, **changed}, DEFAULT_DB_ALIAS)
        try:
            results.append(work())
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return results[0]


def without_database(work: Callable[[], object]) -> object:
    away = (
        {"NAME": "/nowhere/db.sqlite3"}
        if connection.vendor == "sqlite"
        else {"HOST": "127.0.0.1", "PORT": "1"}
    )
    return elsewhere(work, **away)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/ar/actualites/", "/admin/", "/fr/search/?q=canada", "/media/a.png"]
)
def test_without_the_database_every_page_says_when_to_come_back(path: str) -> None:
    said = without_database(lambda: ask(path, cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345"))
    assert isinstance(said, Said)
    assert said.status == 503
    assert said.headers["Retry-After"] == "30"
    assert "no-store" in said.headers["Cache-Control"]
    assert "Content-Security-Policy" in said.headers
    for words in ("Le site revient", "back in a moment", "vuelve enseguida", "سيعود الموقع"):
        assert words in said.text


@pytest.mark.database("postgresql")
@pytest.mark.django_db
def test_a_host_that_answers_nothing_is_given_up_in_seconds() -> None:
    """As one that is gone: nobody refuses the connection."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        said = elsewhere(lambda: ask("/fr/"), HOST=host, PORT=str(port))
    assert isinstance(said, Said)
    assert said.status == 503


@pytest.mark.django_db
def test_programs_are_told_so_in_json() -> None:
    said = without_database(lambda: ask("/api/v1/events/"))
    assert isinstance(said, Said)
    assert (said.status, said.headers["Content-Type"]) == (503, "application/json")
    assert "later" in said.text


@pytest.mark.database("postgresql")
@pytest.mark.django_db
def test_a_connection_that_the_server_ended_fails_no_request() -> None:
    """A restart and a failover end them all; who opens the connection of a request looks first."""

    def twice() -> tuple[Said, Said]:
        before = ask("/robots.txt")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        with connections[DEFAULT_DB_ALIAS].copy().cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [number])
        # As a server does between two requests; Django's client for tests does not.
        close_old_connections()
        return before, ask("/fr/search/?q=canada")

    before, after = elsewhere(twice)  # type: ignore[misc]  # what `twice` returns
    assert (before.status, after.status) == (200, 200)


@contextmanager
def failing() -> Iterator[list[BaseException]]:
    """The error of the database that is raised in it, taken back."""
    found: list[BaseException] = []
    with suppress(DatabaseError), transaction.atomic():
        try:
            yield found
        except DatabaseError as error:
            found.append(error)
            raise


@pytest.mark.django_db
def test_a_mistake_of_ours_stays_one() -> None:
    with failing() as errors, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert status_of(errors[0]) == 500
    assert status_of(ValueError("?")) == 500
    assert status_of(None) == 500


@pytest.mark.database("postgresql")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("57P01", 503),  # the server stops
        ("53300", 503),  # too many connections
        ("40P01", 503),  # a deadlock
        ("55P03", 503),  # a lock that is held
        ("25006", 503),  # a standby
        ("53100", 507),  # the disk is full
        ("22012", 500),  # a division by zero
    ],
)
def test_what_the_server_says_decides(state: str, status: int) -> None:
    with failing() as errors, connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    assert status_of(errors[0]) == status


@pytest.mark.database("sqlite")
@pytest.mark.django_db
def test_a_full_disk_of_sqlite_is_said() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        try:
            with failing() as errors:
                cursor.execute("CREATE TABLE filler AS SELECT zeroblob(9000000) AS empty")
        finally:
            cursor.execute("PRAGMA max_page_count=4294967294")
    assert status_of(errors[0]) == 507


@pytest.mark.django_db
def test_an_upload_to_a_full_disk_is_refused_in_words_and_leaves_nothing(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user("an-editor", loire))
    monkeypatch.setattr(shutil, "disk_usage", lambda place: _Full)
    form = {
        "title": "Programme",
        "collection": str(loire.collection_id),
        "file": ContentFile(b"x" * 99, "a.txt"),
    }
    response = client.post(reverse("wagtaildocs:add"), form)
    assert response.status_code == 507
    assert "Ce que vous envoyiez n’a pas pu être enregistré" in response.content.decode()
    assert not FederationDocument.objects.exists()
    # Reading goes on.
    assert client.get("/fr/").status_code == 200


class _Full:
    free = 1000


def test_a_file_that_does_not_fit_leaves_no_beginning_behind(tmp_path: Path) -> None:
    class Cut(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"the beginning"
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    storage = WholeFileStorage(location=tmp_path)
    with pytest.raises(OSError, match="No space") as raised:
        storage.save("folder/a.txt", Cut(b"all of it"))
    assert status_of(raised.value) == 507
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert storage.save("folder/a.txt", ContentFile(b"all of it")) == "folder/a.txt"


def test_a_file_of_the_same_name_that_came_meanwhile_stays(tmp_path: Path) -> None:
    class Slow(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            (tmp_path / "a.txt").write_bytes(b"of another")
            yield b"mine"

    storage = WholeFileStorage(location=tmp_path)
    name = storage.save("a.txt", Slow(b"mine"))
    assert name != "a.txt"
    assert (tmp_path / name).read_bytes() == b"mine"
    assert (tmp_path / "a.txt").read_bytes() == b"of another"
    assert len(list(tmp_path.iterdir())) == 2


def test_what_applicants_send_is_stored_in_the_same_way() -> None:
    assert isinstance(storages["private"], WholeFileStorage)
    assert isinstance(storages["default"], WholeFileStorage)
