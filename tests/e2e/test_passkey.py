"""A passkey is made and signs in, by the keys of a device that Chromium plays; and an app of codes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.e2e.world import PASSWORD
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
from tests.factories import make_cluster, make_user
make_user("publisher-clef", make_cluster("clef", "CLE", "EdTech Clef"), "publisher")
print("made")
"""
FACTORS = "/admin/second-factor/"


def add_device(page: Page) -> None:
    """Gives the browser a device with a fingerprint reader, on which the right person puts her finger."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    verified = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options | verified})


def test_a_passkey_signs_in_without_password(site: Site, person: Callable[[], Person], axe: str) -> None:
    site.ask(PREPARE)
    # Browsers take passkeys for names, not for numbers.
    here = site.address.replace("127.0.0.1", "localhost")
    someone = person()
    page = someone.page
    page.goto(f"{here}/admin/login/")
    add_device(page)
    # A device without a key of the site: words, and the form is still there.
    page.get_by_role("button", name="Se connecter par une clé d’accès").click()
    expect(page.get_by_text("n’a pas donné de clé d’accès")).to_be_visible()
    page.fill("[name=username]", "publisher-clef")
    page.fill("[name=password]", PASSWORD)
    page.click(".login-form [type=submit]")
    page.wait_for_url("**/admin/")

    page.goto(f"{here}{FACTORS}")
    assert_shuts_nobody_out(page, axe, "main", where="second factors")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.fill("[name=name]", "Téléphone de Clef")
    assert_shuts_nobody_out(page, axe, "main", where="a new passkey")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    expect(page.locator("main ol li")).to_have_count(10)
    assert_shuts_nobody_out(page, axe, "main", where="recovery codes")
    page.get_by_role("link", name="C’est noté").click()
    expect(page.get_by_text("Téléphone de Clef").first).to_be_visible()

    # Renamed, and back on the list.
    page.get_by_role("link", name="Renommer").click()
    page.fill("[name=name]", "Clé bleue")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(f"{here}{FACTORS}")
    expect(page.get_by_text("Clé bleue").first).to_be_visible()

    # Signed out: the passkey alone.
    page.context.clear_cookies()
    page.goto(f"{here}/admin/login/")
    assert_shuts_nobody_out(page, axe, "main", where="sign-in")
    page.get_by_role("button", name="Se connecter par une clé d’accès").click()
    page.wait_for_url("**/admin/")

    # After the password, it is asked for.
    page.context.clear_cookies()
    page.goto(f"{here}/admin/login/")
    page.fill("[name=username]", "publisher-clef")
    page.fill("[name=password]", PASSWORD)
    page.click(".login-form [type=submit]")
    expect(page).to_have_url(f"{here}{FACTORS}authenticate/")
    assert_shuts_nobody_out(page, axe, "main", where="second factor")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/admin/")
    _remove(page, axe, here)
    assert not someone.blocked


def _remove(page: Page, axe: str, here: str) -> None:
    """Removes the key, once it was shown again."""
    page.goto(f"{here}{FACTORS}")
    page.get_by_role("link", name="Retirer Clé bleue").click()
    assert_shuts_nobody_out(page, axe, "main", where="is it you")
    page.get_by_role("link", name="Plutôt une clé d’accès").click()
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.get_by_role("button", name="Retirer").click()
    expect(page).to_have_url(f"{here}{FACTORS}")
    expect(page.get_by_text("Clé bleue")).to_have_count(0)
