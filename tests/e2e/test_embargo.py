"""By keys alone: a release is written with an embargo as French people write dates, approved, and public to nobody yet.

What is typed there and cannot be, past or unreadable, stays in its field with the reason beside it.
"""

import json
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.e2e.hands import Keys, add_block, leave_by
from tests.e2e.probes import tab_to
from tests.served.site import Site

pytestmark = pytest.mark.e2e

PREPARE = """
from tests.factories import make_cluster, make_user
ours = make_cluster("charente", "CHA", "EdTech Charente")
for role in ("editor", "publisher"):
    make_user(f"{role}-cha", ours, role)
print(ours.pk)
"""
DRAFT = """
from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_release
page = make_release(Cluster.objects.get(slug="charente"), live=False, title="Un essai", slug="essai",
    owner=User.objects.get(username="editor-cha"))
page.save_revision()
print(page.pk)
"""
STORED = """
import json
from wagtail.models import Page
page = Page.objects.get(pk={0})
print(json.dumps([page.live, page.url, str(page.get_latest_revision_as_object().go_live_at),
    Page.objects.filter(title=page.title).count()]))
"""
REFUSED = {
    "28/11/2020 09:00": "Ce moment est passé.",
    "32/13/2027": "Saisissez une date et une heure valides",
}
MOMENT = "[name=go_live_at]"
SAVE = "#schedule-publishing-dialog [type=submit]"
# One title for each release: the story is told on two networks.
numbers = count(1)


@pytest.fixture(scope="module", autouse=True)
def people(site: Site) -> None:
    """A cluster of this file, with its people."""
    site.ask(PREPARE)


def open_schedule(page: Page) -> None:
    """From the form to the dialog of dates, which the side panel opens."""
    toggle = "[data-side-panel-toggle=status]"
    if page.locator(toggle).get_attribute("aria-expanded") != "true":
        tab_to(page, toggle)
        page.keyboard.press("Enter")
    tab_to(page, "[data-a11y-dialog-show=schedule-publishing-dialog]")
    page.keyboard.press("Enter")
    expect(page.locator(MOMENT)).to_be_visible()
    tab_to(page, MOMENT)


def type_moment(page: Page, typed: str) -> None:
    """Types a moment into the field that has the focus, in the place of what is there."""
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)


def save_schedule(page: Page) -> None:
    """Goes on to the button of the dialog, which no calendar of a field covers by then, and presses it."""
    tab_to(page, SAVE)
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    # An autosave that is under way and changes the address is no answer yet.
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def test_a_release_under_embargo_is_written_approved_and_not_public(
    site: Site, person: Callable[[], Person], person_on_any_network: Callable[[], Person]
) -> None:
    title = f"Un essai en classe, {next(numbers)}"
    someone = person_on_any_network().sign_in("editor-cha")
    editor = Keys(someone)
    page = editor.page
    someone.at_home()
    editor.press("main a[href*='/pages/add/news/pressreleasepage/']")
    expect(page.locator("[name=title]")).to_be_focused()
    editor.type(title)
    editor.enter("[name=summary]")
    editor.type("Quarante classes ont mesuré ce que le cahier change.")
    add_block(editor, "Paragraphe")
    expect(page.locator("#body-root [contenteditable=true]")).to_be_focused()
    editor.type("Les résultats sont publics.")
    open_schedule(page)
    type_moment(page, "28/11/2040 09:00")
    expect(page.locator(f"{MOMENT} + .date-in-words")).to_have_text(
        "mercredi 28 novembre 2040 à 09:00 (Europe/Paris)"
    )
    save_schedule(page)
    page.wait_for_url("**/edit/**")
    key = page.url.split("/pages/")[1].split("/")[0]
    leave_by(page, "footer [name=action-submit]")
    expect(page.get_by_text("Soumise à la relecture")).to_be_visible()

    page = person_on_any_network().sign_in("publisher-cha").at_home().page
    leave_by(page, f"main a[href*='/pages/{key}/edit/']")
    approve = page.locator("footer [data-workflow-action-name=approve]:visible")
    expect(approve).to_contain_text("Approuver, diffusion le 28/11/2040 à 09:00 (\u2068Europe/Paris\u2069)")
    leave_by(page, "footer [data-workflow-action-name=approve]")
    expect(page.get_by_text("paraîtra le 28 novembre 2040 à 9 h (\u2068Europe/Paris\u2069)")).to_be_visible()
    leave_by(page, ".messages .buttons a")
    expect(page.get_by_text("Diffusion prévue le 28 novembre 2040 à 9 h")).to_be_visible()

    is_live, url, moment, number = json.loads(site.ask(STORED.format(key)))
    assert (is_live, moment) == (False, "2040-11-28 09:00:00+01:00")
    assert number == 1, "the autosave and the button made the page together once"
    visitor = person()
    assert visitor.go(url) == 404
    status, listing = visitor.get(url.rsplit("/", 2)[0] + "/")
    assert status == 200
    assert title not in listing


def test_a_moment_that_cannot_be_is_refused_beside_its_field(
    site: Site, person: Callable[[], Person]
) -> None:
    key = int(site.ask(DRAFT))
    editor = person().sign_in("editor-cha")
    page = editor.page
    editor.go(f"/admin/pages/{key}/edit/")
    open_schedule(page)
    field = page.locator(MOMENT)
    beside = (
        page.locator("#schedule-publishing-dialog [data-field]").filter(has=field).locator(".error-message")
    )
    for typed, reason in REFUSED.items():
        type_moment(page, typed)
        save_schedule(page)
        # The list of errors has the focus; its link opens the dialog.
        expect(page.locator("[data-error-summary]")).to_be_focused()
        tab_to(page, "[data-error-summary] a")
        page.keyboard.press("Enter")
        expect(field).to_be_focused()
        expect(field).to_have_value(typed)
        expect(beside).to_contain_text(reason)
    type_moment(page, "28/11/2040 9h")
    save_schedule(page)
    assert json.loads(site.ask(STORED.format(key)))[2] == "2040-11-28 09:00:00+01:00"
