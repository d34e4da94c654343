"""The site that is tried: its servers, two web processes on a socket that outlives them, the worker, the demo."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.clock import faked
from tests.faults.postgres import ROOT, Postgres, with_postgres
from tests.faults.unit import Unit
from tests.page_cache import valkey_server
from tests.search.own_server import SCRIPTS, OwnServer

# As systemd hands a socket over: it is file 3, and LISTEN_PID names the process that it is for.
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
MEDIA_MB = 64


class Site:
    """A site of its own, with its files in a folder that is removed at the end."""

    def __init__(self, *, searches_on_a_server: bool = False) -> None:
        """Names its folder and its address; `make` makes the rest, within reach of `remove`.

        `searches_on_a_server`: on the Elasticsearch that stands beside the project, where it does.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="fedcms-faults-"))
        # Not in the folder of the site, which may be kept for the next run.
        self.servers = Path(tempfile.mkdtemp(prefix="fedcms-faults-servers-"))
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.port = int(self.listener.getsockname()[1])
        self.media = self.folder / "media"
        self.has_small_disk = False
        """Whether media have a small disk of their own: only root may mount one."""
        self.environment = environment_without_site() | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "FEDCMS_BASE_URL": f"http://127.0.0.1:{self.port}",
            "FEDCMS_VAR_DIR": str(self.folder),
            "FEDCMS_MEDIA_DIR": str(self.media),
            "FEDCMS_PAGE_CACHE": "1",
            # The database is on this machine, and nothing stands before it.
            "FEDCMS_PAGE_CACHE_WHILE_REFUSED": "1",
            "FEDCMS_SIGN_UP_RATE": "100000/m",
            "FEDCMS_EMBEDDER": "none",
            "FEDCMS_WEB_WORKERS": "2",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.shared: Unit | None = None
        """The Valkey, or Redis, by which processes share pages; none where no such server is installed."""
        self.search = (
            OwnServer(self.servers / "elasticsearch")
            if searches_on_a_server and (SCRIPTS / "start").exists()
            else None
        )
        self._database: Postgres | None = None
        self.web: Unit | None = None
        self.worker: Unit | None = None

    @property
    def database(self) -> Postgres:
        """Its PostgreSQL. Raises `RuntimeError` before `make`."""
        if self._database is None:
            raise RuntimeError("The site has no database yet.")
        return self._database

    def make(self) -> None:
        """Makes the folder of its database and the disk of its media; nothing is served yet."""
        self._database = Postgres()
        self.start_sharing()
        self._start_search()
        self.media.mkdir()
        if os.geteuid() == 0:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={MEDIA_MB}m", "fedcms-faults", str(self.media)]
            self.has_small_disk = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def start_sharing(self) -> None:
        """Starts a server for what processes share, as docs/operations/page-cache.md has it for several."""
        if program := valkey_server.program():
            port = with_postgres.free_port()
            command = valkey_server.command(program, self.servers, port)
            self.shared = Unit(command, environment_without_site(), self.servers / "valkey-unit.log")
            self.environment["FEDCMS_PAGE_CACHE_URL"] = f"valkey://127.0.0.1:{port}/0"
            wait_until(f"{program} listens", lambda: valkey_server.listens(port), 20)

    def _start_search(self) -> None:
        """Starts the search server, if it was asked for and can be: it needs a JDK."""
        if self.search is not None:
            try:
                self.search.start()
            except subprocess.CalledProcessError as error:
                sys.stderr.write(f"No search server: {error.stderr.decode(errors='replace')[-500:]}\n")
                self.search = None

    def prepare(self) -> None:
        """Migrates, loads the demo, collects static files: once, as an operator does. Or takes what was made before."""
        prepared = Path(os.environ["FAULTS_PREPARED"]) if os.environ.get("FAULTS_PREPARED") else None
        is_made = prepared is not None and (prepared / "known.json").exists()
        known = {"password": secrets.token_hex(16), "secret_key": secrets.token_urlsafe(50)}
        if prepared is not None and is_made:
            known = json.loads((prepared / "known.json").read_text())
            _copy(prepared / "data", self.database.data)
            _copy(prepared / "site", self.folder)
        else:
            self.database.make(known["password"])
        self.environment |= {
            "DATABASE_URL": self.database.url(known["password"]),
            "FEDCMS_SECRET_KEY": known["secret_key"],
        }
        self.database.start()
        if not is_made:
            self._make_demo(prepared, known)
        # Of an empty server the worker makes an index; what is kept for the next run knows of none.
        if self.search is not None:
            self.environment["FEDCMS_SEARCH_URL"] = self.search.url

    def _make_demo(self, prepared: Path | None, known: dict[str, str]) -> None:
        """Loads the demo, and keeps all of it in the folder `prepared`, if there is one."""
        command = [sys.executable, "manage.py", "prepare_site", "--demo"]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=sys.stderr)
        if prepared is not None:
            self.database.send(signal.SIGINT)
            self.database.wait()
            prepared.mkdir(parents=True, exist_ok=True)
            _copy(self.database.data, prepared / "data")
            _copy(self.folder, prepared / "site")
            secret = prepared / "known.json"
            secret.touch(0o600)
            secret.write_text(json.dumps(known))
            self.database.start()

    def start(self) -> None:
        """Starts web and worker."""
        gunicorn = [sys.executable, "-c", AS_SYSTEMD, str(self.listener.fileno()), "-m", "gunicorn"]
        gunicorn += ["--config", "bin/gunicorn_conf.py", "fedcms.wsgi"]
        self.web = Unit(gunicorn, self.environment, self.folder / "web.log", self.listener.fileno())
        # As its unit has it (docs/operations/systemd).
        worker = ["nice", "-n", "5", sys.executable, "manage.py", "run_worker"]
        self.worker = Unit(worker, self.environment, self.folder / "worker.log")

    def stop(self) -> None:
        """Ends web and worker."""
        for unit in (self.web, self.worker):
            if unit is not None:
                unit.stop()

    def restart_with(self, library: Path | None) -> None:
        """Starts web and worker anew, with a clock that `move_clock` moves, or with that of the machine."""
        self.move_clock(0)
        units = [unit for unit in (self.web, self.worker) if unit is not None]
        before = [unit.process.pid for unit in units]
        for unit in units:
            unit.environment = self.environment | (faked(library, self.servers) if library else {})
            unit.restart()
        wait_until(
            "web and worker start anew",
            lambda: not set(before) & {unit.process.pid for unit in units},
            60,
        )
        for unit in units if library else ():
            if library.name not in Path(f"/proc/{unit.process.pid}/maps").read_text():
                raise RuntimeError(
                    f"{library} was not loaded: the clock of {unit.command} would stand still."
                )

    def move_clock(self, hours: int) -> None:
        """Moves the clock of web and worker by hours from that of the machine, within a second."""
        moved = self.servers / "clock.new"
        moved.write_text(f"{hours:+d}h\n")
        moved.replace(self.servers / "clock")

    def fill_disk(self) -> Path:
        """Leaves no byte on the disk of media; returns the file to be deleted afterwards."""
        filler = self.media / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 65536)
        return filler

    def remove(self) -> None:
        """Ends everything, and deletes all files."""
        self.stop()
        if self.shared is not None:
            self.shared.stop()
        if self.search is not None:
            self.search.end()
        self.listener.close()
        if self._database is not None:
            self._database.remove()
        if self.has_small_disk:
            subprocess.run(["umount", "--lazy", str(self.media)], check=False)
        for folder in (self.folder, self.servers):
            shutil.rmtree(folder, ignore_errors=True)


def environment_without_site() -> dict[str, str]:
    """Returns the shell's, less what names a site: its mail server, index, folders and database are not written to."""
    return {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("FEDCMS_")}


def _copy(source: Path, target: Path) -> None:
    """Copies a folder with the owners of its files."""
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def wait_until(what: str, is_so: object, seconds: float) -> float:
    """Looks five times a second until it is so; returns after how many seconds, raises `TimeoutError`."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if is_so():  # type: ignore[operator]
            return time.monotonic() - begun
        time.sleep(0.2)
    raise TimeoutError(f"Not within {seconds:.0f} s: {what}")
