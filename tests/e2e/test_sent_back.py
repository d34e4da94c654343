"""By keys alone: a page is sent back, corrected, submitted again, approved; another is scheduled, moved, cancelled.

The screens are seen on a phone and a laptop, in French and Arabic, in both themes, by axe.
"""

import json
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.e2e.admin_looks import WIDTHS, assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.e2e.probes import tab_to
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = [pytest.mark.e2e, pytest.mark.node]

REMARK = "Le titre est trop long.\nQui parle ?"
SUBMITTED = """
from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_article
editor = User.objects.get(username="editor-gar")
page = make_article(
    Cluster.objects.get(slug="garonne"), live=False, title="Un titre", slug="titre-{name}", owner=editor)
page.save_revision(user=editor)
page.get_workflow().start(page, editor)
print(page.pk)
"""
SENT_BACK = f"""
{SUBMITTED}
state = page.current_workflow_task_state
publisher = User.objects.get(username="publisher-gar")
state.task.specific.on_action(state, publisher, "reject", comment={REMARK!r})
"""
SCHEDULED = f"""
{SUBMITTED}
from datetime import datetime
from zoneinfo import ZoneInfo
page.go_live_at = datetime(2040, 3, 12, 9, tzinfo=ZoneInfo("Europe/Paris"))
page.save_revision().publish()
"""
REVIEWED = f"""
{SUBMITTED}
from clusters.translation.drafts.creation import create_translations
from wagtail.models import Locale
page = make_article(Cluster.objects.get(slug="garonne"), title="Un titre", slug="titre-traduit-{{name}}")
arabic = Locale.objects.get(language_code="ar")
create_translations([page], [arabic], editor)
page = page.get_translation(arabic)
page.save_revision()
page.get_workflow().start(page, editor)
print(page.pk)
"""
STATE = """
import json
from wagtail.models import Page, PageLogEntry, Revision
page = Page.objects.get(pk={0})
moments = Revision.page_revisions.filter(object_id="{0}", approved_go_live_at__isnull=False)
print(json.dumps(dict(live=page.live, review=page.workflow_in_progress, title=page.title,
    actions=list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)),
    moments=[str(moment) for moment in moments.values_list("approved_go_live_at", flat=True)])))
"""
EDITOR = "/admin/pages/{0}/edit/"
# One address for each page: a story is told on two networks.
numbers = count(1)


def made(site: Site, code: str, name: str) -> int:
    return int(site.ask(code.format(name=name)).split()[0])


def state(site: Site, key: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.ask(STATE.format(key)))
    return found


def test_sent_back_corrected_submitted_again_and_approved(
    site: Site, person_on_any_network: Callable[[], Person]
) -> None:
    key = made(site, SUBMITTED, f"retour-{next(numbers)}")
    publisher, editor = (
        person_on_any_network().sign_in("publisher-gar"),
        person_on_any_network().sign_in("editor-gar"),
    )

    publisher.go(EDITOR.format(key))
    tab_to(publisher.page, "[data-workflow-action-name=reject]")
    publisher.page.keyboard.press("Enter")
    field = publisher.page.locator(".modal-dialog [name=comment]")
    field.wait_for()
    # The dialog takes the focus once it has come in.
    publisher.page.wait_for_timeout(800)
    tab_to(publisher.page, ".modal-dialog [name=comment]")
    publisher.page.keyboard.type(REMARK)
    leave_by(publisher.page, ".modal-dialog [type=submit]")
    expect(publisher.page.get_by_text("À reprendre : « \u2068Un titre\u2069 »")).to_be_visible()

    editor.go(EDITOR.format(key))
    page = editor.page
    banner = page.get_by_role("region", name="À reprendre")
    expect(banner).to_contain_text("Renvoyée par publisher-gar")
    expect(banner.locator("blockquote")).to_have_text(REMARK, use_inner_text=True)
    tab_to(page, "[name=title]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Court")
    tab_to(page, ".sent-back [name=action-submit]", key="Shift+Tab")
    with page.expect_navigation(url=lambda url: "/edit/" not in url):
        page.keyboard.press("Enter")
    expect(page.get_by_text("Soumise à la relecture")).to_be_visible()
    assert state(site, key)["review"] is True

    publisher.go(EDITOR.format(key))
    leave_by(publisher.page, "footer [data-workflow-action-name=approve]")
    expect(publisher.page.get_by_text("Publiée : « \u2068Court\u2069 »")).to_be_visible()
    leave_by(publisher.page, ".messages .buttons a")
    expect(publisher.page.get_by_role("heading", level=1, name="Court")).to_be_visible()
    found = state(site, key)
    actions = found["actions"]
    assert isinstance(actions, list)
    assert (found["live"], found["title"]) == (True, "Court")
    counted = [actions.count(f"wagtail.workflow.{each}") for each in ("reject", "resume", "approve")]
    assert counted == [1, 1, 1]


def test_enter_in_the_title_of_what_was_sent_back_saves_and_submits_nothing(
    site: Site, person: Callable[[], Person]
) -> None:
    key = made(site, SENT_BACK, "entree")
    editor = person().sign_in("editor-gar")
    editor.go(EDITOR.format(key))
    tab_to(editor.page, "[name=title]")
    editor.page.keyboard.press("Control+A")
    editor.page.keyboard.type("Autre")
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_timeout(3000)
    editor.page.wait_for_load_state()
    assert state(site, key)["review"] is False
    expect(editor.page.locator("[name=title]")).to_have_value("Autre")
    expect(editor.page.get_by_role("region", name="À reprendre")).to_be_visible()


