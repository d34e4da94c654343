"""The project's own source, as the tests of an upgrade read it."""

import ast
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "wagtail",
    "wagtail_localize",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "modelcluster",
)

Uses = dict[str, set[str]]


def packages_of_project() -> list[str]:
    """The packages at the top of the project, as the contract of imports names them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["tool"]["importlinter"]["root_packages"])


def sources() -> Iterator[tuple[str, str]]:
    """Path and text of the project's modules."""
    for package in packages_of_project():
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def is_of_theirs(module: str | None) -> bool:
    return module is not None and module.split(".")[0] in PACKAGES


@functools.cache
def trees() -> list[tuple[str, ast.Module]]:
    """The same, read."""
    return [(path, ast.parse(text)) for path, text in sources()]
