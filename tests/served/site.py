"""The site as production serves it, for a browser: gunicorn on a free port, with a folder of its own."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.served.commands import Commands

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Chromium prepares two pages of its address bar (WebUIOmnibox…) for each window: more CPU than a page of the site.
# The last flag of this name counts, so Playwright's own features are named again.
DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS.append(f"--disable-features={','.join(DISABLED_FEATURES)}")
STARTUP_SECONDS = 60


_started: dict[str, Commands] = {}


def _commands(environment: dict[str, str]) -> Commands:
    """Returns the process that runs the commands of sites with this environment; starts it for the first."""
    key = json.dumps(environment, sort_keys=True)
    if key not in _started or _started[key].has_ended:
        _started[key] = Commands(environment)
    return _started[key]


def _stop_commands_from_before(environment: dict[str, str], manifest: Path) -> None:
    """Django reads the manifest of static files once: a process that began before it was written finds no file."""
    key = json.dumps(environment, sort_keys=True)
    if key in _started and _started[key].began < manifest.stat().st_mtime:
        _started.pop(key).stop()


@dataclass(frozen=True)
class Site:
    """Where the site under test answers, and how to run a command of it."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Runs manage.py on the site's database and returns what it printed; its complaints are shown."""
        code, output, complaints = _commands(self.environment).run(arguments)
        sys.stderr.write(complaints)
        if code:
            # A traceback ends with what went wrong.
            raise RuntimeError(
                f"manage.py {' '.join(arguments)}: exit {code}\n{output}\n{complaints[-3000:]}"
            )
        return output

    def ask(self, code: str) -> str:
        """The last line that a piece of Python prints with the site set up."""
        return self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1]


def site_in(folder: Path) -> Site:
    """A site that keeps everything in `folder` and will answer on a port that is free now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("FEDCMS_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "FEDCMS_VAR_DIR": str(folder),
        "FEDCMS_SECRET_KEY": "browser-tests",
        "FEDCMS_BASE_URL": address,
        # Asked by the tests that are about it.
        "FEDCMS_SECOND_FACTOR_REQUIRED": "false",
        # A service worker would answer in the place of what a test routes.
        "FEDCMS_OFFLINE_PAGES": "false",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return Site(address, environment)


@contextmanager
def preparing(folder: Path) -> Iterator[None]:
    """Sites of the tests have one folder of static files, collected once; one site after the other is prepared."""
    var = Path(os.environ.get("FEDCMS_VAR_DIR") or ROOT / "var").resolve()
    static = var / "static-of-sites"
    static.mkdir(parents=True, exist_ok=True)
    with static.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "static").exists():
            (folder / "static").symlink_to(static)
        yield


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serves a site that is prepared (database, static files) with one gunicorn worker of four threads."""
    var = Path(site.environment["FEDCMS_VAR_DIR"])
    _stop_commands_from_before(site.environment, var / "static" / f"staticfiles-{ROOT.name}.json")
    log_path = var / "server.log"
    command = [sys.executable, "-m", "gunicorn", "fedcms.wsgi", "--workers=1", "--worker-class=gthread"]
    command += ["--threads=4", "--no-control-socket", f"--bind={site.address.removeprefix('http://')}"]
    with log_path.open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)  # ours
        try:
            deadline = time.monotonic() + STARTUP_SECONDS
            while True:
                try:
                    urllib.request.urlopen(f"{site.address}/fr/", timeout=5).close()  # 127.0.0.1
                    break
                except (URLError, ConnectionError, TimeoutError):
                    if time.monotonic() > deadline or server.poll() is not None:
                        sys.stderr.write(log_path.read_text())
                        raise
                    time.sleep(0.3)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=20)
