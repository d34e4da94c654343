"""The content checker finds the project's own defects, in the editor's panel, in the editor's language."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.e2e.defects import VAGUE
from tests.served.site import Site

pytestmark = pytest.mark.e2e

DEFECTS = {
    "Image sans texte alternatif": 1,
    "Un niveau de titre est sauté": 1,
    "Ce lien ne dit pas où il mène": len(VAGUE),
    "Titre trop long pour les moteurs de recherche": 1,
}


@pytest.fixture(scope="module")
def pages(site: Site) -> tuple[str, str]:
    """The keys of a page with each defect, and of one with none."""
    faulty, good = site.ask("from tests.e2e.defects import build; print(build())").split()
    return faulty, good


def open_checks(page: Page) -> None:
    """Opens the panel and waits until axe has run in the preview."""
    page.click("[data-side-panel-toggle='checks']")
    # Words are counted after the rules have run.
    expect(page.locator("[data-content-word-count]")).not_to_have_text("-")


def found(page: Page) -> dict[str, int]:
    """How often the panel says what."""
    names = page.locator("[data-checks-panel] [data-content-checker-name]").all_inner_texts()
    return {name: names.count(name) for name in names}


def test_an_editor_reads_of_each_defect(person: Callable[[], Person], pages: tuple[str, str]) -> None:
    editor = person().sign_in("editor-gar")
    editor.go(f"/admin/pages/{pages[0]}/edit/")
    open_checks(editor.page)
    assert found(editor.page) == DEFECTS
    counter = editor.page.locator("[data-side-panel-toggle='checks'] [data-side-panel-toggle-counter]")
    expect(counter).to_have_text(str(sum(DEFECTS.values())))
    help_text = editor.page.locator("[data-checks-panel] [data-content-checker-help]").all_inner_texts()
    assert "Placez un intertitre avant ce bloc, ou retirez le titre du bloc." in help_text


def test_what_is_mended_is_no_longer_said(person: Callable[[], Person], pages: tuple[str, str]) -> None:
    editor = person().sign_in("editor-gar")
    editor.go(f"/admin/pages/{pages[0]}/edit/")
    # The slug follows the title, and no other page of the section has it: what is not valid is not previewed.
    editor.page.fill("[name=title]", "Un titre plus court")
    editor.page.fill("[name=lead_image_alt]", "Un aplat bleu.")
    open_checks(editor.page)
    left = {name: number for name, number in DEFECTS.items() if "Titre" not in name and "Image" not in name}
    # The rules run once in the preview of what was stored, then in that of what was just typed.
    until = time.monotonic() + 30
    while found(editor.page) != left and time.monotonic() < until:
        editor.page.wait_for_timeout(200)
    assert found(editor.page) == left


def test_a_page_without_a_defect_has_none(person: Callable[[], Person], pages: tuple[str, str]) -> None:
    editor = person().sign_in("editor-gar")
    editor.go(f"/admin/pages/{pages[1]}/edit/")
    open_checks(editor.page)
    assert found(editor.page) == {}


def test_previews_in_every_mode_and_size(person: Callable[[], Person], pages: tuple[str, str]) -> None:
    editor = person().sign_in("editor-gar")
    editor.go(f"/admin/pages/{pages[1]}/edit/")
    editor.page.click("[data-side-panel-toggle='preview']")
    frame = editor.page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_have_text("Un titre juste")
    for name, width in (("tablet", 768), ("desktop", 1440), ("phone", 360)):
        editor.page.check(f"input[name=preview-size][value={name}]", force=True)
        assert editor.page.locator("#w-preview-iframe").evaluate("frame => frame.clientWidth") == width
    editor.page.select_option("#id_preview_mode", "search")
    expect(frame.locator(".result__title")).to_contain_text("Un titre juste")
    editor.page.select_option("#id_preview_mode", "card")
    picture = frame.locator(".share__picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
