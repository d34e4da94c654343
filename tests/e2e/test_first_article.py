"""A new officer's first article, with picture, quote, key figure and link, is approved after at most 25 clicks.

Once by pointing, on a slow network; once by keys alone.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.e2e.hands import Hand, Keys, add_block
from tests.e2e.slow_proxy import slow_network
from tests.served.site import Site

pytestmark = pytest.mark.e2e

MOST_CLICKS = 25
SECONDS = 3
PREPARE = """
from tests.factories import make_cluster, make_user
ours = make_cluster("dordogne", "DOR", "EdTech Dordogne")
for role in ("editor", "publisher"):
    make_user(f"{role}-dor", ours, role)
print(ours.pk)
"""
STORED = """
import json
from news.models import ArticlePage
from wagtail.models import PageLogEntry
page = ArticlePage.objects.get(title={0!r})
actions = list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True))
print(json.dumps([page.live, page.url, [action for action in actions if action.split(".")[-1] in
    ("start", "approve", "publish")]]))
"""

HANDS = {"pointer on a slow network": (Hand, SECONDS), "keys": (Keys, 0)}


def draw(path: Path, colour: str) -> Path:
    """A picture to upload: the library takes the same content once."""
    Image.new("RGB", (1200, 800), colour).save(path)
    return path


@pytest.fixture(scope="module", autouse=True)
def people(site: Site) -> None:
    """A cluster of this file, with its people."""
    site.ask(PREPARE)


@contextmanager
def network(site: Site, seconds: int) -> Iterator[Site]:
    """The site, behind a network on which each form takes some seconds more."""
    if not seconds:
        yield site
        return
    with slow_network(site.address, seconds) as address:
        yield replace(site, address=address)


def write(hand: Hand, title: str, picture: Path) -> str:
    """From the dashboard to the submitted article; returns its key."""
    page = hand.page
    hand.press("main a[href*='/pages/add/news/articlepage/']")
    expect(page.locator("[name=title]")).to_be_focused()
    hand.type(title)
    hand.enter("[name=summary]")
    hand.type("Quarante classes ont mesuré ce que le cahier change.")

    hand.press("#id_lead_image-chooser [data-chooser-action-choose]")
    page.locator(".modal-dialog").wait_for()
    # The dialog takes the focus once it has come in.
    page.wait_for_timeout(1000)
    hand.show_upload()
    expect(page.locator("#tab-label-upload")).to_have_attribute("aria-selected", "true")
    # The click on the field, behind which the system asks for a file, is counted too.
    hand.clicks += isinstance(hand, Keys) is False
    page.set_input_files("[name=image-chooser-upload-file]", picture)
    hand.enter("[name=image-chooser-upload-alt_texts_fr]")
    hand.type("Un aplat de couleur")
    expect(page.locator("[name=image-chooser-upload-alt_texts_fr]")).to_have_value("Un aplat de couleur")
    hand.press(".modal-dialog #tab-upload [type=submit]")
    expect(page.locator(".modal-dialog, .modal-backdrop, body.modal-open")).to_have_count(0)

    add_block(hand, "Citation")
    hand.enter("[name=body-0-value-text]")
    hand.type("Nous corrigeons moins, nous relisons mieux.")
    add_block(hand, "Bouton")
    hand.enter("[name=body-1-value-label]")
    hand.type("Lire le carnet")
    hand.enter("[name=body-1-value-url]")
    hand.type("https://example.org/carnet")
    add_block(hand, "Chiffres clés")
    hand.enter("[name=body-2-value-0-value-value]")
    hand.type("40")
    hand.tab_on("[name=body-2-value-0-value-label]")
    hand.type("ont essayé")
    # Wagtail saves the draft as one types.
    page.wait_for_url("**/edit/**")
    key = page.url.split("/pages/")[1].split("/")[0]
    with page.expect_navigation(url=lambda url: "/edit/" not in url):
        hand.press("footer [name=action-submit]")
    expect(page.get_by_text("Soumise à la relecture")).to_be_visible()
    return key


def approve(hand: Hand, key: str) -> None:
    """From the dashboard to the published article."""
    with hand.page.expect_navigation():
        hand.press(f"main a[href*='/pages/{key}/edit/']")
    with hand.page.expect_navigation(url=lambda url: "/edit/" not in url):
        hand.press("footer [data-workflow-action-name=approve]")
    expect(hand.page.get_by_text("Publiée : «")).to_be_visible()


@pytest.mark.parametrize("how", HANDS)
def test_a_first_article(site: Site, person: Callable[[], Person], tmp_path: Path, how: str) -> None:
    kind, seconds = HANDS[how]
    title = f"Un cahier essayé, {how}"
    with network(site, seconds) as reached:
        people, hands = [], []
        for name in ("editor-dor", "publisher-dor"):
            someone = person()
            someone.site = reached
            people.append(someone.sign_in(name))
            hands.append(kind(someone))
        editor, publisher = hands
        people[0].at_home()
        key = write(editor, title, draw(tmp_path / "disque.png", "#f4c95d" if seconds else "#2f6f8f"))
        people[1].at_home()
        approve(publisher, key)
    clicks = editor.clicks + publisher.clicks
    assert clicks <= MOST_CLICKS
    assert (clicks > 0) == (kind is Hand)
    is_live, url, actions = json.loads(site.ask(STORED.format(title)))
    assert is_live
    assert sorted(actions) == ["wagtail.publish", "wagtail.workflow.approve", "wagtail.workflow.start"]
    reader = person()
    reader.go(url)
    main = reader.page.locator("main")
    expect(main.locator("img[alt='Un aplat de couleur']").first).to_be_visible()
    expect(main.locator("blockquote")).to_contain_text("Nous corrigeons moins")
    expect(main.get_by_text("ont essayé")).to_be_visible()
    expect(main.get_by_role("link", name="Lire le carnet")).to_have_attribute(
        "href", "https://example.org/carnet"
    )
