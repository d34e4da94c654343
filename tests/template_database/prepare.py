"""Makes the templates that a run of tests will ask for, before it: `python -m tests.template_database.prepare`.

Two processes of a run would find none, and one of them would wait while the other makes it.
"""

import inspect


def main() -> None:
    """Of the database that DATABASE_URL names: the federation, and each world that stands on it."""
    import django  # noqa: PLC0415  # models come after it

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from tests.factories import worlds  # noqa: PLC0415
    from tests.template_database import creation, store  # noqa: PLC0415

    levels = [
        name
        for name, function in inspect.getmembers(worlds, inspect.isfunction)
        if function.__module__ == worlds.__name__
    ]
    with store.locked():
        for level in (store.PROVISIONED, *levels):
            creation.made(connection, level)


if __name__ == "__main__":
    main()
