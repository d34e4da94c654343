"""What one database is enough for is placed by hand, and by names that exist."""

from pathlib import Path

import pytest

from tests.placements import LONGEST, ONE_BY_ONE, POSTGRESQL_ENOUGH, SQLITE_ENOUGH
from tests.selection import is_placed

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["pytester"]


@pytest.mark.parametrize("places", [SQLITE_ENOUGH, POSTGRESQL_ENOUGH, LONGEST, ONE_BY_ONE])
def test_every_place_is_that_of_a_file(places: tuple[str, ...]) -> None:
    assert [place for place in places if not (ROOT / place).exists()] == []
    assert len(set(places)) == len(places)


def test_no_file_is_left_to_one_database_twice() -> None:
    files = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")]
    assert [
        each for each in files if is_placed(each, SQLITE_ENOUGH) and is_placed(each, POSTGRESQL_ENOUGH)
    ] == []


@pytest.mark.parametrize(("required", "outcome"), [("1", {"failed": 1}), ("0", {"skipped": 1})])
def test_where_all_must_run_a_skip_is_a_failure_whatever_its_reason(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, required: str, outcome: dict[str, int]
) -> None:
    pytester.makeconftest("from tests.selection import pytest_make_collect_report, pytest_runtest_makereport")
    pytester.makepyfile("import pytest\ndef test_of_a_service(): pytest.skip('no server')")
    monkeypatch.setenv("REQUIRE_SERVICES", required)
    pytester.runpytest_inprocess(
        *(f"-pno:{name}" for name in ("django", "xdist", "playwright"))
    ).assert_outcomes(**outcome)


def test_a_test_that_would_empty_the_shared_database_is_refused(pytester: pytest.Pytester) -> None:
    """pytest-django empties all tables after it: the tests that follow in its process would find no federation."""
    pytester.makeconftest("from tests.selection import pytest_collection_modifyitems")
    pytester.makepyfile(
        "import pytest\n@pytest.mark.django_db(transaction=True)\ndef test_that_commits(): pass"
    )
    result = pytester.runpytest_inprocess(*(f"-pno:{name}" for name in ("django", "xdist", "playwright")))
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*test_that_commits commits*"])


def test_the_browser_tests_of_a_file_share_a_process(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its site is made once: `module` fixtures would be made in each process that gets one of its tests."""
    pytester.makeconftest(
        "import os\nfrom pathlib import Path\nimport pytest\n"
        "from tests.selection import pytest_xdist_make_scheduler\n"
        "@pytest.fixture(autouse=True)\n"
        "def noted(request):\n"
        "    with Path(f'processes-{request.path.stem}').open('a') as file:\n"
        "        file.write(os.environ['PYTEST_XDIST_WORKER'] + ' ')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = pytester.path / "tests" / "e2e"
    folder.mkdir(parents=True)
    names = ("test_a", "test_b", "test_accessibility")
    for name in names:
        code = "import time, pytest\n@pytest.mark.parametrize('number', range(8))\n"
        code += "def test_it(number): time.sleep(0.05)\n"
        (folder / f"{name}.py").write_text(code)
    result = pytester.runpytest_subprocess(
        "-n2", "--dist", "loadgroup", "-pno:django", "-pno:playwright", "tests/e2e"
    )
    result.assert_outcomes(passed=24)
    processes = {name: (pytester.path / f"processes-{name}").read_text().split() for name in names}
    assert {name: len(set(each)) for name, each in processes.items()} == {
        "test_a": 1,
        "test_b": 1,
        "test_accessibility": 2,
    }
