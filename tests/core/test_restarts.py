"""The web server is started anew, and takes up new code, while people ask: every request is answered."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.core.worker_site import ROOT, WorkerSite, wait_for

# As systemd hands a socket over: it is file 3, and LISTEN_PID names the process that it is for.
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
GUNICORN = ["-m", "gunicorn", "--config", "bin/gunicorn_conf.py", "fedcms.wsgi"]


class Web:
    """The web server of docs/operations/systemd/fedcms-web.service, on a socket that outlives it."""

    def __init__(self, site: WorkerSite, listener: socket.socket, workers: int) -> None:
        command = [sys.executable, "-c", AS_SYSTEMD, str(listener.fileno())]
        self.log = site.folder / "web.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *GUNICORN],
                env=site.environment(FEDCMS_WEB_WORKERS=str(workers)),
                stderr=log,
                cwd=ROOT,
                pass_fds=[listener.fileno()],
            )

    def children(self) -> set[int]:
        """Its processes that answer, or are about to."""
        pid = self.process.pid
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def stop(self) -> None:
        """As `systemctl stop` does."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=60) == 0, self.log.read_text()


class People:
    """Ask again and again, each time on a connection of its own, as nginx does; note how long each answer took."""

    def __init__(self, address: str) -> None:
        self.address, self.failed = address, list[str]()
        self.waits, self.is_over = list[float](), threading.Event()

    def ask(self) -> None:
        while not self.is_over.is_set():
            began = time.monotonic()
            try:
                # It asks the database, through every middleware.
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=60) as answer:
                    answer.read()
            except OSError as error:
                self.failed.append(repr(error))
            self.waits.append(time.monotonic() - began)
            time.sleep(0.02)

    @contextmanager
    def asking(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as found:
        yield found


def test_no_request_is_lost_by_a_reload_or_a_restart(site: WorkerSite, listener: socket.socket) -> None:
    people = People(f"http://127.0.0.1:{listener.getsockname()[1]}")
    began = time.monotonic()
    web = Web(site, listener, workers=2)
    try:
        with people.asking():
            wait_for("the site answers both", lambda: len(people.waits) > 10, 90)
            start = time.monotonic() - began
            wait_for("both are there", lambda: len(web.children()) == 2)
            old, asked = web.children(), len(people.waits)

            # `systemctl reload`: one signal, and both are replaced, one after the other.
            web.process.send_signal(signal.SIGTTIN)
            most = 0
            while old & web.children():
                most = max(most, len(web.children()))
                assert time.monotonic() - began < 120, web.log.read_text()
                time.sleep(0.02)
            assert most == 3, "one more for the time of a reload"
            wait_for("two are left", lambda: len(web.children()) == 2)
            while_reloaded = people.waits[asked:]
            assert len(while_reloaded) > 20
            assert max(while_reloaded) < start / 2, "nobody waited for a process to start"

            # `systemctl restart`: nobody answers for seconds, and who asks waits in the socket.
            web.stop()
            asked = len(people.waits)
            web = Web(site, listener, workers=1)
            wait_for("who waited is answered", lambda: len(people.waits) > asked + 10, 60)
    finally:
        if web.process.poll() is None:
            web.process.send_signal(signal.SIGTERM)
            web.process.wait(timeout=60)
    assert people.failed == []
    assert max(people.waits[asked:]) > 0.5, "the test asked while nobody was there"


def test_code_that_does_not_start_is_refused_before_anybody_retires() -> None:
    """The unit looks first: gunicorn ends as a whole when a new process cannot load the site."""
    unit = (ROOT / "docs/operations/systemd/fedcms-web.service").read_text(encoding="utf-8")
    look, signalled = [line for line in unit.splitlines() if line.startswith("ExecReload=")]
    assert look.endswith("manage.py check")
    assert "-TTIN $MAINPID" in signalled
    broken = os.environ | {
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "FEDCMS_KIT_STREAMS": "many",
    }
    command = [sys.executable, "manage.py", "check"]
    assert subprocess.run(command, env=broken, cwd=ROOT, capture_output=True, check=False).returncode != 0
