"""The web server is started anew, and takes up new code, while people ask: every request is answered.

What loads slowly is a small application that waits at a gate which the test opens: nothing here depends on how fast
the machine is.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
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
GUNICORN = ["-m", "gunicorn", "--config", str(ROOT / "bin/gunicorn_conf.py")]
GATED = """
import os, pathlib, time
while not pathlib.Path("open").exists():
    time.sleep(0.01)
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""


class Web:
    """The web server of docs/operations/systemd/fedcms-web.service, on a socket that outlives it."""

    def __init__(self, listener: socket.socket, folder: Path) -> None:
        self.listener, self.folder, self.log = listener, folder, folder / "web.log"
        self.gate = folder / "open"
        (folder / "gated.py").write_text(GATED)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, application: str, cwd: Path, environment: dict[str, str]) -> None:
        """As `systemctl start` does."""
        command = [sys.executable, "-c", AS_SYSTEMD, str(self.listener.fileno()), *GUNICORN, application]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stderr=log,
                cwd=cwd,
                pass_fds=[self.listener.fileno()],
                start_new_session=True,
            )

    def start_gated(self, **environment: str) -> None:
        """Starts the small application, with two processes."""
        self.start("gated:application", self.folder, os.environ | {"FEDCMS_WEB_WORKERS": "2"} | environment)

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> None:
        """As `systemctl stop` does."""
        self.signal(signal.SIGTERM)
        assert self.process is not None
        assert self.process.wait(timeout=60) == 0, self.log.read_text()

    def kill(self) -> None:
        """Leaves nothing behind, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=60)

    def children(self) -> set[int]:
        """Its processes that answer, or are about to."""
        assert self.process is not None
        pid = self.process.pid
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def asked(self, path: str = "/") -> str:
        """Returns what is answered, on a connection of its own, as nginx asks. Raises `OSError`."""
        address = f"http://127.0.0.1:{self.listener.getsockname()[1]}{path}"
        with urllib.request.urlopen(address, timeout=60) as answer:
            return str(answer.read().decode())


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        found = Web(listener, tmp_path)
        try:
            yield found
        finally:
            found.kill()


def test_a_reload_retires_a_process_once_a_new_one_has_loaded(web: Web) -> None:
    """Also when a new one dies before it has: another takes its place, and none of the old code is left."""
    web.gate.touch()
    web.start_gated()
    old = {int(web.asked())}
    wait_for("both are there", lambda: len(web.children()) == 2)
    old = web.children()
    web.gate.unlink()

    # `systemctl reload`: one signal. The new process loads for as long as it wants.
    web.signal(signal.SIGTTIN)
    wait_for("a third is started", lambda: len(web.children()) == 3)
    assert old < web.children()
    assert {int(web.asked()) for _ in range(10)} <= old, "nobody waits for it"
    (died,) = web.children() - old
    os.kill(died, signal.SIGKILL)
    wait_for("another takes its place", lambda: len(web.children() - {died}) == 3)
    assert old < web.children()

    web.gate.touch()
    counts = set()

    def is_replaced() -> bool:
        assert int(web.asked()), "everybody is answered meanwhile"
        counts.add(len(web.children()))
        return not old & web.children()

    wait_for("both are replaced", is_replaced)
    wait_for("two are left", lambda: len(web.children()) == 2)
    assert max(counts) <= 3, "one more for the time of a reload"
    assert int(web.asked()) in web.children()


def test_who_has_answered_many_stays_until_another_has_loaded(web: Web) -> None:
    web.gate.touch()
    web.start_gated(FEDCMS_WEB_REQUESTS="50")
    assert int(web.asked())
    wait_for("both are there", lambda: len(web.children()) == 2)
    old = web.children()
    web.gate.unlink()
    # More than both are to answer, and than a tenth above.
    for _ in range(300):
        assert int(web.asked()) in old
    wait_for("a third is started", lambda: len(web.children()) == 3)
    web.gate.touch()
    wait_for("both are replaced", lambda: int(web.asked()) and not old & web.children())
    wait_for("two are left", lambda: len(web.children()) == 2)
    # Those are replaced themselves, one after the other, as often as that many were answered.
    most = 0
    for _ in range(300):
        assert int(web.asked())
        most = max(most, len(web.children()))
    assert most <= 3
    wait_for("two are left", lambda: len(web.children()) == 2)


def test_nobody_is_replaced_who_shall_not_be(web: Web) -> None:
    web.gate.touch()
    web.start_gated(FEDCMS_WEB_REQUESTS="0")
    assert int(web.asked())
    wait_for("both are there", lambda: len(web.children()) == 2)
    old = web.children()
    for _ in range(100):
        assert int(web.asked()) in old
    assert web.children() == old


@pytest.mark.parametrize("typed", ["many", "-1", "1.5"])
def test_a_number_of_requests_that_is_none_is_said(web: Web, typed: str) -> None:
    web.start_gated(FEDCMS_WEB_REQUESTS=typed)
    assert web.process is not None
    assert web.process.wait(timeout=60)
    assert f"FEDCMS_WEB_REQUESTS is a whole number, 0 or more, not '{typed}'." in web.log.read_text()


def test_code_that_changes_during_a_reload_is_served_after_the_next(web: Web) -> None:
    """Who asks in the midst of a reload has changed what its first process has loaded already."""
    web.gate.touch()
    web.start_gated()
    assert int(web.asked())
    wait_for("both are there", lambda: len(web.children()) == 2)
    web.gate.unlink()
    web.signal(signal.SIGTTIN)
    wait_for("a third is started", lambda: len(web.children()) == 3)
    old = web.children()
    web.signal(signal.SIGTTIN)
    wait_for("a fourth is started", lambda: len(web.children()) == 4)
    web.gate.touch()
    wait_for("all of before are replaced", lambda: int(web.asked()) and not old & web.children())
    wait_for("two are left", lambda: len(web.children()) == 2)


def test_who_asks_while_nobody_answers_waits_in_the_socket(web: Web) -> None:
    """`systemctl restart`."""
    web.gate.touch()
    web.start_gated()
    first = web.asked()
    web.stop()
    web.gate.unlink()
    answers = list[str]()
    people = [threading.Thread(target=lambda: answers.append(web.asked())) for _ in range(5)]
    for person in people:
        person.start()
    web.start_gated()
    wait_for("both load", lambda: len(web.children()) == 2)
    assert answers == []
    web.gate.touch()
    for person in people:
        person.join(timeout=60)
    assert len(answers) == 5, web.log.read_text()
    assert first not in answers


def test_the_site_is_served_so(site: WorkerSite, web: Web) -> None:
    """Through every middleware, with the database asked."""
    web.start("fedcms.wsgi", ROOT, site.environment(FEDCMS_WEB_WORKERS="1"))
    assert "database" in web.asked("/health/ready")
    web.stop()


def test_settings_that_do_not_load_are_refused_before_anybody_retires() -> None:
    """The unit looks first: gunicorn ends as a whole when a new process cannot load the site."""
    unit = (ROOT / "docs/operations/systemd/fedcms-web.service").read_text(encoding="utf-8")
    look, signalled = [line for line in unit.splitlines() if line.startswith("ExecReload=")]
    assert look.endswith("manage.py check")
    assert "-TTIN $MAINPID" in signalled
    broken = os.environ | {
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "FEDCMS_SECRET_KEY": "a-key-of-fifty-characters-is-long-enough-for-django-s-own-check",
        "FEDCMS_KIT_STREAMS": "many",
    }
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, env=broken, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "FEDCMS_KIT_STREAMS" in done.stderr
