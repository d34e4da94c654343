"""`make run` and `make dev`: prepares the site, then runs the web server and the worker beside it.

Usage: python bin/serve.py [--dev]      with PORT and FEDCMS_VAR_DIR from the environment

The interpreter is the virtual environment's; this process loads nothing of the site, so it stays small and
steady.
"""

import contextlib
import ctypes
import errno
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_STOP = 10
SECONDS_TO_START = 180
PR_SET_PDEATHSIG = 1  # Linux: <sys/prctl.h>

stop_requested = False


def request_stop(signum: int, frame: FrameType | None) -> None:
    """Ctrl-C and SIGTERM."""
    global stop_requested  # noqa: PLW0603  # a signal handler has nowhere else to leave word
    stop_requested = True


def chosen_port() -> int:
    """PORT, checked: a number that is free. Exits in words otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT={text} is no port: choose a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            if error.errno == errno.EACCES:
                sys.exit(f"Port {text} is the administrator's. Choose another: make run PORT=8001")
            sys.exit(
                f"Port {text} is busy: another program listens there. Choose another: make run PORT=8001"
            )
    return int(text)


def secret_key_file(var: Path) -> Path:
    """The site's secret key, made once and readable by its owner alone."""
    path = var / "secret_key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path


def environment(port: int, settings: str) -> dict[str, str]:
    """What the site's processes are told; what is set already is left as it is, an empty value counting as unset.

    Except the settings: with those of a developer's shell, `make run` would serve debug pages and a public key.
    """
    var = Path(os.environ.get("FEDCMS_VAR_DIR") or ROOT / "var")
    var.mkdir(parents=True, exist_ok=True)
    chosen = {
        "FEDCMS_VAR_DIR": str(var),
        "FEDCMS_BASE_URL": f"http://{HOST}:{port}",
    }
    given = {name: value for name, value in os.environ.items() if value or not name.startswith("FEDCMS_")}
    if "FEDCMS_SECRET_KEY" not in given:
        chosen["FEDCMS_SECRET_KEY_FILE"] = str(secret_key_file(var))
    return chosen | given | {"DJANGO_SETTINGS_MODULE": settings}


@dataclass
class Child:
    """A process that is kept running, in a group of its own so that a signal reaches all that it started."""

    name: str
    command: list[str]
    env: dict[str, str]
    is_restarted: bool
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    deaths: int = 0
    next_start: float = 0.0

    def start(self) -> None:
        """Starts it; it is ended by the kernel (Linux) if this process is killed."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  # this process has one thread
        )

    def look(self) -> int | None:
        """Starts it again if it died and may be; returns the exit code of one that may not."""
        if self.process is None:
            if time.monotonic() >= self.next_start:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            if time.monotonic() - self.started_at > 60:  # it has recovered
                self.deaths = 0
            return None
        if not self.is_restarted:
            return code or 1
        self.deaths += 1
        pause = min(2 ** (self.deaths - 1), 30)
        print(
            f"The {self.name} ended ({code}); it is started again in {pause} s.", file=sys.stderr, flush=True
        )
        self.process, self.next_start = None, time.monotonic() + pause
        return None

    def signal(self, number: int) -> None:
        """Sends a signal to it and all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time."""
        try:
            return self.process is None or self.process.wait(seconds) is not None
        except subprocess.TimeoutExpired:
            return False


def end_with_parent() -> None:
    """Asks the kernel to end this process when its parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children: list[Child]) -> None:
    """Ends all: politely, then for good. A task that is cut off is taken up again at the next start."""
    for child in children:
        child.signal(signal.SIGTERM)
    end = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        if not child.wait(max(0.1, end - time.monotonic())):
            child.signal(signal.SIGKILL)
            child.wait(5)


def answers(port: int) -> bool:
    """Whether the web server answers, be it with an error page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def prepared_site(command: list[str], env: dict[str, str]) -> str | None:
    """Runs what prepares the site; returns the demo's accounts, or None when it failed or was stopped."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as accounts:
        process = subprocess.Popen(
            [*command, f"--accounts-to={writer}"],
            env=env,
            cwd=ROOT,
            pass_fds=[writer],
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  # this process has one thread
        )
        os.close(writer)
        while process.poll() is None and not stop_requested:
            time.sleep(0.1)
        if stop_requested:
            process.terminate()
        return None if process.wait() else accounts.read()


def commands(port: int, is_dev: bool, env: dict[str, str]) -> list[Child]:
    """The web server and the worker."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    if is_dev:
        web = [*manage, "runserver", f"{HOST}:{port}"]
        worker = [*manage, "run_worker", "--reload"]
    else:
        web = [
            sys.executable,
            "-m",
            "gunicorn",
            "fedcms.wsgi",
            "--bind",
            f"{HOST}:{port}",
            "--no-control-socket",
        ]
        web += [
            "--workers",
            env.get("FEDCMS_WEB_WORKERS", "2"),
            "--worker-class",
            "gthread",
            "--threads",
            "4",
        ]
        web += [
            "--log-level",
            "warning",
            "--graceful-timeout",
            "5",
            "--max-requests",
            "20000",
            "--max-requests-jitter",
            "2000",
        ]
        worker = [*manage, "run_worker"]
    return [
        Child("web server", web, env, is_restarted=False),
        Child("worker", worker, env, is_restarted=True),
    ]


def announce(port: int, env: dict[str, str], accounts: str) -> None:
    """Says where everything is."""
    base = f"http://{HOST}:{port}"
    print(f"\n  Site    {base}/\n  Admin   {base}/admin/")
    print(f"  Mails   {Path(env['FEDCMS_VAR_DIR']) / 'mail'} (a mail server: see docs/operations)")
    if accounts.strip():
        print("\n" + "\n".join(f"  {line}" for line in accounts.rstrip().splitlines()))
    print("\n  Ctrl-C stops the site; what was written is kept.\n", flush=True)


def main(is_dev: bool) -> int:
    """Prepares, runs, stops; returns the exit code."""
    port = chosen_port()
    env = environment(port, "fedcms.settings.dev" if is_dev else "fedcms.settings.production")
    manage = [sys.executable, str(ROOT / "manage.py")]
    signal.signal(signal.SIGTERM, request_stop)
    signal.signal(signal.SIGINT, request_stop)
    accounts = prepared_site([*manage, "prepare_site", *(["--no-static"] if is_dev else [])], env)
    if accounts is None:
        return 1
    children = commands(port, is_dev, env)
    web, worker = children
    code = 0
    try:
        is_announced = False
        started = time.monotonic()
        while not stop_requested and not code:
            code = web.look() or 0
            if is_announced:
                worker.look()
            elif answers(port):
                announce(port, env, accounts)
                is_announced = True
            if not is_announced and time.monotonic() - started > SECONDS_TO_START:
                print("The web server does not answer; its errors are above.", file=sys.stderr)
                code = 1
            time.sleep(0.2)
    finally:
        stop(children)
    if code:
        print(f"The web server ended by itself ({code}).", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(is_dev="--dev" in sys.argv[1:]))
