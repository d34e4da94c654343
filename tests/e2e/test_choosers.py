"""Choosing pages, images, organisations; what is pasted, a file of Word, the way to the editor; axe."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clusters.test_body_import import OF_A_SITE, OF_WORD
from tests.clusters.word_support import word_file
from tests.e2e.admin_looks import assert_shuts_nobody_out
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from clusters.models import Organisation
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_user
from wagtail.users.models import UserProfile
ours, theirs = make_cluster("rance", "RAN", "EdTech Rance"), make_cluster("aven", "AVE", "EdTech Aven")
editor = make_user("editor-ran", ours, "editor")
arab = make_user("arab-ran", ours, "editor")
UserProfile.objects.update_or_create(user=arab, defaults={"preferred_language": "ar"})
image = picture("Un port", ours, editor)
image.credit = "Ana Reyes"
image.save()
free = picture("Un quai", theirs, make_user("editor-ave", theirs))
free.licence, free.credit = "cc-by", ""
free.save()
make_article(theirs, lead_image=free, title="Leur quai")
Organisation.objects.create(slug="labo-aven", name="Labo Aven", kind="laboratory", cluster=theirs, city="Quimper")
live = make_article(ours, title="Une page en ligne")
english = make_article(ours, "en", live=False, title="A draft", owner=editor)
draft = make_article(ours, live=False, title="Un brouillon", owner=editor)
print(json.dumps({"live": live.pk, "url": live.url_path, "english": english.pk, "draft": draft.pk}))
"""
PASTE = """([html, text]) => {
  const target = document.activeElement;
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, str]:
    """Keys of a live page and of two drafts, and the live one's address."""
    known: dict[str, str] = json.loads(site.ask(PREPARE))
    return known


@pytest.fixture
def editor(person: Callable[[], Person]) -> Iterator[Person]:
    """An editor of EdTech Rance, whose browser has no error when she is done."""
    somebody = person().sign_in("editor-ran")
    errors: list[str] = []
    somebody.page.on("pageerror", lambda error: errors.append(str(error)))
    yield somebody
    assert not errors


def edit(somebody: Person, key: str) -> Page:
    somebody.go(f"/admin/pages/{key}/edit/")
    expect(somebody.page.locator(".body-import")).to_be_visible()
    return somebody.page


def add_paragraph(page: Page) -> None:
    """Adds a paragraph at the end of the body, with the focus in it."""
    page.locator("#body-root .c-sf-add-button").last.click()
    page.get_by_role("option", name="Paragraphe").first.click()
    expect(page.locator("#body-root [contenteditable=true]").last).to_be_focused()


def types_of(page: Page) -> list[str]:
    """The types of the body's blocks, in their order."""
    found: list[str] = page.evaluate(
        "() => document.getElementById('body-root').rootBlock.children.map((child) => child.type)"
    )
    return found


def test_a_link_begins_at_ones_section_in_the_pages_language(editor: Person, keys: dict[str, str]) -> None:
    page = edit(editor, keys["english"])
    add_paragraph(page)
    page.keyboard.type("Read on")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    rows = page.locator(".modal .page-results")
    expect(rows.locator("tr.parent-page")).to_contain_text("EdTech Rance")
    expect(page.locator(".modal")).to_contain_text(re.compile("Anglais|English", re.IGNORECASE))


@pytest.mark.parametrize("what", [OF_WORD, OF_A_SITE], ids=["word", "web page"])
def test_what_is_pasted_becomes_blocks_that_are_saved(
    editor: Person, keys: dict[str, str], what: str
) -> None:
    page = edit(editor, keys["draft"])
    before = types_of(page)
    add_paragraph(page)
    page.evaluate(PASTE, [what, "plain"])
    expect(page.locator("[data-body-import-report]")).to_contain_text("Blocs ajoutés")
    added = types_of(page)[len(before) :]
    assert "heading" in added
    assert ("table" in added) is (what is OF_WORD)
    assert added[0] == "heading", "the empty paragraph is gone"
    page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    page.wait_for_load_state()
    expect(page.locator(".body-import")).to_be_visible()
    assert types_of(page)[len(before) :] == added


