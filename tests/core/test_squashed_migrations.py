"""A new database, made by the squashed migrations, has what those that they replace lead to."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, migrations
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


def test_asking_for_its_sql_changes_no_row() -> None:
    """`sqlmigrate` shows what would be done; groups that somebody made of that name stay."""
    group = Group.objects.create(name="Editors")
    loader = MigrationLoader(None)
    (key,) = [key for key in loader.disk_migrations if key[0] == "clusters" and "squashed" in key[1]]
    # Within a transaction, such an editor cannot be entered on SQLite; to collect, it need not.
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    loader.disk_migrations[key].apply(loader.project_state(key, at_end=False), editor, collect_sql=True)
    assert any("clusters_cluster" in statement for statement in editor.collected_sql)
    assert Group.objects.filter(pk=group.pk).exists()
