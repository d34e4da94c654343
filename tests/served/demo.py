"""The demo, served: made once a day in `measured/` of the site's folder, with an article of every block.

On SQLite, the database and its files come from a template, which tests use too (`tests.factories.worlds.demo`).
`python -m tests.served.demo` makes them and no more, for those who will ask for it.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings

from tests.served.site import ROOT, Site, preparing, serving, site_in

FOLDER = Path(os.environ.get("FEDCMS_VAR_DIR") or ROOT / "var").resolve() / "measured"
# What the content of the database follows from.
SOURCES = ("fedcms/demo/**/*", "*/migrations/*.py", "*/*/migrations/*.py", "tests/served/sample.py")


def fingerprint() -> str:
    """Changes with the demo's sources, and with the day: the demo's dates are counted from the day it is loaded."""
    digest = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011  # any zone's day will do
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(site: Site) -> None:
    """Brings the demo where it is not, or not this one; migrates and collects static files in any case."""
    stamp = FOLDER / "loaded.sha256"
    is_loaded = stamp.exists() and stamp.read_text() == fingerprint()
    if not is_loaded:
        shutil.rmtree(FOLDER)
        FOLDER.mkdir()
        # In a process of the tests; the others migrate.
        if settings.configured:
            from tests.template_database.creation import copy_to  # noqa: PLC0415  # needs Django

            copy_to(FOLDER, "demo")
    with preparing(FOLDER):
        site.manage("prepare_site", "--demo")
    if not is_loaded:
        site.manage("shell", "--no-imports", "-c", "from tests.served.sample import build; build()")
        stamp.write_text(fingerprint())


def prepared() -> Site:
    """The demo, loaded. Two at once share the folder: the second waits for the first's loading."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    site = site_in(FOLDER)
    # One process asks for all the visitors of all tests.
    site = replace(site, environment=site.environment | {"FEDCMS_API_RATE": "100000/m"})
    with FOLDER.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(site)
    return site


@contextmanager
def demo_site() -> Iterator[Site]:
    """The demo, prepared and served."""
    site = prepared()
    with serving(site):
        yield site


if __name__ == "__main__":
    # With Django, the demo comes from a template.
    import django

    django.setup()
    prepared()
