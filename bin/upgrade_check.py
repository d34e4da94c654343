"""`make upgrade-check`: what the newest releases of Wagtail and its companions change for the project, in words.

Usage: python bin/upgrade_check.py [REQUIREMENT ...]      e.g. "wagtail<8" for another release than the newest

Makes a throw-away virtual environment with the newest releases that the registry serves, without the project's pins,
and reads there what tests/upgrade/leans.toml lists. Ends with 1 when something is not as it was.
"""

import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.upgrade.listed import changes, leans, read_in  # noqa: E402  # after the path

TOGETHER = (
    "wagtail",
    "django-tasks",
    "django-tasks-db",
)  # with their dependencies: treebeard, modelsearch, modelcluster
# Installed alone: otherwise its bound on Wagtail would hold Wagtail back, and the newest would not be checked.
ALONE = ("wagtail-localize",)
ITS_OWN = ("polib", "typing_extensions", "requests")
SHOWN = (*TOGETHER, *ALONE, "django", "django-treebeard", "modelsearch", "django-modelcluster")


def uv(*arguments: str) -> None:
    """Runs uv quietly. Raises `CalledProcessError`."""
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True, cwd=ROOT)


def versions(python: Path) -> dict[str, str]:
    """Returns the versions installed in another environment, by package."""
    done = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "list", "--format", "json", "--python", str(python)],
        check=True,
        capture_output=True,
        text=True,
    )
    return {each["name"].lower().replace("_", "-"): each["version"] for each in json.loads(done.stdout)}


def install(folder: Path, wanted: list[str]) -> Path:
    """Creates the environment; returns its Python. Raises `CalledProcessError`."""
    uv("venv", "--python", sys.executable, str(folder))
    python = folder / "bin" / "python"
    options = ("--python", str(python), "--prerelease", "disallow", "--upgrade")
    uv("pip", "install", *options, *TOGETHER, *ITS_OWN, *wanted)
    uv("pip", "install", *options, "--no-deps", *ALONE)
    return python


def told_of_versions(there: dict[str, str]) -> list[str]:
    """Returns a line for each package, with our release and the newest."""
    lines = []
    for name in SHOWN:
        ours, newest = importlib.metadata.version(name), there.get(name, "none")
        lines.append(f"{name}: {ours}" + (f" -> {newest}" if newest != ours else " is the newest"))
    return lines


def where_used() -> dict[str, set[str]]:
    """Returns where the project uses each name, read with the project's own environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedcms.settings.test")
    os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
    import django  # noqa: PLC0415

    django.setup()
    from tests.upgrade.finding import uses  # noqa: PLC0415  # it reads models

    return uses()


def main(wanted: list[str]) -> int:
    """Installs the newest releases, compares, and prints what changed; returns the exit code."""
    listed = leans()
    with tempfile.TemporaryDirectory(prefix="fedcms-upgrade-") as folder:
        try:
            python = install(Path(folder) / "venv", wanted)
        except subprocess.CalledProcessError:
            print("The newest releases could not be installed (uv says why above).")
            return 2
        there = versions(python)
        readings = read_in(python, [lean.name for lean in listed])
    print("\n".join(told_of_versions(there)))
    found = changes(listed, readings, where_used())
    if not found:
        print(f"\nAll {len(listed)} names that the project leans on are as they were.")
        return 0
    print(f"\n{len(found)} of {len(listed)} names that the project leans on changed:\n")
    print("\n".join(found))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
