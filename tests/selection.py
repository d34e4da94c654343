"""Which tests a run takes, in which order, and that none is skipped where all must run.

A test runs on SQLite and on PostgreSQL unless tests.placements says that one is enough: safe for a new test, which
nobody has placed. `bin/check.py` asks for the marks; a file that is named to pytest runs on any database.
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests.placements import LONGEST, ONE_BY_ONE, POSTGRESQL_ENOUGH, SQLITE_ENOUGH


class ByFile(LoadScopeScheduling):
    """Gives all tests of a file to one process, which makes the fixtures of its module; those of some files one by one.

    Not `xdist_group` marks: with pytest 9.2, pytest-xdist 3.8 writes a group where nobody reads it.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in ONE_BY_ONE else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Returns the scheduler of browser tests, which run with `--dist loadgroup`; of all others, pytest-xdist's."""
    return ByFile(config, log) if config.getoption("dist") == "loadgroup" else None


def is_placed(file: str, places: tuple[str, ...]) -> bool:
    """Returns whether a file, or its folder, is in a list of tests.placements."""
    return any(file.startswith(place) if place.endswith("/") else file == place for place in places)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks, drops what is of the other database alone, and sorts; within a file, all stays as it is.

    Raises `UsageError` for a test that would empty the database: the tests of a process share its federation.
    """
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    dropped = []
    for item in items:
        file = item.nodeid.partition("::")[0]
        if is_placed(file, SQLITE_ENOUGH):
            item.add_marker("sqlite_enough")
        if is_placed(file, POSTGRESQL_ENOUGH):
            item.add_marker("postgresql_enough")
        if any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
            raise pytest.UsageError(f"{item.nodeid} commits, and empties the database that others share.")
        if any(vendor not in mark.args for mark in item.iter_markers("database")):
            dropped.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    places = {name: place for place, name in enumerate(LONGEST)}
    items[:] = sorted(
        (item for item in items if item not in dropped),
        key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)),
    )


def _all_must_run(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_SERVICES") == "1":
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_SERVICES=1, and this was skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """With REQUIRE_SERVICES=1 a test that is skipped has failed, whatever skips it."""
    report: pytest.TestReport = yield
    _all_must_run(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """The same of a module that is skipped as a whole."""
    report: pytest.CollectReport = yield
    _all_must_run(report)
    return report
