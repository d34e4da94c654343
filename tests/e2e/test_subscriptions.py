"""A reader subscribes from a cluster's page, confirms, changes their mind, unsubscribes, without account or script.

Once in French at a desk, once in Arabic on a phone, where axe looks, too.
"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = [pytest.mark.e2e, pytest.mark.node]

PREPARE = """
from tests.factories import make_article, make_cluster
ours = make_cluster("steir", "STE", "EdTech Steir")
make_article(ours, title="Un atelier ouvert")
make_article(ours, language="ar", title="ورشة مفتوحة")
print("made")
"""
READ_MAIL = """
import json
from fedcms.core.tasks.worker import Worker
from tests.served.mails import sent_to
Worker().drain()
print(json.dumps(sent_to({0!r})[-1].get_body(["plain"]).get_content()))
"""
COUNT = """
import json
from clusters.models import Subscriber
found = Subscriber.objects.filter(email={0!r}).first()
print(json.dumps(found and [found.state, found.rhythm, found.takes_all_clusters]))
"""


@pytest.fixture(scope="module")
def prepared(site: Site) -> Site:
    """A cluster of this file, with news in two languages."""
    site.ask(PREPARE)
    return site


@pytest.fixture(params=["fr", "ar"])
def reader(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[str, Page]]:
    """Somebody without an account or script: in French at a desk, in Arabic on a phone."""
    language = request.param
    width = 1366 if language == "fr" else 360
    context = chromium.new_context(
        locale=language, viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE_MS)
    yield language, context.new_page()
    context.close()


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_a_reader_subscribes_and_unsubscribes(
    prepared: Site, reader: tuple[str, Page], chromium: Browser, axe: str
) -> None:
    site, (language, page) = prepared, reader
    email = f"lecture.{language}@reader.example"

    def kept() -> object:
        return json.loads(site.ask(COUNT.format(email)))

    page.goto(f"{site.address}/{language}/clusters/steir/")
    press(page, ".feeds__link[href*='/subscribe/']")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.locator("[name=clusters]:checked")).to_have_value("steir")
    page.fill("[name=email]", "no address")
    page.check("[name=rhythm][value=daily]")
    page.wait_for_timeout(3_500)
    press(page, "form.subscribe [type=submit]")
    expect(page.locator(".field__error").first).to_be_visible()
    expect(page.locator("[name=rhythm]:checked")).to_have_value("daily")
    page.fill("[name=email]", email)
    press(page, "form.subscribe [type=submit]")
    expect(page.locator(".notice--good")).to_be_visible()
    found = re.search(r"http\S+/subscriptions/confirm/[^\s)]+", json.loads(site.ask(READ_MAIL.format(email))))
    assert found is not None, "no mail came"
    confirm = found[0]
    page.goto(confirm)
    assert kept() == ["new", "daily", False]
    press(page, "main form [type=submit]")
    assert kept() == ["active", "daily", False]
    press(page, "main a[href*='/subscriptions/manage/']")
    manage = page.url
    page.check("[name=rhythm][value=weekly]")
    press(page, "form.subscribe [type=submit]")
    expect(page.locator(".notice--good")).to_be_visible()
    assert kept() == ["active", "weekly", False]

    looking = chromium.new_context(locale=language).new_page()
    for name, address in (("confirm", confirm), ("manage", manage)):
        looking.goto(address)
        assert_shuts_nobody_out(looking, axe, "main", where=f"{name}, {language}")
    looking.context.close()
    press(page, "form[action*='/subscriptions/end/'] [type=submit]")
    expect(page.locator("h1")).to_be_visible()
    assert kept() is None
    page.goto(manage)
    expect(page.locator("main a[href$='/subscribe/']")).to_be_visible()
