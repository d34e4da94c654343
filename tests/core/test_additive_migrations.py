"""Migrations are additive: the release before runs on the new tables, so that two are served at once (issue 18).

A column or table is dropped, renamed or made required only in the release after the last that needs it as it was.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django_migration_linter import MigrationLinter

# The last migrations from before the rule: what came before them is on every site.
BEFORE_THE_RULE = {
    "clusters": 28,
    "core": 12,
    "events": 24,
    "federated_search": 16,
    "home": 7,
    "media": 5,
    "news": 8,
    "sign_in": 6,
    "translation": 8,
    "users": 2,
    "view_counts": 1,
}
# Locks for a moment, which no release notices but by waiting; what data migrations do is read by people.
NOT_ASKED = {"RUNPYTHON_REVERSIBLE", "RUNPYTHON_ARGS_NAMING_CONVENTION", "RUNPYTHON_MODEL_IMPORT"}


@pytest.fixture
def linter() -> MigrationLinter:
    if connection.vendor != "postgresql":
        pytest.skip("what a change does to a table in use is told by PostgreSQL's statements")
    return MigrationLinter(
        no_cache=True, quiet=["ok", "ignore", "warning"], exclude_migration_tests=NOT_ASKED
    )


def own_migrations(linter: MigrationLinter) -> Iterator[tuple[str, str]]:
    """Returns app and name of each migration of this project; of a squashed one its parts are asked."""
    ours = {
        each.label
        for each in apps.get_app_configs()
        # Packages are installed in the project's folder, too: `.venv`.
        if Path(each.path).is_relative_to(settings.BASE_DIR)
        and not Path(each.path).is_relative_to(sys.prefix)
    }
    for app, name in linter.migration_loader.disk_migrations:
        if app in ours and not linter.migration_loader.disk_migrations[app, name].replaces:
            yield app, name


@pytest.mark.django_db
def test_the_release_before_runs_on_the_new_tables(
    linter: MigrationLinter, capsys: pytest.CaptureFixture[str]
) -> None:
    new = [
        (app, name)
        for app, name in own_migrations(linter)
        if app not in BEFORE_THE_RULE or int(name[:4]) > BEFORE_THE_RULE[app]
    ]
    for app, name in new:
        linter.lint_migration(linter.migration_loader.disk_migrations[app, name])
    assert not linter.has_errors, (
        f"{capsys.readouterr().out}\nThe release before does not know the column: give it `db_default`, or let it be "
        "null. Rename and drop in the release after."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("app", "name", "fault"),
    [
        ("clusters", "0006_contact_form_key", "DROPPING columns"),
        ("clusters", "0028_source_places", "NOT NULL constraint"),
        ("sign_in", "0005_one_row_a_session", "unique constraint"),
    ],
)
def test_a_migration_that_is_not_additive_is_noticed(
    linter: MigrationLinter, capsys: pytest.CaptureFixture[str], app: str, name: str, fault: str
) -> None:
    linter.lint_migration(linter.migration_loader.disk_migrations[app, name])
    assert linter.has_errors
    assert fault in capsys.readouterr().out


@pytest.mark.django_db
def test_every_app_has_its_last_migration_before_the_rule(linter: MigrationLinter) -> None:
    known = {(app, int(name[:4])) for app, name in own_migrations(linter)}
    assert set(BEFORE_THE_RULE.items()) <= known
