"""The share kit in a browser: after a publication a text is changed, counted, copied and taken to a network; axe."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out
from tests.e2e.conftest import Person
from tests.e2e.slow_proxy import slow_network
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

SECONDS = 3
PREPARE = """
import json
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_user
from wagtail.users.models import UserProfile
ours = make_cluster("vilaine", "VIL", "EdTech Vilaine")
publisher = make_user("publisher-vil", ours, "publisher")
arab = make_user("arab-vil", ours, "publisher")
UserProfile.objects.update_or_create(user=arab, defaults={"preferred_language": "ar"})
image = picture("Un atelier", ours, publisher)
image.credit, image.alt_texts = "Ana Reyes", {"fr": "Deux élèves soudent."}
image.save()
page = make_article(ours, title="Une rentrée au fablab", summary="Trois classes essaient.", lead_image=image)
make_article(ours, "ar", title="العودة إلى المدرسة", slug="awda", translation_key=page.translation_key)
draft = make_article(ours, live=False, title="Un atelier de plus", owner=publisher)
draft.save_revision(user=publisher)
print(json.dumps({"page": page.pk, "draft": draft.pk}))
"""


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, int]:
    """Keys of a public page in two languages, and of a draft."""
    known: dict[str, int] = json.loads(site.ask(PREPARE))
    return known


def copied(page: Page) -> str:
    """What is on the clipboard."""
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def allow_clipboard(somebody: Person, address: str) -> None:
    somebody.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)


def test_a_text_is_published_announced_changed_and_copied_on_a_slow_network(
    site: Site, pages: dict[str, int], person: Callable[[], Person]
) -> None:
    with slow_network(site.address, SECONDS) as address:
        publisher = person()
        publisher.site = replace(site, address=address)
        allow_clipboard(publisher.sign_in("publisher-vil"), address)
        page = publisher.page
        publisher.go(f"/admin/pages/{pages['draft']}/edit/")
        page.get_by_role("button", name="Publier", exact=True).first.click()
        page.get_by_role("link", name="Partager").first.click()
        page.wait_for_url("**/admin/share/**")
        text = page.get_by_role("textbox", name="Bluesky")
        expect(text).to_have_value(re.compile("^Un atelier de plus\n\n"))
        page.get_by_role("button", name="Copier le texte pour Bluesky").click()
        expect(page.locator("[data-share-status]")).to_have_text("Copié.")
        assert copied(page) == text.input_value()


def test_what_is_typed_is_counted_copied_and_taken_along(
    site: Site, pages: dict[str, int], person: Callable[[], Person]
) -> None:
    publisher = person().sign_in("publisher-vil")
    allow_clipboard(publisher, site.address)
    page = publisher.page
    publisher.go(f"/admin/share/{pages['page']}/")
    text = page.locator("#share-fr-bluesky")
    left = page.locator("#share-fr-bluesky-left")
    typed = "Nous étions au fablab."
    text.fill(typed)
    expect(left).to_have_text(f"Signes restants : {300 - len(typed)}")
    link = page.get_by_role("link", name="Ouvrir Bluesky").first
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query)["text"] == [typed]
    page.get_by_role("button", name="Copier le texte pour Bluesky").first.click()
    expect(page.locator("[data-share-status]")).to_have_text("Copié.")
    assert copied(page) == typed
    text.fill("é" * 301)
    expect(left).to_have_text("Signes de trop : 1")
    expect(text).to_have_attribute("aria-invalid", "true")
    x_text, x_left = page.locator("#share-fr-x"), page.locator("#share-fr-x-left")
    x_text.fill("… 校")
    expect(x_left).to_have_text(f"Signes restants : {280 - 5}")
    address = page.locator("#share-address-fr").inner_text()
    x_text.fill(f"a {address}")
    expect(x_left).to_have_text(f"Signes restants : {280 - 25}")


def test_by_keyboard_alone_and_without_a_clipboard(
    site: Site, pages: dict[str, int], person: Callable[[], Person]
) -> None:
    """A browser that refuses the clipboard leaves the text selected, and says so."""
    publisher = person().sign_in("publisher-vil")
    page = publisher.page
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    publisher.go(f"/admin/share/{pages['page']}/")
    page.locator("#share-fr-bluesky").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Venez.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copier le texte pour Bluesky").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-share-status]")).to_contain_text("sélectionné")
    chosen = page.evaluate("() => document.activeElement.value.slice(document.activeElement.selectionStart)")
    assert str(chosen).endswith(" Venez.")
    page.locator("summary").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#share-ar-bluesky")).to_be_visible()
    assert page.locator("#share-ar-bluesky").get_attribute("dir") == "rtl"


@pytest.mark.node
@pytest.mark.parametrize("name", ["publisher-vil", "arab-vil"])
def test_it_shuts_nobody_out(
    pages: dict[str, int], person: Callable[[], Person], axe: str, name: str
) -> None:
    somebody = person().sign_in(name)
    page = somebody.page
    somebody.go(f"/admin/share/{pages['page']}/")
    for summary in page.locator(".sharing details:not([open]) summary").all():
        summary.click()
    assert_shuts_nobody_out(page, axe, "main")
