"""The first result opened is counted by a browser in passing; without scripts, and for robots, a link is a link."""

import time

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.served.site import Site

pytestmark = pytest.mark.e2e

CONTENT = """
from clusters.models import Cluster
from tests.factories import make_article
from wagtail.models import Page
Page.objects.filter(slug__in=["hautbois", "hautbois-deux"]).delete()
ours = Cluster.objects.get(slug="garonne")
make_article(ours, title="Un hautbois au collège", slug="hautbois")
make_article(ours, title="Deux hautbois", slug="hautbois-deux")
print("done")
"""
COUNTED = """
from search.models import ClickCount, SearchCount
print(sum(SearchCount.objects.filter(words="hautbois").values_list("searches", flat=True)),
      sum(ClickCount.objects.filter(words="hautbois").values_list("clicks", flat=True)))
"""
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PATIENCE = 40


def searching(browser: Browser, site: Site, **options: object) -> tuple[Page, list[Request]]:
    """A new browser with the results of a search, and the beacons that it sends."""
    context = browser.new_context(**options)  # type: ignore[arg-type]  # passed on as they came
    context.set_default_timeout(20_000)
    page = context.new_page()
    beacons: list[Request] = []
    page.on("request", lambda request: beacons.append(request) if "/search/clicks/" in request.url else None)
    page.goto(f"{site.address}/fr/search/?q=hautbois", wait_until="networkidle")
    return page, beacons


def open_first(page: Page) -> None:
    """Opens the first result, and comes back."""
    page.locator(".dispatches h2 a").first.click()
    page.wait_for_url("**/actualites/hautbois*/")


def test_a_click_is_counted_once_and_follows_its_link(chromium: Browser, site: Site) -> None:
    """The beacon passes the content security policy and the site's own check; counts arrive in the database."""
    site.ask(CONTENT)
    page, beacons = searching(chromium, site, user_agent=PERSON)
    page.locator(".dispatches h2 a").last.click(modifiers=["Control"])
    open_first(page)
    assert [request.method for request in beacons] == ["POST"]
    assert not page.context.cookies()
    deadline = time.monotonic() + PATIENCE
    while (counted := site.ask(COUNTED).split()) != ["1", "1"]:
        assert time.monotonic() < deadline, f"searches and clicks: {counted}"
        time.sleep(2)
    page.context.close()


@pytest.mark.parametrize("options", [{"user_agent": PERSON, "java_script_enabled": False}, {}])
def test_without_scripts_and_for_robots_a_link_is_a_link(
    chromium: Browser, site: Site, options: dict[str, object]
) -> None:
    """Chromium without a window calls itself headless: a program."""
    site.ask(CONTENT)
    page, beacons = searching(chromium, site, **options)
    open_first(page)
    assert beacons == []
    page.context.close()
