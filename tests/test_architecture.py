"""Checks the layers between apps, import cycles, the length of modules and their docstrings."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("fedcms", "clusters", "news", "events", "search", "home")

IN_WORDS = """
An arrow points the wrong way. An app may import from the apps on its left, never from those on its right:

    fedcms.users <- fedcms.core <- fedcms.sign_in <- fedcms.media <- clusters <- news, events, search
        <- home <- fedcms.urls

and news, events and search never import one another. Inside an app it is the same between its packages: the contracts
in pyproject.toml name their layers, from the top to the bottom (docs/adr/0031). Instead of the import:
  - name parent and subpage types as strings;
  - find kinds of content through clusters.content.registry, and read labels and facets from the class;
  - register what a new section contains with clusters.sections.blueprints, in AppConfig.ready;
  - let the other app listen to a signal (its signal_handlers.py); the sender knows nobody;
  - register what a page's template shows, and its form, in page_views.py and page_forms.py of the app;
  - move the function to the package whose words it uses, or hand over the value instead of asking for it.
What import-linter found:

"""


def modules() -> Iterator[Path]:
    """Every module of the apps but the migrations, which Django writes."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def names(paths: list[Path]) -> str:
    """Paths as a person reads them."""
    return "\n".join(str(path.relative_to(ROOT)) for path in paths)


def test_the_arrows_between_apps_point_one_way() -> None:
    linter = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(IN_WORDS + done.stdout + done.stderr, pytrace=False)


def test_a_wrong_arrow_would_be_found(tmp_path: Path) -> None:
    """The contract itself is alive: the same linter, with the layers upside down, complains."""
    config = (ROOT / "pyproject.toml").read_text()
    upside_down = config.replace('"fedcms.core",\n    "fedcms.users",', '"fedcms.users",\n    "fedcms.core",')
    upside_down = upside_down.replace(
        '    "clusters",\n    "fedcms.media",', '    "fedcms.media",\n    "clusters",'
    )
    assert upside_down != config
    (tmp_path / "pyproject.toml").write_text(upside_down)
    linter = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(tmp_path / "pyproject.toml"),
    ]
    done = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "clusters is not allowed to import fedcms.media" in done.stdout or "BROKEN" in done.stdout


def circles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module: each can be reached from each (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        waiting.append(module)
        for imported in sorted(imports[module]):
            if imported not in order:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in waiting:
                lowest[module] = min(lowest[module], order[imported])
        if lowest[module] == order[module]:
            at = waiting.index(module)
            together, waiting[at:] = waiting[at:], []
            if len(together) > 1:
                found.append(sorted(together))

    for module in sorted(imports):
        if module not in order:
            visit(module)
    return found


def circles_of(*packages: str) -> list[list[str]]:
    """Of the modules of packages. Imports inside functions count; those of types alone do not."""
    graph = grimp.build_graph(*packages, exclude_type_checking_imports=True, cache_dir=None)
    return circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


def test_no_modules_import_one_another_in_a_circle() -> None:
    found = circles_of(*APPS)
    assert not found, "\n".join(["Each of these reaches each other by its imports:", *map(", ".join, found)])


def test_a_circle_would_be_found_inside_functions_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three modules, of which the last asks the first when it is called; a fourth only names a type."""
    planted = tmp_path / "planted_circle"
    planted.mkdir()
    (planted / "__init__.py").touch()
    (planted / "first.py").write_text("from planted_circle import second\n")
    (planted / "second.py").write_text("from planted_circle.third import ask\n")
    (planted / "third.py").write_text(
        "def ask():\n    from planted_circle.first import second\n    return second\n"
    )
    type_alone = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import planted_circle.first\n"
    (planted / "fourth.py").write_text(type_alone)
    (planted / "first.py").open("a").write("import planted_circle.fourth\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert circles_of("planted_circle") == [
        ["planted_circle.first", "planted_circle.second", "planted_circle.third"]
    ]


def test_every_module_says_its_one_job_in_its_first_line() -> None:
    silent = [
        path
        for path in modules()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent, f"No docstring at the top of:\n{names(silent)}"


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    long = [path for path in modules() if len(path.read_text().splitlines()) > 300]
    assert not long, f"Two modules each, please:\n{names(long)}"


def test_what_reacts_to_a_signal_is_in_signal_handlers_and_wired_in_ready() -> None:
    """A receiver elsewhere is connected by whoever happens to import its module first."""
    strays = [
        path
        for path in modules()
        if ("@receiver(" in path.read_text() or ".connect(" in path.read_text())
        and path.name not in {"signal_handlers.py", "apps.py", "startup.py"}
        and "search/engines" not in path.as_posix()
        # They connect to a server.
        and "core/postgresql" not in path.as_posix()
    ]
    assert not strays, (
        f"Move the receivers to signal_handlers.py, connect them in AppConfig.ready:\n{names(strays)}"
    )


def test_the_list_of_decisions_names_each_once_in_order() -> None:
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"^\| \[(\d+)\]\((\S+)\) \|", (folder / "README.md").read_text(), re.MULTILINE)
    assert [file for _number, file in listed] == sorted(path.name for path in folder.glob("0*.md"))
    assert all(file.startswith(f"{number}-") for number, file in listed)
