"""A publisher sends a release by mail and sees who opened it; a contact unsubscribes.

Once in French at a desk, once in Arabic on a phone, where axe looks, too.
"""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import PATIENCE_MS, Person
from tests.e2e.hands import leave_by
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

# A browser without a window says so, and counts as a program.
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)

PREPARE = """
import json
from tests.clusters.press_access.support import make_files
from tests.factories import make_cluster, make_release, make_user
from tests.factories.content import publish
from tests.news.mailing.support import make_contact
ours = make_cluster("isole", "ISO", "EdTech Isole")
make_user("publisher-iso", ours, "publisher")
page = make_release(ours, title="Quarante leçons libres")
page.attachments.create(document=make_files(ours, "dossier").document)
publish(page)
arabic = make_release(ours, language="ar", title="أربعون درسًا حرًا", translation_key=page.translation_key)
for language in ("fr", "ar"):
    make_contact(ours, f"{language}@press.example", language, name=f"Rédaction {language}", medium="Le Courrier")
print(json.dumps(dict(team=ours.pk, page=page.pk)))
"""
# What left for an address, the newest: its HTML, and by which address a mail program unsubscribes.
SENT = """
import json
from fedcms.core.lanes import Lane
from fedcms.core.tasks.worker import Worker
from tests.served.mails import sent_to
Worker([Lane.MAIL]).drain()
mail = [each for each in sent_to({0!r}) if each.get_body(["html"])][-1]
print(json.dumps([mail.get_body(["html"]).get_content(), mail["List-Unsubscribe"].strip(" <>")]))
"""


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, object]:
    """A cluster of this file, with a release in two languages, and two contacts."""
    found: dict[str, object] = json.loads(site.ask(PREPARE))
    return found


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_sent_opened_seen_and_unsubscribed(
    site: Site,
    stage: dict[str, object],
    person: Callable[[], Person],
    chromium: Browser,
    axe: str,
    language: str,
) -> None:
    width = 1366 if language == "fr" else 360
    email = f"{language}@press.example"
    team = stage["team"]
    with speaking(site, "publisher-iso", language):
        publisher = person().sign_in("publisher-iso")
        page = publisher.page
        page.set_viewport_size({"width": width, "height": 900})
        assert publisher.go(f"/admin/media-contacts/{team}/") == 200
        assert_shuts_nobody_out(page, axe, "main", where="contacts")
        publisher.go(f"/admin/release-mailings/page/{stage['page']}/")
        page.fill("[name=addresses]", email)
        leave_by(page, "main form [name=preview]")
        frame = page.frame_locator(".mail-preview__html").first
        expect(frame.locator("h1")).to_have_text("Quarante leçons libres")
        assert_shuts_nobody_out(page, axe, "main", where="preview")
        leave_by(page, "main form [name=send]")
        expect(page).to_have_url(re.compile(f"/admin/release-mailings/{team}/\\d+/"))
        mailing = urlsplit(page.url).path
        html, unsubscribe = json.loads(site.ask(SENT.format(email)))

        context = chromium.new_context(
            locale=language, user_agent=AGENT, viewport={"width": width, "height": 800}
        )
        context.set_default_timeout(PATIENCE_MS)
        reader = context.new_page()
        reader.set_content(html)
        title = {"fr": "Quarante leçons libres", "ar": "أربعون درسًا حرًا"}[language]
        expect(reader.locator("h1")).to_have_text(title)
        assert_shuts_nobody_out(reader, axe, "body", where="the mail itself")
        reader.locator("a[href*='/release-mail/']").first.click()
        expect(reader.locator("h1")).to_have_text(title)
        assert "release-mail" not in reader.url

        publisher.go(mailing)
        expect(page.locator("main li").filter(has_text=email)).to_contain_text("Quarante leçons libres")
        assert_shuts_nobody_out(page, axe, "main", where="mailing")

        reader.goto(unsubscribe)
        assert_shuts_nobody_out(reader, axe, "main", where="unsubscribe")
        reader.locator("main form button").click()
        expect(reader.locator("main form")).to_have_count(0)
        assert_shuts_nobody_out(reader, axe, "main", where="unsubscribed")
        context.close()
        publisher.go(f"/admin/media-contacts/{team}/")
        expect(page.get_by_text(email)).to_have_count(0)
        publisher.go(mailing)
        expect(page.get_by_text(email)).to_have_count(0)
        for address in ("add/", "import/", "lists/", "lists/add/"):
            assert publisher.go(f"/admin/media-contacts/{team}/{address}") == 200
            assert_shuts_nobody_out(page, axe, "main", where=address)
        publisher.go(f"/admin/release-mailings/{team}/")
        assert_shuts_nobody_out(page, axe, "main", where="mailings")
