"""A translation into Arabic, by somebody who only translates: found, written, submitted, compared, approved, read."""

import json
from collections.abc import Callable
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

TITLE = "Un fablab itinérant relie quinze collèges ruraux"
SUMMARY = "Un camion équipé passe deux semaines dans chaque collège de la vallée."
PARAGRAPH = "Les élèves y fabriquent des capteurs."
ARABIC = {
    TITLE: "مختبر تصنيع متنقل يربط خمس عشرة إعدادية ريفية",
    SUMMARY: "تمكث شاحنة مجهزة أسبوعين في كل إعدادية من الوادي.",
    PARAGRAPH: "يصنع التلاميذ فيها المجسّات.",
}
PREPARE = f"""
import json
from clusters.translation.models import GlossaryTerm
from clusters.models import Cluster
from tests.factories import make_article
from tests.factories.people import make_translator
ours, theirs = Cluster.objects.get(slug="garonne"), Cluster.objects.get(slug="escaut")
make_translator("translator-gar", "ar", ours)
page = make_article(ours, title={TITLE!r}, slug="fablab-itinerant", summary={SUMMARY!r},
                    body=[("paragraph", {f"<p>{PARAGRAPH}</p>"!r})])
term = GlossaryTerm(source_language="fr", target_language="ar", source_term="capteur", target_term="مجس")
term.full_clean()
term.save()
theirs_arabic = make_article(theirs, "ar", title="Original of the Escaut", slug="original-escaut")
ours_arabic = make_article(ours, "ar", title="Original of the Garonne", slug="original-garonne")
print(json.dumps({{"page": page.pk, "theirs": theirs_arabic.pk, "ours": ours_arabic.pk}}))
"""


def begin(translator: Person) -> None:
    """From the dashboard to the editor: the page that is theirs to translate, and no other language of it."""
    page = translator.page
    expect(page.get_by_role("heading", name="À traduire")).to_be_visible()
    page.get_by_role("link", name="Toutes les pages à traduire").click()
    row = page.get_by_role("row").filter(has_text=TITLE)
    links = row.get_by_role("link", name="Manquante")
    expect(links).to_have_count(1)
    links.click()
    expect(page.get_by_label("العربية")).to_be_checked()
    expect(page.get_by_label("English")).to_have_count(0)
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url("**/edit/")


def write(translator: Person) -> None:
    """Types each text, in fields that run from right to left, the glossary beside them; then submits."""
    page = translator.page
    texts = page.locator(".translation-text:has(textarea)")
    expect(texts).to_have_count(len(ARABIC))
    for text in texts.all():
        source = text.locator(".translation-text__source").inner_text()
        field = text.locator("textarea")
        expect(field).to_have_attribute("dir", "rtl")
        field.fill(ARABIC[source])
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.locator(".translation-text[data-state=missing]")).to_have_count(0)
    beside = page.get_by_role("note", name="Glossaire")
    expect(beside).to_have_count(1)
    expect(beside).to_contain_text("مجس")
    expect(beside).not_to_contain_text("ne suit pas")
    expect(page.get_by_role("button", name="Publier")).to_have_count(0)
    page.get_by_role("button", name="Soumettre la traduction à la relecture").click()
    expect(page.get_by_role("heading", name="En relecture")).to_be_visible()


def approve(publisher: Person) -> None:
    """From the dashboard to the two texts side by side, and the decision there."""
    page = publisher.page
    page.get_by_role("link", name=ARABIC[TITLE]).first.click()
    row = page.get_by_role("row").filter(has_text=PARAGRAPH)
    expect(row.locator("td[lang=fr][dir=ltr]")).to_have_text(PARAGRAPH)
    expect(row.locator("[lang=ar][dir=rtl]")).to_have_text(ARABIC[PARAGRAPH])
    page.get_by_role("button", name="Approuver et publier").click()
    expect(page.get_by_role("heading", name="Traduction en ligne")).to_be_visible()


def test_a_translator_translates_into_arabic_and_does_nothing_else(
    site: Site, person: Callable[[], Person]
) -> None:
    """Each step by the person whose step it is; at the end an Arabic reader reads it from right to left."""
    known: dict[str, int] = json.loads(site.ask(PREPARE))
    translator, publisher, visitor = person().sign_in("translator-gar").at_home(), person(), person()
    begin(translator)
    translation = int(translator.page.url.rstrip("/").split("/")[-2])

    # Nothing but that translation opens, and publishing it is not theirs.
    for key in (known["page"], known["ours"], known["theirs"]):
        translator.get(f"/admin/pages/{key}/edit/")
        assert translator.last_addresses[f"/admin/pages/{key}/edit/"] == f"{site.address}/admin/"
    translator.post(f"/admin/pages/{translation}/edit/", {"action": "publish"})
    translator.get(f"/admin/localize/submit/page/{known['theirs']}/")
    assert (
        translator.last_addresses[f"/admin/localize/submit/page/{known['theirs']}/"]
        == f"{site.address}/admin/"
    )
    translator.post(f"/admin/pages/{known['page']}/edit/", {"title": "Taken", "action-publish": "1"})
    live = "from wagtail.models import Page; print(Page.objects.get(pk={0}).live, Page.objects.get(pk={1}).title)"
    assert site.ask(live.format(translation, known["page"])).strip() == f"False {TITLE}"

    write(translator)
    assert visitor.go("/ar/clusters/garonne/") == HTTPStatus.OK
    assert visitor.page.get_by_text(ARABIC[TITLE]).count() == 0, "what is submitted is not public"
    approve(publisher.sign_in("publisher-gar").at_home())

    visitor.go("/ar/clusters/garonne/")
    visitor.page.get_by_role("link", name=ARABIC[TITLE]).first.click()
    expect(visitor.page.get_by_role("heading", level=1, name=ARABIC[TITLE])).to_be_visible()
    expect(visitor.page.get_by_text(ARABIC[PARAGRAPH])).to_be_visible()
    html = visitor.page.locator("html")
    expect(html).to_have_attribute("lang", "ar")
    expect(html).to_have_attribute("dir", "rtl")
