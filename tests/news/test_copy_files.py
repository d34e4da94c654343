"""A text to take away is a file whatever was pasted, and none is written for nobody."""

import json
import re
import time
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date
from wagtail.images.tests.utils import get_test_image_file

from fedcms.media.models import FederationImage, Licence
from fedcms.media.renditions import make_renditions
from fedcms.media.stored_renditions import existing_renditions
from news.newsroom.copy_ready import formats
from news.newsroom.copy_ready.document import TextDocument
from news.newsroom.copy_ready.formats import FORMATS
from tests.factories import make_article, make_release
from tests.news.test_copy_ready import WORD, text_of

pytestmark = pytest.mark.django_db


def paragraphs(*sources: str) -> str:
    """A body of rich texts."""
    return json.dumps(
        [
            {"type": "paragraph", "value": source, "id": f"00000000-0000-4000-8000-{number:012d}"}
            for number, source in enumerate(sources)
        ]
    )


def test_names_of_files_fit_file_systems_and_end_as_they_seem() -> None:
    """They count bytes, of which an Arabic letter has two; a reversed name would hide its extension."""
    name = FORMATS["docx"].file_name("إعلان " * 60)
    assert len(name.encode()) <= 200
    assert name.endswith(".docx")
    assert FORMATS["txt"].file_name("bilan\N{RIGHT-TO-LEFT OVERRIDE}cod.") == "bilancod.txt"


def test_what_a_client_has_is_not_written_again(
    site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked by what is in the text, which may change without the page: a cluster's words about itself."""
    release = make_release(site.north, slug="annonce")
    address = f"{release.url_path}texte.docx"
    response = Client().get(address)
    assert "Last-Modified" not in response
    document = formats.FORMATS["docx"]

    def write(_document: TextDocument) -> bytes:
        raise AssertionError("written for nobody")

    monkeypatch.setitem(formats.FORMATS, "docx", replace(document, write=write))
    assert Client().get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    head = Client().head(address)
    assert (head.status_code, head["ETag"], head["Content-Type"]) == (200, response["ETag"], WORD)
    assert "Content-Length" not in head
    monkeypatch.undo()
    site.north.boilerplate = {"fr": "Autre chose."}
    site.north.save()
    since = {
        "If-None-Match": response["ETag"],
        "If-Modified-Since": http_date(time.time()),
    }
    assert Client().get(address, headers=since).status_code == 200


def test_whatever_was_pasted_is_written(site: SimpleNamespace) -> None:
    """Word's own breaks in a paragraph part words; no link leads to what is no address."""
    source = '<p>un\x0bdeux <a href="http://[ici">un lien</a></p>'
    page = make_release(
        site.north, slug="colle", title="t\x0bitre", summary="cha\x0bpeau", body=paragraphs(source)
    )
    assert Client().get(page.url_path).status_code == 200
    for extension in ("txt", "html", "docx"):
        text = text_of(page, extension)
        assert "t itre" in text, extension
        assert re.search(r"un\s*(<br ?/?>)?\s*deux un lien", text), extension
        assert "[ici" not in text


def test_lists_in_a_list_begin_anew_in_word(site: SimpleNamespace) -> None:
    source = "<ul><li>x<ol><li>a</li><li>b</li></ol></li><li>y<ol><li>c</li></ol></li></ul>"
    page = make_release(site.north, slug="listes", body=paragraphs(source))
    with ZipFile(BytesIO(Client().get(f"{page.url_path}texte.docx").content)) as archive:
        xml = archive.read("word/document.xml").decode()
    x, a, b, y, c = [part.split('"')[1] for part in xml.split("<w:numId ")[1:]]
    assert (x, a) == (y, b)
    assert c not in (x, a)


def test_a_damaged_image_leaves_its_words(site: SimpleNamespace) -> None:
    """python-docx raises whatever a header that is cut off leads to."""
    image = FederationImage.objects.create(
        title="Atelier",
        file=get_test_image_file(size=(900, 900)),
        credit="Studio",
        licence=Licence.PRESS,
        alt_texts={"fr": "Un atelier"},
    )
    make_renditions(image)
    release = make_release(site.north, slug="annonce", lead_image=image)
    assert "<img" in text_of(release, "docx")
    name = max(existing_renditions(image), key=lambda each: (each.format == "jpeg", each.width)).name
    for content in (b"", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n\x00"):
        with default_storage.open(name) as file:
            whole = file.read()
        with default_storage.open(name, "wb") as file:
            file.write(content)
        try:
            text = text_of(release, "docx")
        finally:
            with default_storage.open(name, "wb") as file:
                file.write(whole)
        assert "[Image : Un atelier" in text
        assert "<img" not in text


def test_links_cost_the_same_however_many_paragraphs(site: SimpleNamespace) -> None:
    article = make_article(site.north, slug="cible")

    def cost(number: int) -> int:
        link = f'<p><a linktype="page" id="{article.pk}">cible</a></p>'
        page = make_release(site.north, slug=f"liens-{number}", body=paragraphs(*[link] * number))
        address = f"{page.url_path}texte.txt"
        assert Client().get(address).content.decode().count(article.url_path) == number
        with CaptureQueriesContext(connection) as captured:
            Client().get(address)
        return len(captured)

    assert cost(2) == cost(10)


def test_a_telephone_is_dialled_with_its_prefix(site: SimpleNamespace) -> None:
    """In the country of the cluster; what is no number is left as it was typed."""
    for number, typed in enumerate(("02 61 91 00 12", "poste 12")):
        page = make_release(site.north, slug=f"appel-{number}", contact_phone=typed)
        dialled = "tel:+33261910012" if not number else "tel:poste12"
        assert f'href="{dialled}"' in text_of(page, "html")
        assert f'href="{dialled}"' in Client().get(page.url_path).content.decode()
        assert typed in text_of(page, "txt")
