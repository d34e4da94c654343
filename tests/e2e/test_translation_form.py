"""The translation editor in a browser: axe finds nothing, it fits a phone, works by keys, without scripts."""

import json
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.probes import tab_to
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = [pytest.mark.e2e, pytest.mark.node]

TITLE = "Des capteurs sur les toits"
PREPARE = f"""
import json
from clusters.models import Cluster
from clusters.translation.drafts.creation import create_translations
from clusters.translation.models import GlossaryTerm
from fedcms.users.models import User
from tests.factories import make_article
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from fedcms.media.models import FederationImage
ours, editor = Cluster.objects.get(slug="garonne"), User.objects.get(username="editor-gar")
picture = FederationImage.objects.create(title="Un toit", file=get_test_image_file(), collection=ours.collection)
page = make_article(ours, title={TITLE!r}, slug="capteurs-toits", lead_image=picture, lead_image_alt="Un toit.",
                    body=[("paragraph", "<p>Voir <a href='https://example.org/fr'>le carnet</a>.</p>")])
if not GlossaryTerm.objects.filter(source_term="toit").exists():
    term = GlossaryTerm(source_language="fr", target_language="ar", source_term="toit", target_term="سطح")
    term.full_clean()
    term.save()
arabic = Locale.objects.get(language_code="ar")
create_translations([page], [arabic], editor)
print(json.dumps({{"arabic": page.get_translation(arabic).pk}}))
"""


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """Of the editor of an Arabic translation."""
    known = json.loads(site.ask(PREPARE))
    return f"/admin/pages/{known['arabic']}/edit/"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_editor_shuts_nobody_out(
    site: Site, person: Callable[[], Person], address: str, axe: str, language: str
) -> None:
    with speaking(site, "editor-gar", language):
        editor = person().sign_in("editor-gar")
        editor.go(address)
        page = editor.page
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert_shuts_nobody_out(page, axe, "main", is_strict=True)


def test_keys_reach_each_text_and_the_buttons(person: Callable[[], Person], address: str) -> None:
    editor = person().sign_in("editor-gar")
    editor.go(address)
    tab_to(editor.page, "textarea[dir=rtl]")
    editor.page.keyboard.type("مجسات")
    tab_to(editor.page, "footer .action-save")
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    expect(editor.page.locator("textarea[dir=rtl]").first).to_have_value("مجسات")


def test_without_scripts_it_saves_all_the_same(
    chromium: Browser, person: Callable[[], Person], address: str
) -> None:
    editor = person().sign_in("editor-gar")
    context = chromium.new_context(
        java_script_enabled=False, storage_state=editor.context.storage_state(), locale="fr-FR"
    )
    page = context.new_page()
    page.goto(editor.site.address + address)
    field = page.locator("textarea[dir=rtl]").last
    field.fill("انظر")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.locator("textarea[dir=rtl]").last).to_have_value("انظر")
    expect(page.get_by_text("La traduction est enregistrée.")).to_be_visible()
    context.close()


SIX = """
from clusters.models import Cluster
from clusters.translation.drafts.creation import create_translations
from fedcms.users.models import User
from tests.factories import make_article
from wagtail.models import Locale
words = [("paragraph", f"<p>Le capteur {{number}} compte les pas.</p>") for number in range(4)]
page = make_article(Cluster.objects.get(slug="garonne"), title="Des capteurs", slug="six-textes-{0}", body=words)
arabic = Locale.objects.get(language_code="ar")
create_translations([page], [arabic], User.objects.get(username="editor-gar"))
print(page.get_translation(arabic).pk)
"""
TARGET = ".translation-text__target textarea"
# One address for each page: the six texts are translated on two networks.
numbers = count(1)
SUBMITTED = """
import json
from wagtail.models import Page
page = Page.objects.get(pk={0})
latest = page.get_latest_revision_as_object()
print(json.dumps([page.workflow_in_progress, latest.title, latest.summary, str(latest.body)]))
"""


def test_six_texts_are_translated_and_submitted_by_keys(
    site: Site, person_on_any_network: Callable[[], Person]
) -> None:
    """Ctrl+Enter leads to what is left, and after the last to the button that ends it."""
    key = int(site.ask(SIX.format(next(numbers))))
    editor = person_on_any_network().sign_in("editor-gar")
    editor.go(f"/admin/pages/{key}/edit/")
    page = editor.page
    fields = page.locator(TARGET)
    expect(fields).to_have_count(6)
    # One is translated: it is passed over.
    for _field in range(3):
        tab_to(page, TARGET)
    page.keyboard.type("جهاز الاستشعار الأول يعد الخطوات")
    for _field in range(2):
        tab_to(page, TARGET, key="Shift+Tab")
    typed = 0
    while page.evaluate("() => document.activeElement.matches('textarea')"):
        typed += 1
        page.keyboard.type(f"نص مترجم {typed}")
        page.keyboard.press("Control+Enter")
    assert typed == 5
    assert "Soumettre" in page.evaluate("() => document.activeElement.textContent")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="En relecture")).to_be_visible()
    in_review, title, summary, body = json.loads(site.ask(SUBMITTED.format(key)))
    assert in_review
    assert (title, summary) == ("نص مترجم 1", "نص مترجم 2")
    assert all(words in body for words in ("جهاز الاستشعار", "نص مترجم 3", "نص مترجم 5"))


def test_the_open_side_panel_covers_no_button(person: Callable[[], Person], address: str) -> None:
    editor = person().sign_in("editor-gar")
    page = editor.page
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 800})
        editor.go(address)
        toggle = page.locator("[data-side-panel-toggle=status]")
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        expect(page.locator("[data-side-panel=status]")).to_be_visible()
        if width == 360:
            # On a phone the panel fills the screen, and is closed where it was opened.
            toggle.click(trial=True)
            continue
        for button in page.locator("footer nav > button:visible").all():
            button.click(trial=True)
