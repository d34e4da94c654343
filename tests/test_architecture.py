"""The plan of the house, held: which way the arrows point, and how a module begins."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("fedcms", "clusters", "news", "events", "search", "home")

IN_WORDS = """
An arrow points the wrong way. A room may import from the rooms on its left, never from those on its right:

    fedcms.users <- fedcms.core <- fedcms.media <- clusters <- news, events, search <- home <- fedcms.urls

and news, events and search never import one another. Instead of the import:
  - name parent and subpage types as strings;
  - find kinds of content through clusters.content.registry, and read labels and facets from the class;
  - register what a new section contains with clusters.sections.blueprints, in AppConfig.ready;
  - let the other room listen to a signal (its signal_handlers.py); the sender knows nobody.
What import-linter found:

"""


def modules() -> Iterator[Path]:
    """Every module of the rooms but the migrations, which Django writes."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def names(paths: list[Path]) -> str:
    """Paths as a person reads them."""
    return "\n".join(str(path.relative_to(ROOT)) for path in paths)


def test_the_arrows_between_rooms_point_one_way() -> None:
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
        and path.name not in {"signal_handlers.py", "apps.py"}
        and "search/engines" not in path.as_posix()
    ]
    assert not strays, (
        f"Move the receivers to signal_handlers.py, connect them in AppConfig.ready:\n{names(strays)}"
    )
