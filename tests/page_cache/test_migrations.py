"""Migrations write to what is watched, before the table of notes is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from pytest_django import Settings

from fedcms.core.models import DroppedTags, Topic

ROOT = Path(__file__).resolve().parents[2]


def test_a_new_database_is_migrated_where_pages_are_kept(tmp_path: Path) -> None:
    """As far as the migrations of Wagtail that write rows."""
    own = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.dev",
        "FEDCMS_PAGE_CACHE": "1",
        "FEDCMS_VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "migrate", "wagtailcore", "0054_initial_locale", "--verbosity=0"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.mark.django_db
def test_a_migration_drops_everything_once_it_has_ended(settings: Settings) -> None:
    settings.FEDCMS_PAGE_CACHE = True
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    Topic.objects.create(key="new", labels={"fr": "Nouveau"})
    assert not DroppedTags.objects.exists()
    # What tests that empty the tables send again and again.
    for _ in range(2):
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    assert [note.tags for note in DroppedTags.objects.all()] == ["*"]
