"""Kits on pages: an owner's own page in the newsroom, and the block of a release or an event."""

import re
from html import unescape

import pytest
from lxml import html as lxml_html

from clusters.models import Federation
from clusters.press_access.kits.sections import (
    KitPicture,
    KitRow,
    KitSection,
    _providers,
    register_kit_section,
)
from clusters.press_access.kits.tasks import prepare_own_kit
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import get, make_document, make_image, opened, status
from tests.factories import make_event, make_release

pytestmark = pytest.mark.django_db
TITLES = {
    "fr": ("presse", "Dossier de presse"),
    "en": ("press", "Midi"),
    "es": ("prensa", "Midi"),
    "ar": ("press", "Midi"),
}


def html_of(address: str) -> str:
    answer = get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", TITLES)
def test_each_owner_has_a_page_in_each_language(world: World, language: str) -> None:
    newsroom, title = TITLES[language]
    Federation.load()
    html = html_of(f"/{language}/{newsroom}/kits/midi/")
    assert title in html
    assert f'<html lang="{language}"' in html
    assert f'href="/{language}/press-kits/midi/press-kit.zip"' in html
    for code in TITLES:
        assert f'href="/{code}/press-kits/midi/fact-sheet.pdf"' in html
    assert "Midi brings together." in html
    assert "mailto:presse@midi.example" in html
    assert "/press-kits/midi/logo.svg" in html
    assert f"/media/press/{world.images['libre'].pk}/" in html
    assert "reservee" not in html
    assert "sans-accord" not in html
    assert 'hreflang="en" href="http' in html
    # Where it is found.
    own = f"/{language}/{newsroom}/kits/midi/"
    assert own in html_of(f"/{language}/{newsroom}/")
    assert own in html_of(f"/{language}/clusters/midi/")
    html_of(f"/{language}/{newsroom}/kits/federation/")
    assert get(f"/{language}/{newsroom}/kits/nobody/").status_code == 404


def test_every_address_on_the_page_answers(world: World) -> None:
    html = html_of("/fr/presse/kits/midi/")
    assert re.search(r'href="/fr/press-kits/midi/press-kit.zip"[^>]* rel="nofollow"', html)
    addresses = set(
        re.findall(r'href="(/(?:fr|en|es|ar)/press-kits/[^"]+|/media/[^"]+|/documents/[^"]+)"', html)
    )
    assert len(addresses) > 8
    answers = {each: status(each) for each in addresses}
    assert set(answers.values()) == {200}, answers
    logo = get("/fr/press-kits/midi/logo.svg")
    assert "sandbox" in logo.headers["Content-Security-Policy"]
    assert logo.headers["Content-Disposition"].startswith("attachment")
    for name in ("logo.svg", "fact-sheet.pdf"):
        tag = get(f"/fr/press-kits/midi/{name}").headers["ETag"]
        assert get(f"/fr/press-kits/midi/{name}", **{"If-None-Match": tag}).status_code == 304


def test_a_release_and_an_event_have_their_files_and_their_own_archive(world: World) -> None:
    image, document = make_image(world.south, "scene"), make_document(world.south, "presse")
    reserved = make_document(world.south, "reserve", licence="all-rights")
    release = make_release(world.south, lead_image=image, title="Une annonce")
    release.attachments.create(document=document)
    release.attachments.create(document=reserved)
    release.save_revision().publish()
    event = make_event(world.south, lead_image=image, title="Une rencontre")
    for page in (release, event):
        html = html_of(page.url_path)
        assert f"{page.url_path}press-kit.zip" in html
        assert f"{page.url_path}fact-sheet.pdf" in html
        assert f"/media/press/{image.pk}/" in html
        assert "/fr/presse/kits/midi/" in html
        kit = opened(get(f"{page.url_path}press-kit.zip"))
        assert "Photographies/Vue de scene.jpg" in kit.files
        assert "Logos/Logo de EdTech Midi.svg" in kit.files
        assert kit.folder == f"Dossier de presse - {page.title}"
        assert not any("libre" in path for path in kit.files), "photographs of the cluster's own kit"
    kit = opened(get(f"{release.url_path}press-kit.zip"))
    # Attached to be read: on the page, and not for others to take up.
    assert reserved.url in html_of(release.url_path)
    assert "Documents/Dossier presse.txt" in kit.files
    assert "Documents/Dossier reserve.txt" not in kit.files
    assert "Tous droits réservés, absent de cette archive : Dossier reserve" in kit.credits
    plain = make_event(world.south, title="Sans image")
    assert "press-kit.zip" not in html_of(plain.url_path)
    release.unpublish()
    assert get(f"{release.url_path}press-kit.zip").status_code == 404
    assert get(f"{release.url_path}fact-sheet.pdf").status_code == 404


def test_a_language_of_the_kit_is_said_of_its_document_and_crops_stand_by_their_image(world: World) -> None:
    prepare_own_kit.call(world.press_kit.pk)
    page = lxml_html.fromstring(html_of("/en/press/kits/midi/"))
    (english,) = page.xpath("//table[@class='files']//tr[contains(th, 'Dossier english')]")
    assert "English" in english.xpath("td")[0].text_content()
    (annual,) = page.xpath("//table[@class='files']//tr[contains(th, 'Dossier annuel')]")
    assert "English" not in annual.text_content()
    page = lxml_html.fromstring(html_of("/fr/presse/kits/midi/"))
    (framed,) = page.xpath("//table[@class='files']//tr[contains(th, 'Vue de cadree')]")
    others = [each.text_content() for each in framed.xpath(".//ul/li/a")]
    assert [text.split(" · ")[0] for text in others] == [
        "JPG",
        "Recadrage 16:9",
        "Recadrage 1:1",
        "Recadrage 4:5",
    ]
    assert framed.xpath("th/a/@href")[0].endswith(".png"), "a PNG can be printed as it is"


def test_what_another_app_registers_is_on_the_page_and_in_the_archive(world: World) -> None:
    portrait = make_image(world.south, "portrait")

    def figures(owner: object, language: str) -> KitSection | None:
        if owner != world.south:
            return None
        row = KitRow("412", "entreprises <b>membres</b>", "Enquête, 2026", "https://midi.example/")
        return KitSection("figures", "Chiffres clés", language, rows=(row,), pictures=(KitPicture(portrait),))

    register_kit_section("figures", figures, order=30)
    try:
        html = get("/fr/presse/kits/midi/").content.decode()  # type: ignore[attr-defined]
        assert "entreprises &lt;b&gt;membres&lt;/b&gt;" in html
        assert html.index("Chiffres clés") < html.index("Contacts presse")
        kit = opened(get("/fr/press-kits/midi/press-kit.zip"))
        assert "412 : entreprises <b>membres</b> (Enquête, 2026)" in kit.text()
        assert "Photographies/Vue de portrait.jpg" in kit.files
        assert "Chiffres clés" not in opened(get("/fr/press-kits/federation/press-kit.zip")).text()
    finally:
        del _providers["figures"]
