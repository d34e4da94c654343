"""A publisher registers, tests, switches a webhook on and off; its partner is a real server, and axe looks, too.

Once in French at a desk, once in Arabic on a phone.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.e2e.test_accessibility import axe
from tests.home.receiver import running_receiver
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
from tests.factories import make_cluster, make_user
ours = make_cluster("blavet", "BLV", "EdTech Blavet")
make_user("publisher-blv", ours, "publisher")
print(ours.pk)
"""
SEND = """
from django.test import override_settings
from home.outgoing.sending import send_due
with override_settings(FEDCMS_HARVEST_OPEN_NETWORKS=["127.0.0.0/8"]):
    print(send_due())
"""
# Whoever runs a browser has no https address of their own: the row is given that of the test's server.
MOVE = """
from home.models import Webhook
print(Webhook.objects.filter(name={0!r}).update(address={1!r}))
"""


@pytest.fixture(scope="module")
def team(site: Site) -> int:
    """The number of a team of this file."""
    return int(json.loads(site.ask(PREPARE)))


@pytest.mark.node
@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_registered_tested_and_switched(
    site: Site, team: int, person: Callable[[], Person], axe: str, language: str, width: int
) -> None:
    with running_receiver() as partner, speaking(site, "publisher-blv", language):
        publisher = person().sign_in("publisher-blv")
        page = publisher.page
        page.set_viewport_size({"width": width, "height": 800})
        name = f"L’Écho {language}"
        publisher.go("/admin/webhooks/")
        assert_shuts_nobody_out(page, axe, "main", where=f"list, {language}")
        page.set_viewport_size({"width": width, "height": 800})
        leave_by(page, f"main a[href$='/webhooks/{team}/add/']")
        page.fill("[name=name]", name)
        page.fill("[name=address]", "http://partner.example/")
        page.check("[name=kinds][value=release]")
        assert_shuts_nobody_out(page, axe, "main", where=f"form, {language}")
        page.set_viewport_size({"width": width, "height": 800})
        leave_by(page, "main form [type=submit]")
        expect(page.locator("[name=kinds][value=release]")).to_be_checked()
        expect(page.locator("[name=name]")).to_have_value(name)
        page.fill("[name=address]", "https://partner.example/")
        leave_by(page, "main form [type=submit]")
        secret = page.locator("#webhook-secret").input_value()
        assert secret.startswith("whsec_")
        assert_shuts_nobody_out(page, axe, "main", where=f"secret, {language}")
        page.set_viewport_size({"width": width, "height": 800})
        leave_by(page, "main a.button[href*='/webhooks/']")
        detail = page.url
        assert site.ask(MOVE.format(name, partner.at("/hook", 500, b"<p>Panne</p>"))).strip() == "1"

        leave_by(page, "main form[action$='/test/'] [type=submit]")
        site.ask(SEND)
        page.reload()
        row = page.locator("main .team__people li").first
        expect(row).to_contain_text("500")
        expect(row).to_contain_text("Panne")
        assert secret not in page.content()
        partner.at("/hook")
        leave_by(page, "main form[action*='/resend/'] [type=submit]")
        site.ask(SEND)
        page.reload()
        expect(page.locator("main .team__people li").first).to_contain_text("204")
        leave_by(page, "main form[action$='/switch/'] [name=on]")
        expect(page.locator("main form[action$='/switch/'] [name=on]")).to_have_count(0)
        assert_shuts_nobody_out(page, axe, "main", where=f"one, {language}")
        page.set_viewport_size({"width": width, "height": 800})
        leave_by(page, "main form[action$='/switch/'] [type=submit]")
        expect(page.locator("main form[action$='/switch/'] [name=on]")).to_be_visible()
        assert page.url == detail
        page.check("form[action$='/delete/'] [name=sure]")
        leave_by(page, "main form[action$='/delete/'] [type=submit]")
        expect(page.locator("main .team__people")).not_to_contain_text(name)
        # What is sent again may say something new: it has an id of its own.
        assert len({each.headers["webhook-id"] for each in partner.received}) == len(partner.received) == 2
