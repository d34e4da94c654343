"""Real sites for a real browser: served by gunicorn as in production, seen through Debian's Chromium."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect

from tests.e2e.slow_proxy import slow_network
from tests.served.demo import demo_site
from tests.served.pages import Pages
from tests.served.site import CHROMIUM, FLAGS, Site, preparing, serving, site_in
from tests.template_database.creation import copy_to

if TYPE_CHECKING:
    # Playwright exports the type of what it takes nowhere else.
    from playwright._impl._api_structures import SetCookieParam

PATIENCE_MS = 20_000
# What a page does by itself takes as long as a click on a busy machine.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served site with the federation, two clusters and their people: for journeys that write."""
    folder = tmp_path_factory.mktemp("site")
    prepared = site_in(folder)
    copy_to(folder)
    with preparing(folder):
        prepared.manage("prepare_site", "--no-demo")
    prepared.manage("shell", "--no-imports", "-c", "from tests.e2e.world import build; build()")
    with serving(prepared):
        yield prepared


@pytest.fixture(scope="session")
def demo() -> Iterator[Pages]:
    """The demo, served, with an address of each type of page: for tests that read."""
    with demo_site() as site:
        yield Pages.of(site)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The distribution's browser."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """The only page of a browser that has seen nothing yet."""
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


# Cookies of who signed in, by name, of each site. A password takes half a second to compare, and two pages to send.
_sessions: dict[str, dict[str, "list[SetCookieParam]"]] = {}


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.context = browser.new_context(locale="fr-FR", viewport={"width": 1360, "height": 1000})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        # What the content security policy kept from being loaded or run, as the browser says it.
        self.blocked: list[str] = []
        self.context.on("console", self._note)
        # Where each address that was asked by `get` led in the end.
        self.last_addresses: dict[str, str] = {}

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.blocked.append(message.text)

    def go(self, path: str) -> int:
        """Opens an address of the site; returns the status."""
        response = self.page.goto(self.site.address + path)
        return response.status if response else 0

    def sign_in(self, name: str) -> "Person":
        """Signs in to the admin: by its form, or with the session of an earlier test. Opens no screen of it."""
        from tests.e2e.world import PASSWORD  # noqa: PLC0415  # needs no Django set-up

        known = _sessions.setdefault(self.site.environment["FEDCMS_VAR_DIR"], {})
        if name in known:
            self.context.add_cookies(known[name])
            # The form leads those on who are signed in.
            answer = self.context.request.get(f"{self.site.address}/admin/login/", max_redirects=0)
            if answer.status == 302:
                return self
            # The session ended with a test: the password or the rights were changed.
            self.context.clear_cookies()
        self.go("/admin/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button[type=submit], input[type=submit]")
        self.page.wait_for_url("**/admin/")
        known[name] = [
            {
                "name": cookie["name"],
                "value": cookie["value"],
                "domain": cookie["domain"],
                "path": cookie["path"],
            }
            for cookie in self.context.cookies()
            if cookie["name"] != "messages"
        ]
        return self

    def at_home(self) -> "Person":
        """Opens the home of the admin."""
        self.go("/admin/")
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
    blocked = [line for each in people for line in each.blocked]
    assert not blocked, "The content security policy blocks what a screen needs: " + "; ".join(blocked)


@pytest.fixture(params=[0, 3], ids=["fast", "slow"])
def person_on_any_network(
    request: pytest.FixtureRequest, person: Callable[[], Person], site: Site
) -> Iterator[Callable[[], Person]]:
    """The same people, also behind a network on which each form takes three seconds more."""
    if not request.param:
        yield person
        return
    with slow_network(site.address, request.param) as address:

        def make() -> Person:
            someone = person()
            someone.site = replace(site, address=address)
            return someone

        yield make
