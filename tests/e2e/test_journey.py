"""The main job, as people do it: write, submit, approve, find, translate, approve, find again; and what is refused."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

OK, FORBIDDEN, NOT_FOUND = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
SECRET = "Secret plan of the Escaut"
# Everything of the other cluster's section, in every language, as one value.
STATE_OF_THEIRS = """
from clusters.models import ClusterPage
from wagtail.models import Page, Revision, WorkflowState
rows = []
for root in ClusterPage.objects.filter(cluster__slug="escaut").order_by("path"):
    pages = Page.objects.filter(path__startswith=root.path).order_by("path")
    rows += list(pages.values_list("path", "title", "draft_title", "slug", "live", "latest_revision_id"))
    rows.append(Revision.objects.filter(object_id__in=[str(page.pk) for page in pages]).count())
print(rows)
"""

TITLE = "Vingt collèges de la Garonne comparent leurs cahiers numériques"
SUMMARY = "Une année de mesures dans vingt collèges volontaires, avec leurs équipes."
PARAGRAPH = "Les équipes ont relevé chaque semaine le temps passé à corriger."
HEADING = "Ce que les mesures montrent"
ENGLISH = {
    TITLE: "Twenty lower secondary schools on the Garonne compare their digital notebooks",
    SUMMARY: "A year of measurements in twenty volunteer schools, with their teams.",
    PARAGRAPH: "Each week the teams recorded the time spent marking.",
    HEADING: "What the measurements show",
    "Toulouse": "Toulouse",
}


def draw_picture(path: Path) -> Path:
    """A small drawing to upload."""
    image = Image.new("RGB", (1200, 800), "#fbfaf6")
    ImageDraw.Draw(image).ellipse((300, 100, 900, 700), fill="#f4c95d")
    image.save(path)
    return path


def ids(site: Site) -> dict[str, int]:
    """Primary keys that the addresses of the admin need."""
    code = """
import json
from clusters.models import Cluster, ClusterPage
from news.models import ArticlePage, NewsIndexPage
def news(slug, language):
    section = ClusterPage.objects.get(cluster__slug=slug, locale__language_code=language)
    return NewsIndexPage.objects.child_of(section).get().pk
draft = ArticlePage.objects.get(slug="secret-plan")
print(json.dumps({
    "our_news": news("garonne", "fr"), "their_news": news("escaut", "fr"), "their_english_news": news("escaut", "en"),
    "their_section": ClusterPage.objects.get(cluster__slug="escaut", locale__language_code="fr").pk,
    "draft": draft.pk, "draft_revision": draft.latest_revision_id,
    "task": draft.current_workflow_task_state.pk,
    "public": ArticlePage.objects.get(slug="public-news").pk,
    "english": __import__("wagtail.models", fromlist=["Locale"]).Locale.objects.get(language_code="en").pk,
}))
"""
    found: dict[str, int] = json.loads(site.ask(code))
    return found


def write_article(editor: Person, parent: int, picture: Path) -> None:
    """Title, summary, an image with its credit, a heading and a paragraph; then submits."""
    page = editor.page
    editor.go(f"/admin/pages/add/news/articlepage/{parent}/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", SUMMARY)
    page.fill("[name=dateline_place]", "Toulouse")
    page.get_by_role("button", name="Choisir une image").click()
    page.locator("#tab-label-upload").click()
    page.set_input_files("[name=image-chooser-upload-file]", picture)
    page.fill("[name=image-chooser-upload-title]", "Un disque jaune")
    page.fill("[name=image-chooser-upload-credit]", "Équipe de la Garonne")
    page.fill("[name=image-chooser-upload-alt_texts_fr]", "Un disque jaune sur fond clair")
    page.locator(".modal-dialog #tab-upload [type=submit]").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)
    add_block(editor, "Intertitre")
    page.locator("[name=body-0-value]").fill(HEADING)
    add_block(editor, "Paragraphe")
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type(PARAGRAPH)
    # The rich-text editor hands its text to the form a moment after the last key.
    expect(page.locator("[name=body-1-value]")).to_have_value(re.compile(re.escape(PARAGRAPH)))
    # Wagtail saves the draft as one types; pressed before its first answer, the form would make the page twice.
    page.wait_for_url("**/edit/**")
    with page.expect_navigation():
        press_in_footer(editor, "[name=action-submit]")
    assert page.locator(".error-message:visible, .messages .error").all_inner_texts() == []
    page.wait_for_url(f"**/admin/pages/{parent}/**")


def add_block(editor: Person, label: str) -> None:
    """Adds a block at the end of the body."""
    editor.page.locator(".c-sf-add-button").last.click()
    editor.page.get_by_role("option", name=label, exact=True).click()


def press_in_footer(someone: Person, button: str) -> None:
    """Presses a button at the foot of the editor, which is no menu's."""
    someone.page.locator(f"footer {button}:visible").first.click()


