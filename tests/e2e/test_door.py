"""Check-in on a phone: the network goes and comes back, and nothing of it stays on the device when it may not.

In Arabic on a phone, where axe looks, too; in French without a script.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.test_accessibility import axe
from tests.e2e.world import PASSWORD
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
import re
from datetime import timedelta
from django.utils import timezone
from events.models import SignUp
from events.signup.codes import check_in_code
from tests.events.signup.support import arrived, make_far_event, make_sheet
from tests.factories import make_cluster, make_user
ours = make_cluster("leguer", "LGR", "EdTech Léguer")
make_user("publisher-lgr", ours, "publisher")
event = make_far_event(ours, title="Une journée à Léguer")
sheet = make_sheet(event, 5)
for name, address in (("Sentinelle Durand", "sd@people.example"), ("نور بن علي", "nba@people.example")):
    arrived(sheet, event, address, name=name)
# It takes place now, whatever the hour is.
type(event).objects.filter(pk=event.pk).update(
    starts_on=timezone.localdate() - timedelta(days=1), ends_on=timezone.localdate() + timedelta(days=2))
codes = {each.email: check_in_code(each) for each in SignUp.objects.filter(sheet=sheet)}
print(json.dumps({"path": f"/admin/event-sign-ups/{ours.pk}/{sheet.pk}/door/", "sheet": sheet.pk,
                  "event": event.pk, "codes": codes}))
"""
HERE = """
import json
import re
from events.models import SignUp
rows = SignUp.objects.filter(sheet={0}).order_by("pk")
print(json.dumps([each.checked_in_at is not None for each in rows]))
"""
UNDO = """
from events.models import SignUp
from events.signup.service import check_in
check_in(SignUp.objects.get(sheet={0}, email={1!r}), is_here=False)
print("done")
"""
END = """
from datetime import timedelta
from django.utils import timezone
from events.models import EventPage
EventPage.objects.filter(pk={0}).update(ends_on=timezone.localdate() - timedelta(days=1))
print("done")
"""
# All that the device keeps for the site, as text; keys are tried, and must not come out.
KEPT = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      for (const row of rows) {
        if (row instanceof CryptoKey) {
          found.push(await crypto.subtle.exportKey("raw", row).then(() => "KEY CAME OUT", () => "a key"));
        } else if (row.sealed) {
          found.push(new TextDecoder("utf-8", { fatal: false }).decode(row.sealed));
        } else found.push(JSON.stringify(row));
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await caches.match(request);
      found.push(request.url, await answer.text());
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """An event that takes place now, with two people."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


def here(site: Site, stage: dict[str, object]) -> list[bool]:
    return list(json.loads(site.ask(HERE.format(stage["sheet"]))))


def tap(page: Page, name: str) -> None:
    page.locator("[data-people] li").filter(has_text=name).locator("button").click()


def at_the_door(person: Callable[[], Person], stage: dict[str, object]) -> Person:
    """The publisher, with the door's page open and the list on the device."""
    publisher = person().sign_in("publisher-lgr")
    assert publisher.go(str(stage["path"])) == 200
    expect(publisher.page.locator("[data-is-ready]")).to_have_count(1)
    return publisher


def test_who_signed_out_leaves_nothing(
    site: Site, stage: dict[str, object], person: Callable[[], Person]
) -> None:
    """The door's page is closed by then: opening its address leads to sign in, and erases the list."""
    publisher = at_the_door(person, stage)
    page = publisher.page
    assert page.evaluate(KEPT) != []
    page.goto("about:blank")
    publisher.context.clear_cookies()
    page.goto(f"{site.address}{stage['path']}")
    assert "/login/" in page.url
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")
    assert page.evaluate(KEPT) == []


def test_the_sign_in_page_erases_what_signing_out_leaves(
    site: Site, stage: dict[str, object], person: Callable[[], Person]
) -> None:
    """Signing out leads there; nobody opens the door's address again."""
    publisher = at_the_door(person, stage)
    page = publisher.page
    publisher.context.clear_cookies()
    page.goto(f"{site.address}/admin/login/")
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    assert page.evaluate(KEPT) == []
    assert not publisher.blocked


def test_what_two_tabs_note_without_network_is_kept(
    site: Site, stage: dict[str, object], person: Callable[[], Person]
) -> None:
    publisher = at_the_door(person, stage)
    first, second = publisher.page, publisher.context.new_page()
    second.goto(f"{site.address}{stage['path']}")
    expect(second.locator("[data-is-ready]")).to_have_count(1)
    publisher.context.set_offline(True)
    for page, name in ((first, "Sentinelle"), (second, "نور")):
        tap(page, name)
        expect(page.locator("[data-people] li.is-here").filter(has_text=name)).to_have_count(1)
    assert here(site, stage) == [False, False]
    # The phone ends one of them; the other one knows what waits.
    first.close()
    second.reload()
    expect(second.locator("[data-people] li.is-here")).to_have_count(2)
    publisher.context.set_offline(False)
    second.wait_for_function("navigator.onLine")
    second.reload()
    expect(second.locator("[data-is-ready]")).to_have_count(1)
    assert here(site, stage) == [True, True]
    for name in ("Sentinelle", "نور"):
        tap(second, name)
    expect(second.locator("[data-people] li.is-here")).to_have_count(0)
    expect(second.locator("[data-state]")).not_to_contain_text(re.compile("[12]"))
    assert here(site, stage) == [False, False]


@pytest.mark.node
def test_without_network_and_back(  # noqa: PLR0915  # one story
    site: Site, stage: dict[str, object], person: Callable[[], Person], axe: str
) -> None:
    with speaking(site, "publisher-lgr", "ar"):
        publisher = person().sign_in("publisher-lgr")
        page, path = publisher.page, str(stage["path"])
        page.set_viewport_size({"width": 360, "height": 740})
        assert publisher.go(path) == 200
        expect(page.locator("[data-is-ready]")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("[data-people] li")).to_have_count(2)
        assert_shuts_nobody_out(page, axe, "main", where="door", widths=(360,))
        kept = page.evaluate(KEPT)
        assert any(each == "a key" for each in kept)
        assert not any("Sentinelle" in each or "KEY CAME OUT" in each for each in kept)
        scopes = page.evaluate(
            "async () => (await navigator.serviceWorker.getRegistrations()).map((each) => new URL(each.scope).pathname)"
        )
        assert scopes == [path]

        publisher.context.set_offline(True)
        page.reload()
        expect(page.locator("[data-people] li")).to_have_count(2)
        codes = stage["codes"]
        assert isinstance(codes, dict)
        page.fill("[name=words]", codes["nba@people.example"].lower())
        expect(page.locator("[data-people] li")).to_have_count(1)
        page.fill("[name=words]", "sentin")
        tap(page, "Sentinelle")
        expect(page.locator("[data-people] li.is-here")).to_have_count(1)
        assert here(site, stage) == [False, False]
        # The phone is put away, and the page opened again.
        page.reload()
        expect(page.locator("[data-people] li.is-here")).to_have_count(1)
        publisher.context.set_offline(False)
        expect(page.locator("[data-counts]")).to_contain_text("1")
        page.wait_for_function("navigator.onLine")
        page.reload()
        expect(page.locator("[data-is-ready]")).to_have_count(1)
        assert here(site, stage) == [True, False]

        # Somebody else undoes it later than this device said it again.
        publisher.context.set_offline(True)
        tap(page, "Sentinelle")
        tap(page, "Sentinelle")
        assert here(site, stage) == [True, False]
        site.ask(UNDO.format(stage["sheet"], "sd@people.example"))
        publisher.context.set_offline(False)
        expect(page.locator("[data-news]")).to_contain_text("جهاز آخر")
        expect(page.locator("[data-people] li.is-here")).to_have_count(0)
        assert here(site, stage) == [False, False]
        assert not publisher.blocked

        # Signed out: at the next contact nothing is left.
        cookies = publisher.context.cookies()
        publisher.context.clear_cookies()
        page.evaluate("() => dispatchEvent(new Event('online'))")
        expect(page.locator("[data-people] li")).to_have_count(0)
        assert page.evaluate(KEPT) == []
        # And when the event is over.
        publisher.context.add_cookies(cookies)
        assert publisher.go(path) == 200
        expect(page.locator("[data-people] li")).to_have_count(2)
        site.ask(END.format(stage["event"]))
        page.evaluate("() => dispatchEvent(new Event('online'))")
        expect(page.locator("[data-people] li")).to_have_count(0)
        assert page.evaluate(KEPT) == []
        assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_without_a_script(site: Site, stage: dict[str, object], chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.address}/admin/login/?next={stage['path']}")
    page.fill("[name=username]", "publisher-lgr")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.fill("[name=words]", "durand")
    page.click(".door__search")
    page.locator("[data-people] .door__here").click()
    expect(page.locator("[data-news]")).to_have_text("Présence notée.")
    assert here(site, stage)[0]
    context.close()
