"""What one database is enough for is placed by hand, and by names that exist."""

from pathlib import Path

import pytest

from tests.selection import LONGEST, ONE_BY_ONE, POSTGRESQL_ENOUGH, SQLITE_ENOUGH

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["pytester"]


@pytest.mark.parametrize("places", [SQLITE_ENOUGH, POSTGRESQL_ENOUGH, LONGEST, ONE_BY_ONE])
def test_every_place_is_that_of_a_file(places: tuple[str, ...]) -> None:
    assert [place for place in places if not (ROOT / place).is_file()] == []
    assert len(set(places)) == len(places)


def test_no_file_is_left_to_one_database_twice() -> None:
    assert set(SQLITE_ENOUGH).isdisjoint(POSTGRESQL_ENOUGH)


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
