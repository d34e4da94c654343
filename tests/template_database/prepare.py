"""Makes the templates that a run of tests will ask for, before it: `python -m tests.template_database.prepare`.

Two processes of a run would find none, and one of them would wait while the other makes it.
"""

import inspect

from tests.selection import SQLITE_ENOUGH

OF_THE_DEMO = "tests/home/test_demo.py"


def main() -> None:
    """Of the database that DATABASE_URL names: the federation, and each world that stands on it."""
    import django  # noqa: PLC0415  # models come after it

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from tests.factories import worlds  # noqa: PLC0415
    from tests.template_database import creation, store  # noqa: PLC0415

    levels = {
        name
        for name, function in inspect.getmembers(worlds, inspect.isfunction)
        if function.__module__ == worlds.__name__
    }
    # The site that is served has it from SQLite; on PostgreSQL one file alone asks for it, where it runs there.
    if connection.vendor == "postgresql" and OF_THE_DEMO in SQLITE_ENOUGH:
        levels.remove("demo")
    with store.locked():
        for level in (store.PROVISIONED, *sorted(levels)):
            creation.made(connection, level)


if __name__ == "__main__":
    main()
