"""The checks of `bin/check.py`: their commands, what each needs, and why it cannot be run where that is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=25", "--durations-min=8"]
# Files run in the order of tests/placements: the longest first.
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# Each process has a site, a port and a browser of its own. Three on two cores, since one usually waits.
IN_BROWSERS = ["-n", "3", "--dist", "loadgroup"]
IN_THE_DATABASE = "not e2e and not elasticsearch and not make_run"
# With PostgreSQL, many tests need one database only: tests/placements says which.
ON_POSTGRESQL = f"{IN_THE_DATABASE} and not sqlite_enough"
MEMORY = {"DATABASE_URL": "sqlite:///:memory:"}


@dataclass(frozen=True)
class Step:
    """One check. `missing` returns in words why it cannot be run here, or ""."""

    name: str
    commands: list[list[str]]
    env: dict[str, str]
    missing: Callable[[], str] = lambda: ""
    takes_all: bool = False
    """Whether it must run alone: it has two processes of its own, or measures time."""


def tool(name: str) -> str:
    """Returns the path of a command of the virtual environment."""
    return str(BIN / name)


def manage(*arguments: str) -> list[str]:
    """Returns a manage.py command, which runs with the settings of the tests."""
    return [sys.executable, "manage.py", *arguments]


def no_gettext() -> str:
    """Returns why message catalogues cannot be compared with what xgettext finds, or ""."""
    return "" if shutil.which("xgettext") else "gettext is not installed (apt install gettext)"


def no_postgresql() -> str:
    """Returns why there is no PostgreSQL, or "".

    DATABASE_URL_PG names a server; otherwise one is started from the machine's packages.
    """
    if os.environ.get("DATABASE_URL_PG") or shutil.which("initdb"):
        return ""
    has_server = any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or os.environ.get("PG_BIN")
    return (
        ""
        if has_server
        else "PostgreSQL is not installed (apt install postgresql), and DATABASE_URL_PG is not set"
    )


def no_elasticsearch() -> str:
    """Returns why there is no Elasticsearch, or "".

    FEDCMS_TEST_ELASTICSEARCH names a server; otherwise the test server beside the project is started.
    """
    if os.environ.get("FEDCMS_TEST_ELASTICSEARCH"):
        return ""
    if not (ROOT.parent / "shared" / "elasticsearch" / "start").exists():
        return "FEDCMS_TEST_ELASTICSEARCH is not set, and ../shared/elasticsearch is not there"
    return (
        "" if shutil.which("mvn") else "Maven is not installed (apt install maven), which builds the server"
    )


def no_browser() -> str:
    """Returns why browser tests cannot run, or "": they need Debian's Chromium."""
    if not any((ROOT / "tests" / "e2e").glob("test_*.py")):
        return "there are no browser tests in tests/e2e yet"
    return "" if Path("/usr/bin/chromium").exists() else "Chromium is not installed (apt install chromium)"


def node_lacks() -> list[str]:
    """Returns the programs that axe-core, the Nu checker and Lighthouse need and that are missing here."""
    return [name for name in ("node", "npm", "java") if not shutil.which(name)]


def no_node() -> str:
    """Returns why the Node packages (tests/node) cannot be used, or "". The Nu checker runs on Java."""
    if missing := node_lacks():
        return f"{', '.join(missing)} not installed (apt install nodejs npm default-jre-headless)"
    if reason := no_browser():
        return reason
    installed = subprocess.run([sys.executable, "bin/node_tools.py"], cwd=ROOT, check=False)
    return (
        "the packages of tests/node could not be installed (npm says why above)"
        if installed.returncode
        else ""
    )


def on_sqlite() -> str:
    """Returns the marks of the tests to run on SQLite: all of them if there is no PostgreSQL."""
    return IN_THE_DATABASE if no_postgresql() else f"{IN_THE_DATABASE} and not postgresql_enough"


def on_postgresql(command: list[str]) -> list[str]:
    """Returns the command, run with PostgreSQL."""
    if url := os.environ.get("DATABASE_URL_PG"):
        return ["env", f"DATABASE_URL={url}", *command]
    return [sys.executable, "bin/with-postgres", *command]


def on_elasticsearch(command: list[str]) -> list[str]:
    """Returns the command, run with Elasticsearch."""
    if url := os.environ.get("FEDCMS_TEST_ELASTICSEARCH"):
        return ["env", f"FEDCMS_TEST_ELASTICSEARCH={url}", *command]
    return [sys.executable, "bin/with-elasticsearch", *command]


def steps() -> list[Step]:
    """Returns all checks: first those of one process, those first for which others wait."""
    templates = ["templates"]
    database = [sys.executable, "-m", "tests.template_database.prepare"]
    return [
        Step("types", [[tool("mypy"), "--no-incremental"]], MEMORY),
        Step("database on SQLite", [database], {}),
        Step("database on PostgreSQL", [on_postgresql(database)], {}, no_postgresql),
        Step("node packages", [], {}, no_node),
        Step("lint", [[tool("ruff"), "check", "."], [tool("ruff"), "format", "--check", "--quiet", "."]], {}),
        Step("arrows", [[tool("lint-imports")]], {}),
        Step("packages", [[sys.executable, "bin/audit.py"]], {}),
        Step(
            "templates",
            [
                [sys.executable, "bin/templates.py"],
                [tool("djlint"), "--lint", "--quiet", *templates],
            ],
            {},
        ),
        Step("system checks", [manage("check", "--fail-level", "WARNING")], MEMORY),
        Step("messages", [[sys.executable, "bin/messages.py", "--check"]], MEMORY, no_gettext),
        # Minutes of one process, for which nothing waits.
        Step("make run", [[*PYTEST, "tests/test_run.py"]], {}),
        # From the template that the database on SQLite has.
        Step("demo", [[sys.executable, "-m", "tests.served.demo"]], {}, no_browser),
        Step("tests on SQLite", [[*PYTEST, *PARALLEL, "-m", on_sqlite()]], {}, takes_all=True),
        Step(
            "tests on PostgreSQL",
            [on_postgresql([*PYTEST, *PARALLEL, "-m", ON_POSTGRESQL])],
            {},
            no_postgresql,
            takes_all=True,
        ),
        Step(
            "tests on Elasticsearch",
            # With PostgreSQL, whose transactions run in parallel, if it is there.
            [
                on_elasticsearch(
                    (on_postgresql if not no_postgresql() else list)(
                        [*PYTEST, *PARALLEL, "-m", "elasticsearch", "tests/search", "tests/embargo_oracle"]
                    )
                )
            ],
            {},
            no_elasticsearch,
            takes_all=True,
        ),
        Step(
            # Tests that need Node run one by one, and so fill the time that files leave.
            "browser, accessibility and HTML",
            [[*PYTEST, *IN_BROWSERS, "-m", "e2e and not node" if node_lacks() else "e2e", "tests/e2e"]],
            {},
            no_browser,
            takes_all=True,
        ),
        Step("lighthouse", [[sys.executable, "-m", "tests.served.lighthouse"]], {}, no_node, takes_all=True),
    ]
