"""A PostgreSQL that is killed, stopped, hung and started again, on one address, with what it had committed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
_loader = SourceFileLoader("with_postgres", str(ROOT / "bin" / "with-postgres"))
_spec = spec_from_loader(_loader.name, _loader)
assert _spec is not None
with_postgres = module_from_spec(_spec)
_loader.exec_module(with_postgres)


class Postgres:
    """A server of the machine's packages, on a free port; `url` stays."""

    def __init__(self) -> None:
        """Makes its folder; raises `RuntimeError` where there is no server."""
        binaries = with_postgres.postgres_bin()
        if binaries is None:
            raise RuntimeError("No PostgreSQL server is installed here.")
        self._as_user = with_postgres.run_as(with_postgres.server_user())
        self.folder = Path(tempfile.mkdtemp(prefix="fedcms-faults-db-", dir=with_postgres.place()))
        self.data, self._initdb = self.folder / "data", str(binaries / "initdb")
        self._own(self.folder)
        self.port = with_postgres.free_port()
        # A commit is in the log before it is answered, as in production: here processes die, the machine does not.
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
        }
        self._command = [str(binaries / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in options.items():
            self._command += ["-c", f"{name}={value}"]
        self.process: subprocess.Popen[bytes] | None = None

    def make(self, password: str) -> None:
        """Makes an empty cluster of databases."""
        secret = self.folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)
        made = [self._initdb, "-D", str(self.data), "-U", "fedcms", f"--pwfile={secret}"]
        made += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(made, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self._as_user)
        secret.unlink()

    def url(self, password: str) -> str:
        """Its address."""
        return f"postgres://fedcms:{password}@127.0.0.1:{self.port}/postgres"

    def _own(self, path: Path) -> None:
        if "user" in self._as_user:
            os.chown(path, self._as_user["user"], self._as_user["group"])

    def start(self) -> None:
        """Starts it, again and again while what was killed still holds its files, and waits until it answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with (self.folder / "log").open("a") as log:
                self.process = subprocess.Popen(
                    self._command,
                    cwd=self.folder,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **self._as_user,
                )
            while self.process.poll() is None:
                if self._is_ready():
                    return
                time.sleep(0.05)
            time.sleep(0.2)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def _is_ready(self) -> bool:
        """Returns whether it asks for the password, which comes after its recovery."""
        try:
            psycopg.connect(
                f"postgres://fedcms:wrong@127.0.0.1:{self.port}/postgres", connect_timeout=2
            ).close()
        except psycopg.OperationalError as error:
            return "password" in str(error)
        return True

    def send(self, number: signal.Signals) -> None:
        """A signal to the main process."""
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self) -> None:
        """Waits until the main process has ended."""
        assert self.process is not None
        self.process.wait(30)

    def send_to_all(self, number: signal.Signals) -> None:
        """A signal to the main process and to each that it started."""
        assert self.process is not None
        for each in (self.process.pid, *children_of(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(each, number)

    def remove(self) -> None:
        """Ends it and deletes its files."""
        if self.process is not None and self.process.poll() is None:
            self.send_to_all(signal.SIGCONT)
            self.send(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def children_of(pid: int) -> list[int]:
    """Returns the processes that a process has started, and that are alive."""
    with suppress(FileNotFoundError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
