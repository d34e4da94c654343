"""A release from its embargo to its readers: signed by two, in a bundle with its event, sent by mail at the moment.

Once in French at a desk, once in Arabic on a phone: what is pressed is found by its name in the form.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import speaking
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.served.site import Site

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from tests.factories import make_cluster, make_event, make_release, make_user
from tests.news.mailing.support import make_contact
lead = make_cluster("{0}-lead", "L{1}", "EdTech Lead {0}")
other = make_cluster("{0}-other", "O{1}", "EdTech Other {0}")
writer = make_user("lead-{0}", lead, "publisher")
make_user("other-{0}", other, "publisher")
release = make_release(lead, live=False, title="Douze données {0}", slug="donnees", owner=writer)
release.save_revision(user=writer)
event = make_event(lead, live=False, title="La présentation {0}", slug="presentation", owner=writer)
event.save_revision(user=writer)
make_contact(lead, "{0}@story.example", "fr", name="Rédaction", medium="Le Courrier")
print(json.dumps(dict(release=release.pk, event=event.pk, other=other.pk)))
"""
# The moment of the bundle comes; the worker passes, then the mails leave.
COMES = """
import json
from fedcms.core.lanes import Lane
from fedcms.core.tasks.worker import Worker
from tests.clusters.bundles.support import publish_now
from tests.served.mails import sent_to
publish_now("Lot {0}")
Worker([Lane.MAIL]).drain()
print(json.dumps([mail["Subject"] for mail in sent_to("{0}@story.example")]))
"""


def press(page: Page, action: str) -> None:
    """Sends the form whose button says what is done."""
    leave_by(page, f"main button[name=action][value={action}]")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_signed_bundled_scheduled_and_sent(
    site: Site, person: Callable[[], Person], language: str
) -> None:
    keys: dict[str, int] = json.loads(site.ask(PREPARE.format(language, language.upper())))
    addresses = [
        f"/fr/clusters/{language}-lead/{end}/" for end in ("actualites/donnees", "agenda/presentation")
    ]
    size = {"width": 1366 if language == "fr" else 360, "height": 800}
    with speaking(site, f"lead-{language}", language), speaking(site, f"other-{language}", language):
        visitor, lead, other = person(), person(), person()
        lead.sign_in(f"lead-{language}")
        other.sign_in(f"other-{language}")
        for somebody in (lead, other):
            somebody.page.set_viewport_size(size)
        page = lead.page

        # Another cluster signs, too.
        lead.go(f"/admin/pages/{keys['release']}/edit/")
        page.locator(f"[name=co_signers][value='{keys['other']}']").check()
        page.locator("footer .action-save:visible").first.click()
        expect(page.locator(".messages .success")).to_be_visible()
        lead.go(f"/admin/co-signatures/{keys['release']}/")
        press(page, "ask")
        other.go(f"/admin/co-signatures/{keys['release']}/")
        press(other.page, "approve")

        # The release and its event appear as one, at a moment of their own.
        lead.go(f"/admin/bundles/new/?page={keys['release']}")
        page.fill("[name=title]", f"Lot {language}")
        page.fill("[name=moment]", "28/11/2040 9h")
        leave_by(page, "main form button[type=submit]")
        expect(page).to_have_url(re.compile(r"/admin/bundles/\d+/"))
        page.locator("main select[name=page]").select_option(str(keys["event"]))
        press(page, "add")
        press(page, "approve")
        expect(page.locator("main button[value=reopen]")).to_be_visible()

        # It is sent when it appears.
        lead.go(f"/admin/release-mailings/page/{keys['release']}/")
        page.locator("[name=when][value=publication]").check()
        page.fill("[name=addresses]", f"{language}@story.example")
        leave_by(page, "main form [name=preview]")
        leave_by(page, "main form [name=send]")
        expect(page).to_have_url(re.compile(r"/admin/release-mailings/\d+/\d+/"))
        assert [visitor.get(address)[0] for address in addresses] == [404, 404]

        assert json.loads(site.ask(COMES.format(language))) == [f"Douze données {language}"]
        assert [visitor.get(address)[0] for address in addresses] == [200, 200]
        visitor.go(addresses[0])
        expect(visitor.page.locator("main")).to_contain_text(f"EdTech Other {language}")