def test_what_is_copied_from_a_page_by_keyboard(editor: Person, keys: dict[str, str]) -> None:
    """With the browser's own clipboard, which adds each element's look to it."""
    other = editor.context.new_page()
    other.set_content(
        "<style>h2 { color: red } b { font-weight: 800 }</style><h2>Un bilan</h2><p>Du <b>gras</b> ici.</p>"
        "<ul><li>un</li></ul><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    other.keyboard.press("Control+a")
    other.keyboard.press("Control+c")
    other.close()
    page = edit(editor, keys["draft"])
    before = types_of(page)
    add_paragraph(page)
    page.keyboard.press("Control+v")
    expect(page.locator("[data-body-import-report]")).to_contain_text("Blocs ajoutés")
    assert types_of(page)[len(before) :] == ["heading", "paragraph", "table"]
    written = page.locator("#body-root [contenteditable=true]").last
    expect(written).to_contain_text("Du gras ici.")
    expect(written.locator("span", has_text="gras").last).to_have_css("font-weight", "700")
    expect(written.locator("li")).to_have_text("un")


def test_what_a_paragraph_can_hold_is_left_to_it(editor: Person, keys: dict[str, str]) -> None:
    page = edit(editor, keys["draft"])
    add_paragraph(page)
    before = types_of(page)
    simple = '<ul><li>un <b style="color:red">point</b></li></ul><p><a href="https://a.example/">lien</a></p>'
    page.evaluate(PASTE, [simple, "plain"])
    written = page.locator("#body-root [contenteditable=true]").last
    expect(written.locator("li")).to_have_text("un point")
    expect(written).to_contain_text("lien")
    assert types_of(page) == before


def test_a_file_of_word_is_added_once(editor: Person, keys: dict[str, str], tmp_path: Path) -> None:
    page = edit(editor, keys["english"])
    before = types_of(page)
    chosen = page.get_by_label("Importer un fichier Word")
    file, wrong = tmp_path / "Bilan.docx", tmp_path / "image.docx"
    file.write_bytes(word_file())
    wrong.write_bytes(b"\x89PNG not a document")
    report = page.locator("[data-body-import-report]")
    chosen.set_input_files(wrong)
    expect(report).to_contain_text("Ce n’est pas un fichier Word")
    assert types_of(page) == before
    chosen.set_input_files(file)
    expect(report.locator("li").first).to_contain_text("Charte maison")
    added = types_of(page)[len(before) :]
    assert added == ["heading", "paragraph", "quote", "image", "table", "paragraph"]
    chosen.set_input_files(file)
    expect(report).to_contain_text("déjà dans le texte")
    assert types_of(page) == [*before, *added]


def test_an_organisation_is_found_by_its_city_or_added(editor: Person, keys: dict[str, str]) -> None:
    page = edit(editor, keys["draft"])
    page.get_by_role("button", name="Choisir une organisation").click()
    page.locator(".modal #id_q").fill("quimper")
    row = page.locator(".modal tr", has_text="Labo Aven")
    expect(row).to_contain_text("EdTech Aven")
    page.get_by_role("tab", name="Nouvelle organisation").click()
    page.get_by_label("Nom", exact=False).locator("visible=true").last.fill("LABO AVEN")
    page.locator("#id_organisation-chooser-kind").select_option("laboratory")
    page.get_by_role("button", name="Ajouter à l’annuaire").click()
    known = page.locator("[name=organisation-chooser-known]").first
    expect(page.locator("label[for=id_organisation-chooser-known_0]")).to_contain_text("Quimper")
    known.check()
    page.get_by_role("button", name="Ajouter à l’annuaire").click()
    expect(page.locator("[data-chooser-title]", has_text="Labo Aven")).to_be_visible()


def test_who_may_edit_a_page_goes_there_from_the_site(
    editor: Person, reader: Page, site: Site, keys: dict[str, str]
) -> None:
    editor.go(keys["url"])
    editor.page.get_by_role("link", name="Modifier la page").click()
    editor.page.wait_for_url(f"**/admin/pages/{keys['live']}/edit/")
    reader.goto(f"{site.address}{keys['url']}")
    expect(reader.get_by_role("link", name="Modifier la page")).to_have_count(0)


@pytest.mark.node
@pytest.mark.parametrize("name", ["editor-ran", "arab-ran"])
def test_they_shut_nobody_out(
    person: Callable[[], Person], keys: dict[str, str], axe: str, name: str, tmp_path: Path
) -> None:
    somebody = person().sign_in(name)
    page = edit(somebody, keys["draft"])
    file = tmp_path / "Bilan.docx"
    file.write_bytes(word_file())
    page.locator("#body-import-file").set_input_files(file)
    expect(page.locator("[data-body-import-report] li").first).to_be_visible()
    assert_shuts_nobody_out(page, axe, ".body-import", must_fit=False)
    for chooser in ("#id_organisation-chooser", "#id_lead_image-chooser"):
        page.locator(f"{chooser} [data-chooser-action-choose]:visible").first.click()
        expect(page.locator(".modal .listing").first).to_be_visible()
        assert_shuts_nobody_out(page, axe, ".modal .listing", must_fit=False)
        if "organisation" in chooser:
            page.locator(".modal [role=tab]").last.click()
            assert_shuts_nobody_out(page, axe, ".modal #tab-create", must_fit=False)
        page.locator(".modal .close").first.click()
        expect(page.locator(".modal")).to_have_count(0)
    somebody.go(keys["url"])
    assert_shuts_nobody_out(page, axe, ".edit-link", must_fit=False)
    somebody.go("/admin/images/?use=unused&credit=none")
    for part in ("#filters-drilldown [data-w-dropdown-target=toggle]", "[aria-controls=drilldown-id_credit]"):
        page.locator(part).first.click()
    expect(page.locator("#drilldown-id_credit")).to_be_visible()
    assert_shuts_nobody_out(page, axe, "#drilldown-id_credit", must_fit=False)
