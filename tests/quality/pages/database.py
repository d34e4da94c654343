"""A scratch database beside the site's own, migrated, and gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

NAME = "fedcms_benchmark"


@contextmanager
def scratch_database(*, keep: bool) -> Iterator[bool]:
    """Within it, the default connection leads to a database of its own, of the same kind as the site's.

    On SQLite it is a file in `FEDCMS_VAR_DIR`: in memory nothing would be read from a disk; on PostgreSQL a database
    of the same server, whose user must be allowed to create one. With `keep` it stays, and is used as it was left.
    Yields whether it is new.
    """
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    own = connection.settings_dict["NAME"]
    name = str(folder / f"{NAME}.sqlite3") if connection.vendor == "sqlite" else NAME
    is_there = keep and _is_there(name)
    if is_there:
        connection.close()
        connection.settings_dict["NAME"] = name
    else:
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield not is_there
    finally:
        if not keep:
            connection.creation.destroy_test_db(own, verbosity=0)


def _is_there(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def analyse() -> None:
    """Lets the planner know how many rows there are, as it does by itself where they stay; on PostgreSQL vacuums too.

    Rows that were never vacuumed are looked up in the table, whatever an index holds.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
