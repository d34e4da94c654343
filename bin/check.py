"""`make test`: every check, even when one fails; the last lines say what could not be tried.

First come those that take one process each, and what the others will ask for: two at a time.

Usage: python bin/check.py [STEP ...]      a step's first word, e.g. "types"; none = all
With REQUIRE_SERVICES=1 what could not be tried is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=25", "--durations-min=8"]
# Files run in the order of tests/selection.py: the longest first.
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# Each process has a site, a port and a browser of its own. Three on two cores, since one usually waits.
IN_BROWSERS = ["-n", "3", "--dist", "loadgroup"]
IN_THE_DATABASE = "not e2e and not elasticsearch"
# With PostgreSQL, many tests need one database only: tests/selection.py says which.
ON_POSTGRESQL = f"{IN_THE_DATABASE} and not sqlite_enough"
MEMORY = {"DATABASE_URL": "sqlite:///:memory:"}
# Temporary files (sites, databases, browsers' profiles) are kept in memory if there is enough space.
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
NEEDED_SPACE = 6 * 2**30


@dataclass(frozen=True)
class Step:
    """One check. `missing` returns in words why it cannot be run here, or ""."""

    name: str
    commands: list[list[str]]
    env: dict[str, str]
    missing: Callable[[], str] = lambda: ""
    takes_all: bool = False
    """Whether it must run alone: it has two processes of its own, or measures time."""


@dataclass
class Result:
    """The outcome of a step: why it could not be run, or how long it took and whether it passed."""

    step: Step
    missing: str = ""
    seconds: float = 0
    is_well: bool = False
    said: str = ""


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
    """Returns all checks: first those of one process, the longest first."""
    templates = ["templates"]
    database = [sys.executable, "-m", "tests.template_database.prepare"]
    return [
        Step("types", [[tool("mypy"), "--no-incremental"]], MEMORY),
        Step("database on SQLite", [database], {}),
        Step("database on PostgreSQL", [on_postgresql(database)], {}, no_postgresql),
        # It waits for what the first of these makes.
        Step("demo", [[sys.executable, "-m", "tests.served.demo"]], {}, no_browser),
        Step("node packages", [], {}, no_node),
        Step("lint", [[tool("ruff"), "check", "."], [tool("ruff"), "format", "--check", "--quiet", "."]], {}),
        Step("arrows", [[tool("lint-imports")]], {}),
        Step(
            "templates",
            [
                [sys.executable, "bin/templates.py"],
                [tool("djlint"), "--lint", "--quiet", *templates],
            ],
            {},
        ),
        Step("system checks", [manage("check", "--fail-level", "WARNING")], MEMORY),
        Step("migrations", [manage("makemigrations", "--check", "--dry-run")], MEMORY),
        Step("messages", [[sys.executable, "bin/messages.py", "--check"]], MEMORY, no_gettext),
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
                        [*PYTEST, *PARALLEL, "-m", "elasticsearch", "tests/search"]
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


def run(step: Step, var: Path) -> Result:
    """Runs all commands of a step if it can be run. Output is shown at once only if the step takes all."""
    if reason := step.missing():
        return Result(step, missing=reason)
    began = time.monotonic()
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("FEDCMS_", "DATABASE_URL"))
    }
    env |= {"DJANGO_SETTINGS_MODULE": "fedcms.settings.test", "FEDCMS_VAR_DIR": str(var)}
    env |= {"TMPDIR": str(var / "tmp")} | step.env
    output = None if step.takes_all else subprocess.PIPE
    done = [
        subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            text=True,
            check=False,
        )
        for command in step.commands
    ]
    return Result(
        step,
        seconds=time.monotonic() - began,
        is_well=not any(each.returncode for each in done),
        said="".join(each.stdout or "" for each in done),
    )


def results(chosen: list[Step], var: Path) -> Iterator[Result]:
    """Runs the steps and announces each: those of one process two at a time, then the others one by one."""
    small = [step for step in chosen if not step.takes_all]
    large = [step for step in chosen if step.takes_all]
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(run, step, var) for step in small]
        for number, future in enumerate(running, 1):
            result = future.result()
            print(f"\n=== {number}/{len(chosen)} {result.step.name} ===\n{result.said}", end="", flush=True)
            yield result
    for number, step in enumerate(large, len(small) + 1):
        print(f"\n=== {number}/{len(chosen)} {step.name} ===", flush=True)
        yield run(step, var)


def place() -> Path | None:
    """Returns the folder for temporary files; None leaves it to the system."""
    if os.environ.get("TMPDIR") or not IN_MEMORY.is_dir() or not os.access(IN_MEMORY, os.W_OK):
        return None
    return IN_MEMORY if shutil.disk_usage(IN_MEMORY).free >= NEEDED_SPACE else None


def compile_catalogues() -> None:
    """Compiles message catalogues first: a fresh clone has none, and two steps at once would both compile them."""
    code = "compile_catalogues(Path('locale'))"
    imports = "from pathlib import Path; from fedcms.core.i18n.message_catalogues import compile_catalogues"
    subprocess.run([sys.executable, "-c", f"{imports}; {code}"], cwd=ROOT, check=True)


def main(wanted: list[str]) -> int:
    """Runs the wanted steps; returns the exit code."""
    chosen = [step for step in steps() if not wanted or any(step.name.startswith(word) for word in wanted)]
    if not chosen:
        sys.exit(f"No such step; there are: {', '.join(step.name for step in steps())}")
    # Some machines forbid to keep what Python compiles: each of some hundred processes would compile the project again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_catalogues()
    lines, failed, untried = [], [], []
    with tempfile.TemporaryDirectory(
        prefix="fedcms-test-", dir=place(), ignore_cleanup_errors=True
    ) as folder:
        var = Path(folder)
        # PostgreSQL runs as another user.
        var.chmod(0o711)
        (var / "tmp").mkdir()
        for result in results(chosen, var):
            name = result.step.name
            if result.missing:
                print(f"Not tried: {result.missing}.", flush=True)
                untried.append(f"{name}: {result.missing}")
                continue
            lines.append(f"  {'ok    ' if result.is_well else 'FAILED'}  {name}  ({result.seconds:.0f} s)")
            failed += [] if result.is_well else [name]
    print("\n=== summary ===")
    print("\n".join(lines))
    print("\n".join(f"  could not be tried: {each}" for each in untried) or "  Everything could be tried.")
    if untried and os.environ.get("REQUIRE_SERVICES") == "1":
        failed += untried
    print(f"  {'FAILED: ' + '; '.join(failed) if failed else 'All is well.'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
