"""Django's making of a test database, from a template instead of 291 migrations."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

from tests.core.worker_site import database_url

from . import copying, store
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
            template = provisioned(self.connection)
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


def provisioned(connection: BaseDatabaseWrapper) -> str:
    """The template's name; it is made when there is none."""
    found = store.find(store.PROVISIONED)
    if not found:
        with _empty_database(connection) as url:
            made = subprocess.run(
                [sys.executable, "-m", "tests.template_database"],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
        if made.returncode:
            raise RuntimeError(f"No template of the test database could be made:\n{made.stdout}{made.stderr}")
        found = store.find(store.PROVISIONED)
    assert found, "the sources changed while the template was made: once more, please"
    return found


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
