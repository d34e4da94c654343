"""`make run`, as a person starts it: what it prints, what it keeps, and that it stops with all it started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.worker_site import wait_for

# `make run` chooses its database itself: once is enough.
pytestmark = [pytest.mark.database("sqlite"), pytest.mark.make_run]

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """One `make run` without make: the same script, with a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.output = var.parent / "output"
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FEDCMS_", "DATABASE_URL"))
        }
        env |= {"FEDCMS_VAR_DIR": str(var), "PORT": str(port), "FEDCMS_WEB_WORKERS": "1"}
        # As in the shell of somebody who develops: none of it may reach a site that is served.
        env |= {"DJANGO_SETTINGS_MODULE": "fedcms.settings.dev", "FEDCMS_SECRET_KEY": ""}
        self.began = time.monotonic()
        with self.output.open("w") as output:
            command = [sys.executable, str(ROOT / "bin" / "serve.py")]
            self.process = subprocess.Popen(command, env=env, stdout=output, stderr=output, cwd=ROOT)

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_served(self, seconds: float) -> None:
        wait_for(
            "the site is announced",
            lambda: "Ctrl-C stops" in self.said() or self.process.poll() is not None,
            seconds,
        )
        assert self.process.poll() is None, self.said()

    def children(self, word: str) -> list[int]:
        """Processes below this one whose command has the word, from the kernel's own list."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_text().replace("\0", " ")
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
            if parent == self.process.pid and word in command:
                found.append(int(folder.name))
        return sorted(found)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The first start, on an empty folder: it migrates, collects and loads the demo."""
    run = Run(tmp_path_factory.mktemp("run") / "var", free_port())
    try:
        run.wait_until_served(seconds=600)
        yield run
    finally:
        if run.process.poll() is None:
            run.stop()


def fetch(port: int, path: str, **headers: str) -> "tuple[int, dict[str, str], str]":
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return response.status, dict(response.headers), response.read().decode("utf-8", "replace")


def test_it_says_where_the_site_and_the_admin_are(first: Run) -> None:
    assert f"http://127.0.0.1:{first.port}/\n" in first.said()
    assert f"http://127.0.0.1:{first.port}/admin/" in first.said()


def test_the_secret_key_is_made_once_and_is_its_owner_s_alone(first: Run) -> None:
    key = first.var / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


def test_static_files_are_hashed_and_compressed(first: Run) -> None:
    hashed = sorted((first.var / "static").glob("css/site.*.css"))
    assert hashed
    for suffix in (".gz", ".br"):
        assert hashed[0].with_name(hashed[0].name + suffix).exists()


def test_it_serves_as_production_does(first: Run) -> None:
    status, headers, page = fetch(first.port, "/admin/login/")
    assert status == 200
    assert headers["Server"] == "gunicorn"
    assert "DEBUG = True" not in page
    with pytest.raises(urllib.error.HTTPError) as missing:
        fetch(first.port, "/fr/nulle-part/")
    assert "DEBUG = True" not in missing.value.read().decode()


def test_a_worker_that_dies_is_started_again(first: Run) -> None:
    wait_for("the worker is there", lambda: first.children("run_worker"))
    (worker,) = first.children("run_worker")
    os.kill(worker, signal.SIGKILL)
    wait_for("another worker is there", lambda: first.children("run_worker") not in ([], [worker]))
    assert "The worker ended (-9); it is started again" in first.said()


def test_a_busy_port_is_refused_in_words(first: Run, tmp_path: Path) -> None:
    second = Run(tmp_path / "var", first.port)
    assert second.process.wait(timeout=20) == 1
    assert f"Port {first.port} is busy" in second.said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_with_all_it_started_and_starts_again_in_seconds_with_what_was_written(
    first: Run, tmp_path: Path, number: int
) -> None:
    if first.process.poll() is None:
        first.stop()
    database = first.var / "db.sqlite3"
    size = database.stat().st_size
    again = Run(first.var, free_port())
    try:
        again.wait_until_served(seconds=60)
    finally:
        if "Ctrl-C stops" not in again.said():
            again.process.kill()
    assert "Migrating" not in again.said()
    assert "compressing" not in again.said()
    assert database.stat().st_size >= size
    started = [*again.children("gunicorn"), *again.children("run_worker")]
    assert again.stop(number) == 0
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_web_server_that_dies_ends_the_whole_with_its_exit_code(first: Run) -> None:
    if first.process.poll() is None:
        first.stop()
    again = Run(first.var, free_port())
    try:
        again.wait_until_served(seconds=60)
        wait_for("the worker is there", lambda: again.children("run_worker"))
        (worker,), (web,) = again.children("run_worker"), again.children("gunicorn")
        os.kill(web, signal.SIGKILL)
        assert again.process.wait(timeout=30) == 256 - signal.SIGKILL
    finally:
        if again.process.poll() is None:
            again.process.kill()
    assert "The web server ended by itself (-9)" in again.said()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