def test_scheduled_moved_and_cancelled(site: Site, person_on_any_network: Callable[[], Person]) -> None:
    key = made(site, SUBMITTED, f"date-{next(numbers)}")
    publisher = person_on_any_network().sign_in("publisher-gar")
    page = publisher.page
    site.ask(
        f"from news.models import ArticlePage; from datetime import datetime; from zoneinfo import ZoneInfo\n"
        f"page = ArticlePage.objects.get(pk={key})\n"
        f"page.go_live_at = datetime(2040, 3, 12, 9, tzinfo=ZoneInfo('Europe/Paris'))\n"
        f"page.save_revision()\nprint(1)"
    )
    publisher.go(EDITOR.format(key))
    button = page.locator("footer [data-workflow-action-name=approve]:visible")
    expect(button).to_contain_text("Approuver, diffusion le 12/03/2040 à 09:00 (\u2068Europe/Paris\u2069)")
    leave_by(page, "footer [data-workflow-action-name=approve]")
    expect(page.get_by_text("paraîtra le 12 mars 2040 à 9 h")).to_be_visible()
    assert state(site, key)["moments"] == ["2040-03-12 08:00:00+00:00"]

    leave_by(page, ".messages .buttons a")
    expect(page.get_by_text("Diffusion prévue le 12 mars 2040 à 9 h")).to_be_visible()
    tab_to(page, "[name=moment]")
    page.keyboard.press("Control+A")
    page.keyboard.type("13/03/2040 10h30")
    expect(page.get_by_text("mardi 13 mars 2040 à 10:30 (Europe/Paris)")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Déplacer la diffusion")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("paraîtra le 13 mars 2040 à 10 h 30")).to_be_visible()
    assert state(site, key)["moments"] == ["2040-03-13 09:30:00+00:00"]

    leave_by(page, "footer a[href*=publication-schedule]")
    leave_by(page, "main a[href*=unschedule]")
    leave_by(page, "main form [type=submit]")
    expect(page.get_by_text("Diffusion annulée")).to_be_visible()
    found = state(site, key)
    assert (found["live"], found["moments"]) == (False, [])
    actions = found["actions"]
    assert isinstance(actions, list)
    assert actions.count("clusters.schedule.move") == actions.count("wagtail.schedule.cancel") == 1


def test_the_link_to_schedule_opens_the_dates(site: Site, person: Callable[[], Person]) -> None:
    key = made(site, SUBMITTED, "programmer")
    publisher = person().sign_in("publisher-gar")
    publisher.go(EDITOR.format(key))
    leave_by(publisher.page, "footer [data-workflow-action-name=approve]")
    publisher.page.get_by_role("link", name="Programmer").click()
    expect(publisher.page.locator("[name=go_live_at]")).to_be_visible()


def test_the_button_of_the_approval_follows_the_date_that_is_typed(
    site: Site, person: Callable[[], Person]
) -> None:
    key = made(site, SUBMITTED, "suivre")
    publisher = person().sign_in("publisher-gar")
    page = publisher.page
    publisher.go(EDITOR.format(key) + "#schedule-publishing-dialog")
    button = page.locator("footer [data-workflow-action-name=approve]:visible")
    field = page.locator("[name=go_live_at]")
    expect(field).to_be_visible()
    # Wagtail compares with the form as it was some seconds after it was opened.
    page.wait_for_timeout(4000)
    field.fill("12/03/2040 09:00")
    page.keyboard.press("Tab")
    expect(button).to_contain_text("diffusion le 12/03/2040 à 09:00 (\u2068Europe/Paris\u2069)")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_screens_shut_nobody_out(
    site: Site, person: Callable[[], Person], axe: str, language: str
) -> None:
    codes = {"back": SENT_BACK, "date": SCHEDULED, "review": SUBMITTED, "translated": REVIEWED}
    keys = {name: made(site, code, f"axe-{language}-{name}") for name, code in codes.items()}
    with speaking(site, "publisher-gar", language):
        publisher = person().sign_in("publisher-gar")
        page = publisher.page
        for address, scopes in (
            (EDITOR.format(keys["back"]), (".sent-back", "footer nav")),
            (EDITOR.format(keys["review"]), ("footer nav",)),
            (EDITOR.format(keys["translated"]), ("footer nav",)),
            (EDITOR.format(keys["date"]), ("footer nav",)),
            (f"/admin/publication-schedule/{keys['date']}/move/", ("main",)),
        ):
            publisher.go(address)
            expect(page.locator("html")).to_have_attribute("lang", language)
            for width in WIDTHS:
                assert_shuts_nobody_out(
                    page, axe, *scopes, where=address, widths=(width,), is_strict=True, must_fit=False
                )
                for button in page.locator("footer nav .button:visible").all():
                    box = button.bounding_box()
                    assert box is not None
                    assert box["x"] >= 0, address
                    assert box["x"] + box["width"] <= width, address
                    assert box["height"] >= 40, address
