"""Fifty clients at once for the last seat: one has it, the others wait in the order in which they came."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from clusters.models import Cluster
from events.models import SignUp, SignUpState
from events.signup.links import own_token
from fedcms.core.models import OutgoingMail
from tests.core.forked import Forked
from tests.core.worker_site import database_url, wait_for
from tests.events.signup.support import arrived, asked, make_far_event, make_sheet
from tests.factories import make_cluster
from tests.search.races import shared_database

pytestmark = pytest.mark.database("postgresql")
CLIENTS = 50
# FEDCMS_LAST_SEAT_RUNS=20 asks as often.
RUNS = int(os.environ.get("FEDCMS_LAST_SEAT_RUNS", "1"))
LOCK_KEY = 20_541
# A process of the site's own: it waits until all are there, and then presses the button of its page.
_PRESS = """
from django.db import connection
from django.test import Client
client = Client()
client.get({path!r})
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock_shared({key})")
    cursor.execute("SELECT pg_advisory_unlock_shared({key})")
print(client.post({path!r}, {{"action": "confirm"}}).status_code)
"""


@pytest.fixture(scope="module")
def cluster(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """A cluster that every connection sees."""
    with django_db_blocker.unblock(), shared_database():
        yield make_cluster("nord", "NOR")


@pytest.fixture(autouse=True)
def db(cluster: Cluster) -> None:
    """Instead of one transaction around each test."""


def _press_all(paths: list[str], folder: Path) -> list[str]:
    """Presses the buttons of all pages at once, each in a process of its own; returns what each was answered."""
    settings = connection.settings_dict
    environment = dict(os.environ) | {
        "DATABASE_URL": database_url(settings),
        "DJANGO_SETTINGS_MODULE": "tests.core.worker_project.settings",
        "FEDCMS_VAR_DIR": str(folder),
        "WORKER_TEST_FOLDER": str(folder),
        "TMPDIR": str(folder),
    }
    with psycopg.connect(database_url(settings), autocommit=True) as server:
        server.execute(f"SELECT pg_advisory_lock({LOCK_KEY})")
        processes = []
        for number, path in enumerate(paths):
            code = _PRESS.format(path=path, key=LOCK_KEY)
            arguments = ["shell", "-v0", "-c", code]
            processes.append(
                Forked(arguments, environment, folder / f"out-{number}", folder / f"err-{number}")
            )
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"

        def all_wait() -> bool:
            row = server.execute(waiting).fetchone()
            return row is not None and row[0] == len(paths)

        wait_for("all clients are at the button", all_wait, 240)
    # The lock is gone with its connection.
    for process in processes:
        process.wait(120)
    return [(folder / f"out-{number}").read_text().strip() for number in range(len(paths))]


@pytest.mark.parametrize("run", range(RUNS))
def test_fifty_at_once_for_the_last_seat(cluster: Cluster, run: int) -> None:
    event = make_far_event(cluster)
    sheet = make_sheet(event, 3)
    for name in ("first", "second"):
        assert arrived(sheet, event, f"{name}-{run}@people.example").state == SignUpState.CONFIRMED
    paths = []
    for number in range(CLIENTS):
        sign_up = asked(sheet, event, f"p{run}-{number}@people.example")
        paths.append(f"/my-sign-up/{own_token(sign_up)}/")
    OutgoingMail.objects.all().delete()
    with tempfile.TemporaryDirectory() as folder:
        answers = _press_all(paths, Path(folder))
    assert answers == ["303"] * CLIENTS
    rows = list(SignUp.objects.filter(sheet=sheet).order_by("rank"))
    assert [each.rank for each in rows] == list(range(1, CLIENTS + 3))
    assert [each.state for each in rows] == [SignUpState.CONFIRMED] * 3 + [SignUpState.WAITING] * (
        CLIENTS - 1
    )
    # Each is told once, and what is so.
    told = {mail.content["to"][0]: mail.content for mail in OutgoingMail.objects.all()}
    assert len(told) == OutgoingMail.objects.count() == CLIENTS
    assert "votre place est confirmée" in told[rows[2].email]["subject"]
    for position, each in enumerate(rows[3:], start=1):
        assert f"au rang {position}." in told[each.email]["body"]
