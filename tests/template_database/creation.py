"""Django's making of a test database, from a template instead of 291 migrations."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

from tests.core.worker_site import database_url

from . import copying, media, store
from .traces import ROOT


def use_templates(connection: BaseDatabaseWrapper) -> None:
    """From now on a test database of this connection is a copy of a template."""
    kind = type(connection.creation)
    connection.creation = type("FromTemplate", (FromTemplate, kind), {})(connection)


class FromTemplate(BaseDatabaseCreation):
    """In front of the class of the database's kind."""

    def create_test_db(
        self, verbosity: int = 1, autoclobber: bool = False, serialize: bool = True, keepdb: bool = False
    ) -> str:
        """Makes the test database, migrated and with the federation provisioned; returns its name."""
        if keepdb:
            return super().create_test_db(verbosity, autoclobber, serialize, keepdb)
        with store.locked():
            template = made(self.connection)
            if self.connection.vendor == "postgresql":
                copying.bring(template)
                self.connection.settings_dict["TEST"]["TEMPLATE"] = copying.database_of(template)
            name = self._create_test_db(verbosity, autoclobber)
            self.connection.close()
            settings.DATABASES[self.connection.alias]["NAME"] = name
            self.connection.settings_dict["NAME"] = name
            if self.connection.vendor == "sqlite":
                copying.load(template)
        if serialize:
            self.connection._test_serialized_contents = self.serialize_db_to_string()
        return name


def made(connection: BaseDatabaseWrapper, level: str = store.PROVISIONED) -> str:
    """The name of a template, which is made when there is none; for a process that has the lock."""
    if level != store.PROVISIONED:
        made(connection)
    found = store.find(level)
    if not found:
        with _empty_database(connection) as url:
            done = subprocess.run(
                [sys.executable, "-m", "tests.template_database", level],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"No template of the test database could be made:\n{done.stdout}{done.stderr}")
        found = done.stdout.split()[-1]
    return found


def template_of(level: str) -> str | None:
    """A template of a level that others stand on, on the server too where there is one."""
    with store.locked():
        made(default)
        found = store.find(level)
        if found and default.vendor == "postgresql":
            copying.bring(found)
        return found


def copy_to(folder: Path, level: str = store.PROVISIONED) -> None:
    """The database and the files of a site that is served, from a template; none where the tests run on PostgreSQL."""
    if default.vendor == "sqlite":
        with store.locked():
            template = made(default, level)
            shutil.copy(copying.file_of(template), folder / "db.sqlite3")
            media.load(template, folder / "media")


@contextmanager
def _empty_database(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="fedcms-template-") as folder:
            yield f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        return
    name = f"fedcms_making_{secrets.token_hex(4)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield database_url(connection.settings_dict | {"NAME": name})
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
