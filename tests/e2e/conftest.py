"""A real site for a real browser: its own database, gunicorn as in production, Debian's Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STARTUP_SECONDS = 60
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Site:
    """Where the site under test answers, and how to run a command of it."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Runs manage.py on the site's database and returns what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # ours
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def ask(self, code: str) -> str:
        """The last line that a piece of Python prints with the site set up."""
        return self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1]


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served site with the federation, two clusters and their people."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "FEDCMS_VAR_DIR": str(folder),
        "FEDCMS_SECRET_KEY": "browser-tests",
        "FEDCMS_BASE_URL": address,
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    served = Site(address, environment)
    served.manage("migrate", "--verbosity=0")
    served.manage("collectstatic", "--noinput", "--verbosity=0")
    served.manage("shell", "--no-imports", "-c", "from tests.e2e.world import build; build()")
    log = (folder / "server.log").open("w")
    command = [sys.executable, "-m", "gunicorn", "fedcms.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1"]
    command += ["--worker-class=gthread", "--threads=4"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # ours
    try:
        deadline = time.monotonic() + STARTUP_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/fr/", timeout=5).close()  # 127.0.0.1
                break
            except (URLError, ConnectionError, TimeoutError):
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.3)
        yield served
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The distribution's browser."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.context = browser.new_context(locale="fr-FR", viewport={"width": 1360, "height": 1000})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        # Where each address that was asked by `get` led in the end.
        self.last_addresses: dict[str, str] = {}

    def go(self, path: str) -> int:
        """Opens an address of the site; returns the status."""
        response = self.page.goto(self.site.address + path)
        return response.status if response else 0

    def sign_in(self, name: str) -> "Person":
        """Signs in to the admin by its form."""
        from tests.e2e.world import PASSWORD  # noqa: PLC0415  # needs no Django set-up

        self.go("/admin/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button[type=submit], input[type=submit]")
        self.page.wait_for_url("**/admin/")
        return self

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Posts a form with this person's cookies, as a page of the admin would; redirects are followed."""
        token = next((c["value"] for c in self.context.cookies() if c["name"] == "csrftoken"), "")
        answer = self.context.request.post(
            self.site.address + path,
            form={"csrfmiddlewaretoken": token, **form},
            headers={"Referer": self.site.address + "/admin/"},
        )
        return answer.status, answer.text()

    def get(self, path: str) -> tuple[int, str]:
        """Asks an address with this person's cookies."""
        answer = self.context.request.get(self.site.address + path)
        self.last_addresses[path] = answer.url
        return answer.status, answer.text()


@pytest.fixture
def person(chromium: Browser, site: Site) -> Iterator[Callable[[], Person]]:
    """Makes people: `person()` is a visitor, `person().sign_in("name")` somebody in the admin."""
    people: list[Person] = []

    def make() -> Person:
        people.append(Person(chromium, site))
        return people[-1]

    yield make
    for each in people:
        each.context.close()
