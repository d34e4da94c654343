"""Data that an earlier commit made are all there after today's migrations, on the database of this run."""

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.utils.module_loading import import_string
from django_tasks.base import Task
from pytest_django import DjangoDbBlocker

from tests.core.worker_site import ROOT, database_url
from tests.template_database import copying

DATA = Path(__file__).parent / "previous_main"
ALIAS = "previous_main"
TASKS = "django_tasks_database_dbtaskresult"
# Values that migrations change on purpose: (table, column).
CHANGED = {
    (TASKS, "task_path"),  # modules moved: docs/adr/0027
    (TASKS, "queue_name"),  # the queue of its lane: docs/adr/0030
    ("federated_search_promotedresult", "keys"),  # its words by the present stems: docs/adr/0075
}
# One value that they change on purpose: the roots that Wagtail makes, named in French.
RENAMED = {
    ("wagtailcore_page", "title", "Root"): "Racine",
    ("wagtailcore_page", "draft_title", "Root"): "Racine",
    ("wagtailcore_collection", "name", "Root"): "Racine",
}

# Tables that the search makes anew when their layout changes, from its entries.
INDEX = "searchindex_"

Rows = dict[tuple[object, ...], dict[str, object]]


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A scratch database as the earlier commit left it, under `ALIAS`; the folder of its site."""
    folder = tmp_path_factory.mktemp("previous-main")
    base = connections.settings["default"]
    with django_db_blocker.unblock():
        if connections["default"].vendor == "sqlite":
            file = folder / "db.sqlite3"
            file.write_bytes(lzma.decompress((DATA / "sqlite3.xz").read_bytes()))
            connections.settings[ALIAS] = base | {"NAME": str(file)}
            yield folder
        else:
            dump = folder / "dump.sql"
            dump.write_bytes(lzma.decompress((DATA / "postgresql.sql.xz").read_bytes()))
            with copying.restored(dump) as name:
                connections.settings[ALIAS] = base | {"NAME": name}
                yield folder
                connections[ALIAS].close()
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


def manage(folder: Path, *arguments: str) -> str:
    """Runs manage.py on the scratch database and returns what it printed."""
    environment = os.environ | {
        "DATABASE_URL": database_url(connections.settings[ALIAS]),
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.test",
        "FEDCMS_VAR_DIR": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def all_rows() -> dict[str, Rows]:
    """Every row of every table, by primary key; without one, by all its values."""
    connection = connections[ALIAS]
    found: dict[str, Rows] = {}
    with connection.cursor() as cursor:
        tables = [each.name for each in connection.introspection.get_table_list(cursor) if each.type == "t"]
        for table in tables:
            keys = connection.introspection.get_primary_key_columns(cursor, table)
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # the database's name
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found[table] = {tuple(str(row[key]) for key in keys or columns): row for row in rows}
    connection.close()
    return found


def lost(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[str]:
    """What was there before and is not, or is another value, in words."""
    for table, rows in before.items():
        if table.startswith(INDEX):
            continue
        if table not in after:
            yield f"{table} is gone, with {len(rows)} rows"
            continue
        for key, row in rows.items():
            now = after[table].get(key)
            if now is None:
                yield f"{table} {key} is gone"
                continue
            for column, value in row.items():
                renamed = isinstance(value, str) and RENAMED.get((table, column, value))
                expected = renamed or value
                if (table, column) not in CHANGED and now.get(column, "no such column") != expected:
                    yield f"{table} {key}: {column} was {value!r}, is {now.get(column, 'no such column')!r}"


def indexed(tables: dict[str, Rows]) -> set[object]:
    """The entries that the search finds."""
    return {row["id"] for row in tables[f"{INDEX}federation"].values()}


def test_rows_of_the_earlier_commit_are_all_there_and_its_pages_answer(
    restored: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        before = all_rows()
        assert len(before[TASKS]) == 16, "the dump holds each task of its time"
        assert len(before["wagtailcore_page"]) > 60
        manage(restored, "migrate", "--verbosity=0")
        after = all_rows()
    assert list(lost(before, after)) == []
    assert indexed(before) <= indexed(after), "the search finds less"
    tasks = [(import_string(str(row["task_path"])), row["queue_name"]) for row in after[TASKS].values()]
    assert all(isinstance(task, Task) for task, _queue in tasks), "no function waits under an old name"
    assert all(queue == task.queue_name for task, queue in tasks), "each waits in the queue of its lane"
    answers = manage(
        restored,
        "shell",
        "-v0",
        "-c",
        "from django.test import Client; from wagtail.models import Page\n"
        "for page in Page.objects.live().filter(depth__gt=2): print(Client().get(page.url_path).status_code)",
    ).split()
    assert len(answers) > 40
    assert set(answers) == {"200"}


def test_a_row_a_value_or_a_table_that_is_lost_is_said() -> None:
    before: dict[str, Rows] = {
        "page": {(1,): {"id": 1, "title": "A"}, (2,): {"id": 2, "title": "B"}},
        "gone": {},
    }
    after: dict[str, Rows] = {"page": {(1,): {"id": 1, "title": "Z"}}}
    assert list(lost(before, after)) == [
        "page (1,): title was 'A', is 'Z'",
        "page (2,) is gone",
        "gone is gone, with 0 rows",
    ]
