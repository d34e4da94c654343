"""Makes the templates that are missing, in a process of its own, of which all is seen. Run by `creation.py`.

Usage: python -m tests.template_database LEVEL     "provisioned", or a function of tests.factories.worlds;
DATABASE_URL names an empty database, and the caller has the lock of `store`. Prints the template's name.
"""

import ast
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

from .traces import ROOT, Recorder, Source, Trace, digest, listing, loaded


def main(level: str) -> None:
    """Takes the template below, or migrates; does what the level adds, and notes what made it."""
    began, recorder = time.time(), Recorder()
    import django  # noqa: PLC0415  # from here on all counts

    django.setup()
    from . import copying, media, store  # noqa: PLC0415  # after django.setup

    if level == store.PROVISIONED:
        below = store.find(store.MIGRATED)
        if below:
            copying.load(below)
        else:
            with recorder.paused():
                # Settings with an app more need the migrations of that app alone.
                if plain := store.find(store.MIGRATED, "fedcms.settings.test"):
                    copying.load(plain)
                below = migrated()
        provision()
    else:
        below = store.find(store.PROVISIONED)
        assert below, "the federation comes first"
        copying.load(below)
        from tests.factories import worlds  # noqa: PLC0415

        getattr(worlds, level)()
    name = store.new_name(level)
    if media.are_there():
        if level == store.PROVISIONED:
            sys.exit("Files were written, which a world may have, but no federation.")
        media.save(name)
    copying.save(name)
    trace = recorder.trace()
    trace.add(store.trace_of(below))
    store.keep(name, trace, is_for_once=trace.changed_since(began))
    sys.stdout.write(name)


def migrated() -> str:
    """Migrates and keeps that. What follows migrations depends on the models as they are: `provision` does it."""
    from django.core.management import call_command  # noqa: PLC0415  # after django.setup
    from django.core.management.commands import migrate  # noqa: PLC0415

    from . import copying, store  # noqa: PLC0415

    with mock.patch.object(migrate, "emit_post_migrate_signal"):
        call_command("migrate", verbosity=0)
    name = store.new_name(store.MIGRATED)
    copying.save(name)
    store.keep(name, of_migrations())
    return name


def provision() -> None:
    """What follows the migrations, and the federation."""
    from django.core.management import call_command  # noqa: PLC0415  # after django.setup

    from home.provisioning import provision_federation  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    provision_federation()


def of_migrations() -> Trace:
    """What migrations depend on: they themselves, the settings, and what they import. They are frozen for good."""
    trace = Trace()
    folders = {(ROOT / path).parent for path in loaded() if Path(path).parent.name == "migrations"}
    trace.folders = {str(folder.relative_to(ROOT)): listing(folder) for folder in folders}
    files = [path for folder in [*folders, ROOT / "fedcms" / "settings"] for path in folder.glob("*.py")]
    for path in {*files, *imported_by(files)}:
        trace.files[str(path.relative_to(ROOT))] = Source(digest(path.read_bytes()))
    return trace


def imported_by(files: Iterable[Path]) -> set[Path]:
    """The project's modules that are imported in these files: fields and tables of migrations."""
    names: set[str] = set()
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_bytes()))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    found = {ROOT / f"{name.replace('.', '/')}{end}" for name in names for end in (".py", "/__init__.py")}
    return {path for path in found if path.is_file()}


if __name__ == "__main__":
    main(sys.argv[1])
