"""The site of `make faults` behind the nginx of docs/operations, with an editor who publishes every ten seconds."""

import secrets
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

from tests.bench.processor import processor_seconds
from tests.faults.postgres import ROOT, Postgres
from tests.faults.site import Site
from tests.view_counts.nginx_site import Nginx, configuration, free_port, running

SHARED_CACHE_SECONDS = 30
"""As docs/operations/page-cache.md says of nginx."""
PAUSE = 10.0
CONNECTIONS = 8192
"""Of nginx: readers', and as many to the site where all of them wait for it."""


class ReplaySite(Site):
    """A site on PostgreSQL, or on SQLite, that lets nginx keep pages."""

    def __init__(self, *, is_on_postgresql: bool) -> None:
        """Names its folder and its address."""
        super().__init__()
        self.is_on_postgresql = is_on_postgresql
        self.nginx_folder = self.folder / "nginx"
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.replay.settings",
            "FEDCMS_SHARED_CACHE_SECONDS": str(SHARED_CACHE_SECONDS),
            "FEDCMS_PROXIES": "1",
            "FEDCMS_ACCEL_REDIRECT": "/protected-media/",
            "FEDCMS_PAGE_VIEWS_LOG": str(self.nginx_folder / "page-views.log"),
        }

    def make(self) -> None:
        """Makes the folder of its database; nothing takes its disk away, so that it needs none of its own."""
        self.start_sharing()
        if self.is_on_postgresql:
            self._database = Postgres()
        self.media.mkdir()

    def prepare(self) -> None:
        """Migrates, loads the demo, collects static files."""
        if self.is_on_postgresql:
            super().prepare()
            return
        self.environment["FEDCMS_SECRET_KEY"] = secrets.token_urlsafe(50)
        command = [sys.executable, "manage.py", "prepare_site", "--demo"]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=sys.stderr)

    def start(self) -> None:
        """Starts web and worker, which finds nginx's log of views."""
        self.nginx_folder.mkdir()
        (self.nginx_folder / "page-views.log").touch()
        super().start()


TOLD_OF_FILES = "    add_header X-Kept $upstream_http_x_kept always;\n"
TOLD = """    add_header X-Replay-Cache $upstream_cache_status always;
    add_header X-Replay-Page $upstream_http_x_page_key always;
"""


def configure(folder: Path, port: int, upstream: str, media_folder: Path, robots: str) -> None:
    """Writes nginx's files into a folder: page-views.nginx.conf with media.nginx.conf, as docs/operations have them.

    Each answer says besides where it comes from, and whose view it is, which readers are not told.
    """
    configuration(folder, port, upstream, robots)
    media = (ROOT / "docs" / "operations" / "media.nginx.conf").read_text(encoding="utf-8")
    media = replaced(media, "/srv/fedcms/var/media/", f"{media_folder}/")
    # nginx drops it of the answer that has it send a file.
    media = replaced(media, "    add_header Vary", f"{TOLD_OF_FILES}    add_header Vary")
    views = (folder / "site.conf").read_text()
    (folder / "site.conf").write_text(replaced(views, "    location / {", f"{media}    location / {{"))
    main = (folder / "nginx.conf").read_text()
    main = replaced(main, "worker_connections 256", f"worker_connections {CONNECTIONS}")
    main = replaced(main, "events {", f"worker_rlimit_nofile {2 * CONNECTIONS};\nevents {{")
    main = replaced(main, "    access_log off;\n", f"    access_log off;\n{TOLD}")
    (folder / "nginx.conf").write_text(main)


def replaced(text: str, old: str, new: str) -> str:
    """Returns a text with something else in it. Raises `ValueError` where it does not have it."""
    if old not in text:
        raise ValueError(f"nginx's configuration has no more: {old}")
    return text.replace(old, new)


@contextmanager
def nginx_before(site: ReplaySite, robots: str) -> Iterator[tuple[Nginx, int]]:
    """Runs nginx before the site; yields it with its port."""
    port = free_port()
    configure(site.nginx_folder, port, f"http://127.0.0.1:{site.port}", site.media, robots)
    with running(site.nginx_folder, port) as nginx:
        yield nginx, port


def cpu_of(site: ReplaySite, nginx: Nginx) -> dict[str, float]:
    """Returns the seconds of processor that each part of the site has taken."""
    parts = {"nginx": nginx.process.pid}
    parts |= {name: unit.process.pid for name, unit in (("web", site.web), ("worker", site.worker)) if unit}
    if site.shared is not None:
        parts["valkey"] = site.shared.process.pid
    if site.is_on_postgresql and site.database.process is not None:
        parts["database"] = site.database.process.pid
    return {name: processor_seconds(pid) for name, pid in parts.items()}


def megabytes_of_web(site: ReplaySite) -> int:
    """Returns the memory of all web processes, of what they share a share (proportional set size)."""
    assert site.web is not None
    main = site.web.process.pid
    pids = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
    kilobytes = 0
    for pid in pids:
        with suppress(OSError):  # a process that retires meanwhile
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes // 1024


class Editor:
    """Publishes a page every ten seconds, so that what shows it is dropped from caches."""

    def __init__(self, port: int) -> None:
        """Nothing is published yet."""
        self.port, self.answers, self._ended = port, Counter[int](), threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[Counter[int]]:
        """Publishes within it; yields how often which status was answered."""
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield self.answers
        finally:
            self._ended.set()
            thread.join(90)

    def _go_on(self) -> None:
        # It needs Django.
        from tests.faults.load import ask  # noqa: PLC0415

        while not self._ended.wait(PAUSE):
            self.answers[ask(self.port, "POST", "/faults/publish/").status] += 1

    @property
    def failed(self) -> int:
        """How many publications failed."""
        return self.answers.total() - self.answers[HTTPStatus.CREATED]
