"""A visitor signs up to an event that is full, waits, moves up, and erases their data; the team looks at the list.

Once in French at a desk, once in Arabic on a phone, where axe looks, too.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from tests.events.signup.support import arrived, make_far_event, make_sheet
from events.signup.links import own_token
from tests.factories import make_cluster, make_event, make_user
ours = make_cluster("trieux", "TRX", "EdTech Trieux")
make_user("publisher-trx", ours, "publisher")
found = {"team": ours.pk}
for language in ("fr", "ar"):
    event = make_far_event(ours, title="Une journée à Trieux")
    arabic = make_event(ours, language="ar", title="يوم في تريو", starts_on=event.starts_on,
                        translation_key=event.translation_key)
    sheet = make_sheet(event, 1, quotas={}, questions=[{
        "label": {"fr": "Repas", "ar": "الوجبة"}, "question_type": "radio", "is_required": True,
        "choices": {"fr": "Oui\\nNon", "ar": "نعم\\nلا"},
    }])
    first = arrived(sheet, event, f"first-{language}@people.example", name="Première")
    found[language] = {
        "page": event.pk, "sheet": sheet.pk, "path": (event if language == "fr" else arabic).url_path,
        "first": f"/my-sign-up/{own_token(first)}/",
    }
print(json.dumps(found))
"""
# The text of the mails that left for an address, in their order.
SENT = """
import email, email.policy, json, pathlib
from django.conf import settings
from fedcms.core.lanes import Lane
from fedcms.core.tasks.worker import Worker
Worker([Lane.MAIL]).drain()
found = []
for path in sorted(pathlib.Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda each: each.stat().st_mtime_ns):
    for text in path.read_bytes().split(b"\\n" + b"-" * 79):
        mail = email.message_from_bytes(text.lstrip(), policy=email.policy.default)
        if mail["To"] == {0!r}:
            names = [part.get_filename() or "" for part in mail.iter_attachments()]
            found.append([mail.get_body(["plain"]).get_content(), names])
print(json.dumps(found))
"""

CANCEL = """
from events.models import EventPage, SignUpSheet
from events.signup.event_notices import follow_events
from tests.events.signup.support import change_of
event = EventPage.objects.get(pk={0})
event.status = "cancelled"
event.save_revision().publish()
EventPage.objects.filter(translation_key=event.translation_key).update(status="cancelled")
follow_events([change_of(event)])
print("done")
"""


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """A cluster of this file with an event for each language, whose only seat is taken."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_waits_moves_up_and_is_erased(  # noqa: PLR0915  # one story
    site: Site,
    stage: dict[str, object],
    person: Callable[[], Person],
    chromium: Browser,
    axe: str,
    language: str,
) -> None:
    width = 1366 if language == "fr" else 360
    address = f"visitor-{language}@people.example"
    ours = stage[language]
    assert isinstance(ours, dict)

    def mails() -> list[list[object]]:
        return list(json.loads(site.ask(SENT.format(address))))

    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.address}{ours['path']}")
    page.locator("main a.button[href*='/sign-up/']").click()
    assert_shuts_nobody_out(page, axe, "main", where="form")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#form-errors")).to_be_visible()
    assert_shuts_nobody_out(page, axe, "main", where="form with errors")
    # Each error leads to its field.
    page.locator("#form-errors a").first.click()
    assert page.evaluate("document.activeElement.name || location.hash") in ("name", "#id_name")
    page.fill("[name=name]", "Nour")
    page.fill("[name=email]", address)
    page.locator("main input[type=radio]").last.check()
    page.check("[name=consent]")
    # A person takes longer than three seconds.
    page.wait_for_timeout(3500)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/sent/(#.*)?$"))
    assert_shuts_nobody_out(page, axe, "main", where="sent")

    (first,) = mails()
    link = re.search(r"https?://\S+(/my-sign-up/\S+)", str(first[0]))
    assert link is not None
    page.goto(f"{site.address}{link[1]}")
    expect(page.locator("main dd").last).to_have_text("Non" if language == "fr" else "لا")
    assert_shuts_nobody_out(page, axe, "main", where="to confirm")
    page.locator("main form:has([value=confirm]) button").click()
    expect(page).to_have_url(re.compile("done=confirm"))
    expect(page.locator("main [role=status]").first).to_contain_text("1")
    assert_shuts_nobody_out(page, axe, "main", where="waiting")

    with speaking(site, "publisher-trx", language):
        publisher = person().sign_in("publisher-trx")
        screen = publisher.page
        screen.set_viewport_size({"width": width, "height": 900})
        root = f"/admin/event-sign-ups/{stage['team']}/"
        for path, where in (
            (root, "team"),
            (f"{root}{ours['sheet']}/", "list"),
            (f"/admin/event-sign-ups/page/{ours['page']}/", "sheet"),
        ):
            assert publisher.go(path) == 200
            assert_shuts_nobody_out(screen, axe, "main", where=where)
        # A question more, by the buttons of the form.
        screen.locator("#id_questions-ADD").click()
        expect(screen.locator("[name=questions-1-label_fr]")).to_be_visible()
        publisher.go(f"{root}{ours['sheet']}/")
        expect(screen.locator("main li").filter(has_text=address)).to_have_count(1)
        screen.locator("main li").filter(has_text=address).get_by_role("link").click()
        expect(screen).to_have_url(re.compile(f"/{ours['sheet']}/\\d+/$"))
        assert_shuts_nobody_out(screen, axe, "main", where="one")

    # Who has the seat cancels: the visitor moves up, and is told with the event attached.
    page.goto(f"{site.address}{ours['first']}")
    cancel = page.locator("main form:has([value=cancel])")
    cancel.locator("[name=sure]").check()
    cancel.locator("button").click()
    expect(page).to_have_url(re.compile("done=cancel"))
    _asked, _waits, moved_up = mails()
    assert str(moved_up[1]).endswith(".ics']")
    page.goto(f"{site.address}{link[1]}")
    expect(page.locator("main .notice--good")).to_have_count(1)
    assert_shuts_nobody_out(page, axe, "main", where="seat")
    # Cancelled: told by mail, with the old state and the new one, and not promised on the page any more.
    site.ask(CANCEL.format(ours["page"]))
    *_before, told = mails()
    assert str(told[1]).endswith(".ics']")
    page.reload()
    expect(page.locator("main .notice--good")).to_have_count(0)
    assert_shuts_nobody_out(page, axe, "main", where="cancelled")
    erase = page.locator("main form:has([value=erase])")
    erase.locator("[name=sure]").check()
    erase.locator("button").click()
    expect(page.locator("main form")).to_have_count(0)
    assert_shuts_nobody_out(page, axe, "main", where="erased")
    answer = page.goto(f"{site.address}{link[1]}")
    assert answer is not None
    assert answer.status == 404
