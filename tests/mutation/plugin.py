"""A pytest plugin (`-p tests.mutation.plugin`): runs the tests once as they are, then a forked copy of itself a mutant.

The copy has the database, the modules and the tests as they stand in memory; only the functions that a mutant changes
get their other code. What needs a process of its own is left to tests.mutation.run.
"""

import gc
import json
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.swapping import functions_to_change, names_of

ROOT = Path(__file__).resolve().parents[2]
LONGEST_WAIT = 900


class Baseline:
    """What each test takes, and which functions of the module it calls."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.seconds: dict[str, float] = {}
        self.calls: dict[str, set[str]] = defaultdict(set)
        self._now: set[str] = set()

    def _profile(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename == self.filename:
            self._now.add(frame.f_code.co_qualname)

    def run(self, items: list[pytest.Item]) -> list[str]:
        """Runs all; returns what failed."""
        failed = []
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            self._now = self.calls[item.nodeid]
            start = time.process_time()
            sys.setprofile(self._profile)
            threading.setprofile(self._profile)
            try:
                reports = runtestprotocol(item, log=False, nextitem=following)
            finally:
                sys.setprofile(None)
                threading.setprofile(None)  # type: ignore[arg-type]  # documented so
            self.seconds[item.nodeid] = time.process_time() - start
            failed += [f"{item.nodeid}: {report.longreprtext}" for report in reports if report.failed]
        return failed

    def order(self, items: list[pytest.Item], names: set[str]) -> list[pytest.Item]:
        """Who calls these functions, the quickest first; then all others of their files, whose fixtures may."""
        direct = [item for item in items if self._touches(item, names)]
        files = {item.path for item in direct}
        near = [item for item in items if item.path in files and item not in direct]
        return [
            *sorted(direct, key=lambda item: self.seconds[item.nodeid]),
            *sorted(near, key=lambda item: self.seconds[item.nodeid]),
        ]

    def _touches(self, item: pytest.Item, names: set[str]) -> bool:
        called = self.calls[item.nodeid]
        return any(call == name or call.startswith(f"{name}.<locals>") for call in called for name in names)


def _child(items: list[pytest.Item], changes: list[tuple[list[FunctionType], CodeType]], cpu: int) -> int:
    """In the copy: 0 when nothing was noticed."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    signal.alarm(LONGEST_WAIT)
    for functions, code in changes:
        for function in functions:
            function.__code__ = code
    for each in gc.get_objects():
        # What was remembered was worked out by the code as it was.
        if type(each).__name__ == "_lru_cache_wrapper" and str(each.__module__).split(".")[0] in PROJECT:
            each.cache_clear()
    for item, following in zip(items, [*items[1:], items[-1]], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return 1
    return 0


PROJECT = ("fedcms", "clusters", "news", "events", "search", "home")


def _try(items: list[pytest.Item], changes: list[tuple[list[FunctionType], CodeType]], cpu: int) -> str:
    pid = os.fork()
    if not pid:
        code = 2
        try:
            code = _child(items, changes, cpu)
        finally:
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed: it did not end"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In the place of pytest's own loop."""
    task = json.loads(Path(os.environ["MUTATION_TASK"]).read_text())
    filename = str(ROOT / task["path"])
    source = Path(filename).read_text()
    baseline = Baseline(filename)
    items = list(session.items)
    failed = baseline.run(items)
    results: list[str] = []
    for mutated in () if failed else task["mutants"]:
        changes = functions_to_change(filename, source, mutated)
        if changes is None:
            results.append("cold")
            continue
        chosen = baseline.order(items, names_of(changes))
        cpu = int(60 + 5 * sum(baseline.seconds[item.nodeid] for item in chosen))
        results.append(_try(chosen, changes, cpu) if chosen else "survived")
    Path(os.environ["MUTATION_RESULT"]).write_text(
        json.dumps({"failed": failed, "results": results, "seconds": sum(baseline.seconds.values())})
    )
    return True
