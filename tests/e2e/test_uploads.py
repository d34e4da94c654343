"""Photographs and a document that are uploaded at once are in the library at once, and one form completes them all."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import speaking
from tests.e2e.axe_findings import STANDARD, findings, in_words
from tests.e2e.conftest import Person
from tests.e2e.hands import leave_by
from tests.e2e.probes import tab_to
from tests.e2e.slow_proxy import slow_network
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

SECONDS = 3
STORED = """
import json
from clusters.models import Cluster
from fedcms.media.models import {model} as Model
collection = Cluster.objects.get(slug="garonne").collection
found = Model.objects.filter(collection=collection, title__startswith="{prefix}").order_by("title")
print(json.dumps([[file.title, file.credit, file.licence, sorted(file.tags.names())] for file in found]))
"""


def photographs(folder: Path, number: int) -> list[Path]:
    """Files of different content."""
    made = []
    for place in range(number):
        content = BytesIO()
        Image.new("RGB", (640, 480), (40 * place, 90, 160)).save(content, "JPEG")
        made.append(folder / f"salon-{place}.jpg")
        made[-1].write_bytes(content.getvalue())
    return made


@pytest.fixture
def editor(person: Callable[[], Person], site: Site) -> Person:
    """An officer of Garonne."""
    return person().sign_in("editor-gar")


def document(path: Path) -> Path:
    """A PDF of its own content."""
    path.write_bytes(f"%PDF-1.4\n% {path.name}\n%%EOF\n".encode())
    return path


def open_from_library(page: Page, words: str) -> None:
    """By keys, in a library: types into its search, and opens the one file that it finds."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if f"q={words}" in request.url else None)
    tab_to(page, "header [name=q]")
    page.keyboard.type(words)
    # Wagtail writes the address after it has shown the list.
    page.wait_for_url(re.compile(rf"[?&]q={re.escape(words)}(&|$)"))
    page.keyboard.press("Tab")
    # Longer than Wagtail waits before it asks: a second list would take the place of the first, and the focus with it.
    page.wait_for_timeout(1000)
    assert len(asked) == 1
    found = page.locator("#listing-results :is(a.image-choice, .title-wrapper a)")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(words)
    leave_by(page, "#listing-results :is(a.image-choice, .title-wrapper a)")
    expect(page.locator("[name=title]")).to_have_value(words)


def test_five_photographs_and_a_pdf_by_keys(site: Site, person: Callable[[], Person], tmp_path: Path) -> None:
    """Chosen at once, on a network where each takes three seconds more, completed by one form, found by the search."""
    with slow_network(site.address, SECONDS) as address:
        editor = person()
        editor.site = replace(site, address=address)
        editor.sign_in("editor-gar")
        page = editor.page
        editor.go("/admin/images/multiple/add/")
        together = page.get_by_role("link", name="Même crédit")
        expect(together).to_be_hidden()
        pdf = document(tmp_path / "dossier-salon.pdf")
        page.set_input_files("#fileupload", [*photographs(tmp_path, 5), pdf])
        # The document is no image: its row leads to where it is taken, and those that wait go on.
        expect(page.locator("#upload-list > li.upload-failure")).to_contain_text(pdf.name)
        tab_to(page, "#upload-list .upload-failure a")
        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        documents = opened.value
        documents.set_input_files("#fileupload", pdf)
        expect(documents.locator("#upload-list > li.upload-success")).to_have_count(1)
        leave_by(documents, "a[href='/admin/documents/']")
        open_from_library(documents, pdf.stem)
        documents.close()

        expect(page.locator("#upload-list > li.upload-success")).to_have_count(5, timeout=30_000)
        # Nothing was saved by hand, and all are there.
        asked = STORED.format(model="FederationImage", prefix="salon")
        stored = json.loads(site.ask(asked))
        assert [title for title, *_rights in stored] == [f"salon-{place}" for place in range(5)]
        assert all(credit and licence for _title, credit, licence, _tags in stored)
        leave_by(page, "[data-files-together] a")
        expect(page.get_by_role("listitem").filter(has_text="salon-4")).to_be_visible()
        tab_to(page, "[name=credit]")
        page.keyboard.type("Ana Pérez")
        tab_to(page, "[name=licence]")
        page.keyboard.type("Libre")
        leave_by(page, "main form [type=submit]")
        expect(page.get_by_text("5 fichiers complétés.")).to_be_visible()
        assert page.url.startswith(f"{address}/admin/images/")
        for number, stored_one in enumerate(json.loads(site.ask(asked))):
            assert stored_one == [f"salon-{number}", "Ana Pérez", "press", []]
        open_from_library(page, "salon-3")
        expect(page.locator("[name=credit]")).to_have_value("Ana Pérez")


def test_a_document_is_found_and_the_same_one_is_offered(site: Site, editor: Person, tmp_path: Path) -> None:
    page = editor.page
    first, again = tmp_path / "bilan-2026.pdf", tmp_path / "bilan-copie.pdf"
    for file in (first, again):
        file.write_bytes(b"%PDF-1.4\n% bilan de Garonne\n%%EOF\n")
    editor.go("/admin/documents/multiple/add/")
    page.set_input_files("#fileupload", first)
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(1)
    page.set_input_files("#fileupload", again)
    failed = page.locator("#upload-list > li.upload-failure")
    expect(failed.get_by_role("link", name="bilan-2026")).to_be_visible()
    expect(failed).to_contain_text("Ce fichier est déjà dans la bibliothèque")
    stored = json.loads(site.ask(STORED.format(model="FederationDocument", prefix="bilan")))
    assert [title for title, *_rights in stored] == ["bilan-2026"]
    editor.go("/admin/documents/?q=bilan-2026")
    expect(page.get_by_role("link", name="bilan-2026", exact=True)).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize(("language", "theme", "width"), [("fr", "light", 1366), ("ar", "dark", 360)])
def test_the_screens_shut_nobody_out(
    site: Site,
    person: Callable[[], Person],
    axe: str,
    tmp_path: Path,
    language: str,
    theme: Literal["light", "dark"],
    width: int,
) -> None:
    with speaking(site, "editor-gar", language):
        editor = person().sign_in("editor-gar")
        page = editor.page
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        editor.go("/admin/documents/multiple/add/")
        files = [tmp_path / f"{language}-{number}.txt" for number in range(2)]
        for file in files:
            file.write_text(file.name)
        page.set_input_files("#fileupload", files)
        together = page.locator("[data-files-together] a")
        expect(together).to_be_visible()
        for _screen in ("the files", "the form for all"):
            page.evaluate(axe)
            # The colours of Wagtail's lists of choices cannot be worked out, for their background's sake.
            found = findings(page, STANDARD, "[data-files-together], main form[action*=rights]")
            wrong = [row for row in found if row["kind"] == "violations"]
            assert not wrong, in_words(wrong)
            assert page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0
            if together.count():
                together.click()
                page.wait_for_url("**/rights/**")