def approve(publisher: Person, title: str) -> None:
    """Finds what waits on the dashboard, opens it, approves it."""
    publisher.go("/admin/")
    publisher.page.get_by_role("link", name=title).first.click()
    publisher.page.wait_for_url("**/edit/**")
    press_in_footer(publisher, "[data-workflow-action-name=approve]")
    publisher.page.wait_for_url(lambda url: "/edit/" not in url)


def translate(editor: Person, page_id: int) -> int:
    """Submits the page for translation into English, translates every segment; returns the translation's id."""
    page = editor.page
    editor.go(f"/admin/localize/submit/page/{page_id}/")
    page.get_by_label("English").check()
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url("**/edit/")
    translation_id = int(page.url.rstrip("/").split("/")[-2])
    texts = page.locator(".translation-text:has(textarea[lang])")
    texts.first.wait_for()
    for text in texts.all():
        source = text.locator(".translation-text__source").inner_text()
        text.locator("textarea").fill(ENGLISH[source])
    # What was typed is saved first.
    page.get_by_role("button", name="Soumettre la traduction à la relecture").click()
    expect(page.get_by_role("heading", name="En relecture")).to_be_visible()
    return translation_id


def shown(visitor: Person, path: str, text: str) -> bool:
    """Whether a visitor reads `text` at an address."""
    return visitor.go(path) == OK and visitor.page.get_by_text(text).count() > 0


