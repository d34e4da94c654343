"""A new database, made by the squashed migrations, has what those that they replace lead to."""

import pytest
from django.db import migrations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner

from fedcms.core.squashed_migration import SquashedMigration

pytestmark = pytest.mark.django_db  # a migration of Wagtail asks the database when it is imported


def test_the_models_of_both_ways_are_the_same() -> None:
    """Fields, options, constraints and indexes: Django finds nothing that would have to be migrated."""
    squashed, replayed = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    last = [key for key in replayed.graph.leaf_nodes() if not replayed.disk_migrations[key].replaces]
    assert {app for app, _name in last} == {app for app, _name in squashed.graph.leaf_nodes()}
    detector = MigrationAutodetector(
        squashed.project_state(),
        replayed.project_state(last),
        NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
    )
    changes = detector.changes(replayed.graph)
    ours = {
        app for (app, _name), each in squashed.disk_migrations.items() if isinstance(each, SquashedMigration)
    }
    assert {app: [each.operations for each in changes[app]] for app in ours & set(changes)} == {}


def test_a_squashed_migration_creates_tables_then_changes_rows() -> None:
    """What `SquashedMigration` asks for: it looks at the models at the end, and at nothing between."""
    migrations_found = MigrationLoader(None).disk_migrations.values()
    squashed = [each for each in migrations_found if isinstance(each, SquashedMigration)]
    assert squashed
    for migration in squashed:
        kinds = [type(each) for each in migration.operations]
        first = kinds.index(migrations.RunPython) if migrations.RunPython in kinds else len(kinds)
        assert migration.replaces
        assert set(kinds[first:]) <= {migrations.RunPython}
        assert not set(kinds) & {migrations.RunSQL, migrations.SeparateDatabaseAndState}
