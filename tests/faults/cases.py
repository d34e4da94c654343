"""The faults: each takes a part away while the load runs, and gives it back."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.faults.clock import hours_ahead
from tests.faults.site import Site, wait_until

AWAY = 8.0
"""Seconds for which a part is away or hangs."""
HUNG = 24.0
"""Longer than the web takes to be sure that the database hangs."""
LONG_AWAY = 75.0
"""Longer than pages would go on at an address that is silent (`UNSEEN`)."""
Act = Callable[[Site], None]


@dataclass(frozen=True)
class Fault:
    """One fault. `is_database_away` says whether pages that are made anew may be answered 503."""

    name: str
    act: Act
    is_database_away: bool = False
    shows_notice: bool | None = False
    """Whether kept pages say that the database is away; None where it is too short to be sure."""
    ends_web: bool = False
    """Whether who writes may get no answer, and pages wait for a start."""
    withdraws: bool = False
    """Whether a page that each process keeps is withdrawn right before."""
    fills_disk: bool = False
    takes: str = ""
    """What of the site it takes away that a machine may lack: `shared` or `search`; or its `clock`."""


def _web(number: signal.Signals, *, main: bool = False) -> Act:
    def act(site: Site) -> None:
        assert site.web is not None
        os.kill(site.web.process.pid if main else site.web.children()[0], number)

    return act


def _web_restarted(site: Site) -> None:
    assert site.web is not None
    site.web.restart()


def _web_hung(site: Site) -> None:
    assert site.web is not None
    pid = site.web.children()[0]
    os.kill(pid, signal.SIGSTOP)
    time.sleep(AWAY)
    os.kill(pid, signal.SIGCONT)


def _worker(number: signal.Signals) -> Act:
    def act(site: Site) -> None:
        assert site.worker is not None
        site.worker.process.send_signal(number)
        if number == signal.SIGSTOP:
            time.sleep(AWAY)
            site.worker.process.send_signal(signal.SIGCONT)

    return act


def _database(number: signal.Signals, away: float) -> Act:
    def act(site: Site) -> None:
        site.database.send(number)
        site.database.wait()
        time.sleep(away)
        site.database.start()

    return act


def _database_hung(site: Site) -> None:
    site.database.send_to_all(signal.SIGSTOP)
    time.sleep(HUNG)
    site.database.send_to_all(signal.SIGCONT)


def _shared(number: signal.Signals) -> Act:
    def act(site: Site) -> None:
        assert site.shared is not None
        process = site.shared.process
        process.send_signal(number)
        if number == signal.SIGSTOP:
            time.sleep(AWAY)
            process.send_signal(signal.SIGCONT)

    return act


def _search(number: signal.Signals) -> Act:
    def act(site: Site) -> None:
        assert site.search is not None
        site.search.send(number)
        time.sleep(AWAY)
        if number == signal.SIGSTOP:
            site.search.send(signal.SIGCONT)
        else:
            try:
                site.search.start()
            except subprocess.CalledProcessError as error:
                raise TimeoutError("The search server did not start again.") from error

    return act


def _clock(site: Site) -> None:
    # Forms were shown by the clock of the machine: two hours ago, then a minute ago.
    for hours in (2, 0):
        site.move_clock(hours)
        wait_until(f"web is {hours} hours ahead", partial(_is_ahead, site, hours), 30)
        time.sleep(AWAY)


def _is_ahead(site: Site, hours: int) -> bool:
    return abs(hours_ahead(site.port) - hours) < 1 / 60


def _disk_full(site: Site) -> None:
    filler = site.fill_disk()
    time.sleep(AWAY)
    filler.unlink()


FAULTS = (
    Fault("none", lambda site: time.sleep(AWAY / 2)),
    Fault("web-process-killed", _web(signal.SIGKILL), ends_web=True),
    Fault("web-killed", _web(signal.SIGKILL, main=True), ends_web=True),
    Fault("web-restarted", _web_restarted, ends_web=True),
    Fault("web-process-hung", _web_hung),
    Fault("worker-killed", _worker(signal.SIGKILL)),
    Fault("worker-restarted", _worker(signal.SIGTERM)),
    Fault("worker-hung", _worker(signal.SIGSTOP)),
    Fault(
        "database-killed",
        _database(signal.SIGKILL, AWAY),
        is_database_away=True,
        shows_notice=True,
        withdraws=True,
    ),
    Fault(
        "database-long-away",
        _database(signal.SIGKILL, LONG_AWAY),
        is_database_away=True,
        shows_notice=True,
        withdraws=True,
    ),
    Fault("database-stopped", _database(signal.SIGQUIT, AWAY), is_database_away=True, shows_notice=True),
    Fault("database-restarted", _database(signal.SIGINT, 0), is_database_away=True, shows_notice=None),
    Fault("database-hung", _database_hung, is_database_away=True, shows_notice=True),
    Fault("shared-cache-killed", _shared(signal.SIGKILL), takes="shared"),
    Fault("shared-cache-hung", _shared(signal.SIGSTOP), takes="shared"),
    Fault("search-server-killed", _search(signal.SIGKILL), takes="search"),
    Fault("search-server-hung", _search(signal.SIGSTOP), takes="search"),
    Fault("clock-moved", _clock, takes="clock"),
    Fault("disk-full", _disk_full, fills_disk=True),
)