def test_written_submitted_approved_found_translated_found_again(
    site: Site, person: Callable[[], Person], tmp_path: Path
) -> None:
    """One article's life in two languages, each step by the person whose step it is."""
    known = ids(site)
    editor, publisher, visitor = person().sign_in("editor-gar"), person().sign_in("publisher-gar"), person()
    write_article(editor, known["our_news"], draw_picture(tmp_path / "disc.png"))
    address = "/fr/clusters/garonne/actualites/"
    assert not shown(visitor, address, TITLE), "a submitted page is not public"

    approve(publisher, TITLE)
    for path in (address, "/fr/clusters/garonne/", "/fr/actualites/", "/fr/search/?q=cahier+num%C3%A9rique"):
        assert shown(visitor, path, TITLE), path
    visitor.go(address)
    visitor.page.get_by_role("link", name=TITLE).click()
    expect(visitor.page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(visitor.page.get_by_role("heading", level=2, name=HEADING)).to_be_visible()
    expect(visitor.page.get_by_text("Équipe de la Garonne")).to_be_visible()
    picture = visitor.page.get_by_role("img", name="Un disque jaune sur fond clair")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), "the picture is served"
    french_address = visitor.page.url

    page_id = int(site.ask(f"from wagtail.models import Page; print(Page.objects.get(title={TITLE!r}).pk)"))
    translation_id = translate(editor, page_id)
    english = ENGLISH[TITLE]
    assert not shown(visitor, "/en/clusters/garonne/news/", english), "a submitted translation is not public"
    publisher.go(f"/admin/pages/{translation_id}/edit/")
    publisher.page.get_by_role("button", name="Approuver et publier").click()
    expect(publisher.page.get_by_role("heading", name="Traduction en ligne")).to_be_visible()

    for path in ("/en/clusters/garonne/news/", "/en/news/", "/en/search/?q=digital+notebook"):
        assert shown(visitor, path, english), path
    visitor.page.goto(french_address)
    visitor.page.get_by_role("navigation", name="Langues").get_by_role("link", name="English").click()
    expect(visitor.page.get_by_role("heading", level=1, name=english)).to_be_visible()
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_another_cluster_s_section_is_refused_in_every_way(site: Site, person: Callable[[], Person]) -> None:
    """The editor of one cluster tries the section of another; nothing is shown of its drafts, nothing changes."""
    known = ids(site)
    editor = person().sign_in("editor-gar")
    mine = int(
        site.ask(
            "from tests.factories import make_article; from clusters.models import Cluster;"
            "print(make_article(Cluster.objects.get(slug='garonne'), live=False, title='Mine').pk)"
        )
    )
    draft, public, news = known["draft"], known["public"], known["their_news"]
    before = site.ask(STATE_OF_THEIRS)

    def refused(status: int, text: str) -> bool:
        """A refusal says no, leads back, or shows an empty list; it never shows the secret."""
        return SECRET not in text and status in (OK, FORBIDDEN, NOT_FOUND)

    addresses = {
        "explorer": f"/admin/pages/{news}/",
        "edit address": f"/admin/pages/{draft}/edit/",
        "add address": f"/admin/pages/add/news/articlepage/{news}/",
        "move": f"/admin/pages/{draft}/move/",
        "move target": f"/admin/pages/{mine}/move/{news}/confirm/",
        "copy": f"/admin/pages/{draft}/copy/",
        "page chooser": f"/admin/choose-page/{news}/",
        "page chooser search": "/admin/choose-page/search/?q=Secret",
        "revision preview": f"/admin/pages/{draft}/revisions/{known['draft_revision']}/view/",
        "history": f"/admin/pages/{draft}/history/",
        "draft": f"/admin/pages/{draft}/view_draft/",
        "translation submit": f"/admin/localize/submit/page/{public}/",
        "image chooser": "/admin/images/chooser/?q=Secret",
        "search": "/admin/pages/search/?q=Secret",
    }
    shown_all = {name: editor.get(path) for name, path in addresses.items()}
    assert [name for name, answer in shown_all.items() if not refused(*answer)] == []
    for name in ("edit address", "add address", "move", "move target", "copy", "revision preview", "draft"):
        status, _text = shown_all[name]
        sent_back = editor.last_addresses[addresses[name]] == f"{site.address}/admin/"
        assert sent_back or status in (FORBIDDEN, NOT_FOUND), name

    posts = {
        "edit": (f"/admin/pages/{draft}/edit/", {"title": "Taken", "slug": "taken", "action-publish": "1"}),
        "add": (addresses["add address"], {"title": "Planted", "slug": "planted", "summary": "x"}),
        "move target": (addresses["move target"], {}),
        "copy target": (
            f"/admin/pages/{mine}/copy/",
            {"new_title": "Planted", "new_slug": "planted", "new_parent_page": str(news)},
        ),
        "bulk publish": (f"/admin/bulk/wagtailcore/page/publish/?id={draft}&next=/admin/", {}),
        "bulk move": (
            f"/admin/bulk/wagtailcore/page/move/?id={draft}&next=/admin/",
            {"chooser": str(known["our_news"])},
        ),
        "bulk delete": (f"/admin/bulk/wagtailcore/page/delete/?id={public}&next=/admin/", {}),
        "unpublish": (f"/admin/pages/{public}/unpublish/", {}),
        "translation submit": (addresses["translation submit"], {"locales": str(known["english"])}),
        "workflow approval": (f"/admin/pages/workflow/action/{draft}/approve/{known['task']}/", {}),
        "alias": (
            f"/admin/pages/{public}/copy/",
            {"new_title": "x", "new_slug": "alias", "new_parent_page": str(news), "alias": "on"},
        ),
    }
    for name, (path, form) in posts.items():
        status, text = editor.post(path, form)
        assert refused(status, text), name
    assert site.ask(STATE_OF_THEIRS) == before
    assert (
        site.ask(
            "from wagtail.models import Page; print(Page.objects.filter(slug__in=['planted', 'taken']).count())"
        )
        == "0"
    )
