"""A database of its own and real worker processes on it, to be killed at will."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db import connections
from django_tasks_db.models import DBTaskResult

from tests.core.forked import Forked

ROOT = Path(__file__).resolve().parents[2]
ALIAS = "worker_site"
Process = Forked | subprocess.Popen[bytes]


def wait_for(what: str, is_so: Callable[[], object], seconds: float = 40) -> None:
    """Looks until it is so; fails in words when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError(f"Not within {seconds} s: {what}")


def database_url(settings: dict[str, object]) -> str:
    """DATABASE_URL for a dictionary of Django's."""
    if "sqlite" in str(settings["ENGINE"]):
        return f"sqlite:///{settings['NAME']}"
    user, password, host = (quote(str(settings[name]), safe="") for name in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


@dataclass
class WorkerSite:
    """One scratch database; `processes` are the workers that were started on it."""

    folder: Path
    settings: dict[str, object]
    extra: dict[str, str] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of this site needs to know."""
        return (
            {name: value for name, value in os.environ.items() if not name.startswith("WORKER_TEST_")}
            | {
                "DATABASE_URL": database_url(self.settings),
                "DJANGO_SETTINGS_MODULE": "tests.core.worker_project.settings",
                "FEDCMS_VAR_DIR": str(self.folder),
                "WORKER_TEST_FOLDER": str(self.folder),
                # A process that is killed removes no folder of its own.
                "TMPDIR": str(self.folder),
            }
            | self.extra
            | more
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs manage.py to its end, whatever that is."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            output, errors = Path(folder) / "output", Path(folder) / "errors"
            code = Forked(arguments, self.environment(), output, errors).wait()
            return subprocess.CompletedProcess(arguments, code, output.read_text(), errors.read_text())

    def manage(self, *arguments: str) -> str:
        """Runs manage.py to its end and returns what it printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, hold: str = "", lanes: str = "") -> Forked:
        """Starts a worker, of all lanes or of some; it stays for good at the point that `hold` names."""
        # The fork server has made the checks.
        arguments = ["run_worker", "--skip-checks", *(["--lanes", lanes] if lanes else [])]
        log = self.folder / "log"
        process = Forked(arguments, self.environment(WORKER_TEST_HOLD=hold), log, log)
        self.processes.append(process)
        return process

    def start_as_an_operator(self) -> "subprocess.Popen[bytes]":
        """Starts a worker by the real command, without the fork server."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "run_worker"],
                env=self.environment(),
                stderr=log,
                cwd=ROOT,
            )
        self.processes.append(process)
        return process

    def start_and_kill_at(self, point: str) -> None:
        """A worker that dies by kill -9 exactly at a point."""
        process = self.start(hold=point)
        self.wait_until_reached(point)
        self.kill(process)
        (self.folder / f"reached-{point}").unlink()

    def wait_until_reached(self, point: str) -> None:
        """Until some worker has come to the point."""
        wait_for(f"a worker reached {point!r}", (self.folder / f"reached-{point}").exists)

    @staticmethod
    def kill(process: Process) -> None:
        """kill -9."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def enqueue(self, name: str, *args: object, queue: str = "default") -> "DBTaskResult[..., object]":
        """Puts a task of the test's own into the queue."""
        path = name if "." in name else f"tests.core.worker_project.tasks.{name}"
        row: DBTaskResult[..., object] = DBTaskResult.objects.using(ALIAS).create(
            task_path=path,
            args_kwargs={"args": list(args), "kwargs": {}},
            backend_name="background",
            queue_name=queue,
            run_after="2020-01-01T00:00:00Z",
        )
        return row

    def states(self) -> list[str]:
        """The states of all tasks, each once."""
        return sorted(set(DBTaskResult.objects.using(ALIAS).values_list("status", flat=True)))

    def wait_until_done(self) -> None:
        """Until every task has succeeded."""
        wait_for("every task succeeded", lambda: self.states() == ["SUCCESSFUL"])

    def tally(self) -> list[str]:
        """The jobs that were written, in order of their names."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT job FROM tally ORDER BY job")
            return [job for (job,) in cursor.fetchall()]

    def runs(self) -> list[str]:
        """The jobs that were begun, in the order of their beginning."""
        path = self.folder / "runs"
        return path.read_text().splitlines() if path.exists() else []

    def log(self) -> str:
        """What the workers logged."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""
