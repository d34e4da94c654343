"""Message catalogues: collects what is to be translated into locale/, or checks that nothing is missing.

Usage: python bin/messages.py [--check]      needs gettext (xgettext, msgmerge, msguniq)

French is the source language: its catalogue says what the code says, so that French plurals have their rule.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en", "es", "ar")
APPS = ("fedcms", "clusters", "news", "events", "search", "home")
# Without source locations, which change with every edit, a catalogue only changes when its texts do.
OPTIONS = ("--no-location", "--no-wrap", "--no-obsolete", "--verbosity=0")
WIDE = 10_000
# makemessages writes into the first folder of LOCALE_PATHS: what the packages say otherwise is none of its business.
COLLECT = """
import sys
from pathlib import Path
from django.conf import settings
from django.core.management import execute_from_command_line
settings.LOCALE_PATHS = [Path("locale").resolve()]
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def collect(root: Path) -> None:
    """Runs makemessages in a checkout and normalises its catalogues."""
    (root / "locale").mkdir(exist_ok=True)
    locales = [option for language in LANGUAGES for option in ("--locale", language)]
    ignored = [
        option for name in ("var", ".venv", "tests", "bin", "node_modules") for option in ("--ignore", name)
    ]
    env = os.environ | {
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.test",
    }
    command = [sys.executable, "-c", COLLECT, "makemessages", *locales, *ignored, *OPTIONS]
    subprocess.run(command, cwd=root, env=env, check=True)
    for language in LANGUAGES:
        tidy(catalogue(root, language), language)


def catalogue(root: Path, language: str) -> Path:
    """Returns the path of a language's catalogue."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def tidy(path: Path, language: str) -> None:
    """Removes dates from the header, and copies the source texts into the French catalogue."""
    po = polib.pofile(str(path), wrapwidth=WIDE)
    po.header = ""
    po.metadata = {
        "Project-Id-Version": "fedcms",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": po.metadata.get("Plural-Forms", ""),
    }
    if language == "fr":
        for entry in po:
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    po.save()


def problems() -> list[str]:
    """Returns what is wrong with the committed catalogues, one line each."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        # "tests", since the settings of the tests install an app of it; makemessages ignores it.
        for name in (*APPS, "templates", "locale", "tests"):
            if (ROOT / name).exists():
                shutil.copytree(
                    ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__")
                )
        collect(copy)
        for language in LANGUAGES:
            found += differences(catalogue(ROOT, language), catalogue(copy, language), language)
    return found


def differences(committed: Path, collected: Path, language: str) -> list[str]:
    """Returns how a committed catalogue differs from the texts in the code."""
    if not committed.exists():
        return [f"{language}: there is no catalogue"]
    old = {
        (entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(committed)) if not entry.obsolete
    }
    new = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(collected)) if not entry.obsolete}
    found = [
        f"{language}: not in the catalogue: {msgid!r}" for _context, msgid in sorted(new - set(old), key=str)
    ]
    found += [
        f"{language}: no longer in the code: {msgid!r}" for _context, msgid in sorted(set(old) - new, key=str)
    ]
    for entry in old.values():
        if entry.fuzzy:
            found.append(f"{language}: a guess nobody confirmed (fuzzy): {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"{language}: not translated: {entry.msgid!r}")
    return found


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        collect(ROOT)
    elif wrong := problems():
        sys.exit(
            "\n".join(
                [*wrong, f"{len(wrong)} in all. `make messages` collects; then translate what is empty."]
            )
        )
