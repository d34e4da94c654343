"""What is no harmless image or document is refused in words, with what was typed, or made harmless."""

import contextlib
import io
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as of_examples
from hypothesis import strategies as st

from clusters.body_import.library_images import stored_image
from clusters.body_import.word_files import WordImage
from clusters.models import Cluster
from fedcms.media.document_content import check_content
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.pictures import picture
from fedcms.media.renditions import make_renditions
from fedcms.media.signal_handlers import renditions_made_elsewhere
from fedcms.users.models import User
from tests.factories import make_article, make_user
from tests.media.hostile_files import archive_of, one_bit_png, photograph

pytestmark = pytest.mark.django_db

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.fixture
def officer(loire: Cluster) -> Client:
    """An editor of the cluster."""
    client = Client()
    client.force_login(make_user("nora", loire))
    return client


def send(officer: Client, loire: Cluster, name: str, content: bytes, **fields: object) -> HttpResponse:
    """The form of one file, as a browser sends it."""
    is_image = name.rpartition(".")[2].lower() in ("png", "jpg", "jpeg", "webp", "avif", "gif", "svg", "heic")
    form = {
        "title": "Le salon",
        "collection": loire.collection_id,
        "licence": "press",
        "credit": "Studio typé",
    }
    form["file"] = SimpleUploadedFile(name, content)
    response: HttpResponse = officer.post(
        reverse("wagtailimages:add" if is_image else "wagtaildocs:add"), form | fields
    )
    return response


def refused(response: HttpResponse) -> str:
    """The words beside the file; what was typed is still there, and nothing was stored."""
    assert response.status_code == 200, "it was taken"
    shown = response.content.decode()
    assert 'value="Studio typé"' in shown
    assert not FederationImage.objects.exists()
    assert not FederationDocument.objects.exists()
    return " ".join(response.context["form"].errors["file"])


def in_large_form(archive: bytes, **sizes: int) -> bytes:
    """The same archive with the larger form of its end (ZIP64), as streaming programs write it; or with other sizes."""
    end = archive.rindex(b"PK\x05\x06")
    entries = sizes.get("entries", int.from_bytes(archive[end + 10 : end + 12], "little"))
    directory = sizes.get("directory", int.from_bytes(archive[end + 12 : end + 16], "little"))
    begins = int.from_bytes(archive[end + 16 : end + 20], "little")
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, directory, begins)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    return archive[:end] + large + locator + archive[end:]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("dessin.svg", SCRIPT, "avif, gif, jpg"),
        ("dessin.png", SCRIPT, "image"),
        ("page.jpg", PAGE, "image"),
        ("photo.jpg", b"", "vide"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "avif, gif, jpg"),
        ("photo.png", photograph("JPEG"), "png"),
        ("photo.jpg", photograph("WEBP"), "jpeg"),
        ("photo.jpg", photograph("JPEG")[:30], "image"),
        ("photo.jpg", photograph("JPEG")[:-200], "image"),
        ("photo.png", photograph("PNG")[:-200], "image"),
        ("photo.webp", photograph("WEBP")[:-200], "image"),
        ("photo.avif", photograph("AVIF")[:-200], "image"),
    ],
)
def test_what_is_no_image_of_its_ending_is_refused(
    officer: Client, loire: Cluster, name: str, content: bytes, words: str
) -> None:
    assert words in refused(send(officer, loire, name, content)).lower()


TYPES = "[Content_Types].xml"
OPEN = b"application/vnd.openxmlformats-officedocument."
WORD = b'<Override ContentType="' + OPEN + b'wordprocessingml.document.main+xml"/>'
SHEET = b'<Override ContentType="' + OPEN + b'spreadsheetml.sheet.main+xml"/>'
OFFICE = {TYPES: WORD, "word/document.xml": b"<w/>"}
SHEETS = {TYPES: SHEET, "xl/workbook.xml": b"<w/>"}
TEXT = {"mimetype": b"application/vnd.oasis.opendocument.text"}
VBA = b'<Override PartName="/word/other.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
ENABLED = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.pdf", PAGE, "pas un .pdf"),
        ("kit.zip", b"%PDF-1.7", "pas un .zip"),
        ("kit.zip", photograph(), "pas un .zip"),
        ("note.docx", archive_of({"a.txt": b"a"}), "pas un .docx"),
        ("note.docx", archive_of(SHEETS), "pas un .docx"),
        ("note.docx", archive_of(OFFICE | {TYPES: b"<Types/>"}), "pas un .docx"),
        ("note.docx", archive_of(OFFICE | {"word/vbaProject.bin": b"x"}), "macros"),
        ("note.docx", archive_of(OFFICE | {"word/other.bin": b"x", TYPES: VBA}), "macros"),
        ("note.docx", archive_of(OFFICE | {TYPES: ENABLED}), "macros"),
        ("note.docx", archive_of(OFFICE | {TYPES: ENABLED.decode().encode("utf-16")}), "macros"),
        ("note.docx", archive_of(OFFICE | {TYPES: b" " * 2**21 + ENABLED}), "pas un .docx"),
        ("table.xlsx", archive_of(SHEETS | {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
        ("texte.odt", archive_of(TEXT | {"Basic/Standard/a.xml": b"x"}), "macros"),
        ("texte.odt", archive_of(TEXT | {"Scripts/python/a.py": b"x"}), "macros"),
        ("table.ods", archive_of({"mimetype": b"text/html"}), "pas un .ods"),
        ("agenda.ics", PAGE, "pas un .ics"),
        ("table.csv", b"MZ\x90\0\x03", "pas un .csv"),
        ("notes.txt", b"a" * 2**21 + b"\0", "pas un .txt"),
        ("kit.zip", archive_of({"../../etc/cron.d/x": b"x"}), "hors de son dossier"),
        ("kit.zip", archive_of({"C:\\Windows\\x": b"x"}), "hors de son dossier"),
        ("kit.zip", archive_of({"zero": bytes(120 * 2**20)}), "énorme"),
        ("virus.exe", b"MZ", "exe"),
        ("page.html", PAGE, "html"),
    ],
)
def test_what_is_no_document_of_its_ending_is_refused(
    officer: Client, loire: Cluster, name: str, content: bytes, words: str
) -> None:
    assert words in refused(send(officer, loire, name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kit.pdf", b"%PDF-1.7\n"),
        ("kit.zip", archive_of({"photos/a.jpg": b"x"})),
        ("note.docx", archive_of(OFFICE)),
        # As Word on the web names it.
        ("note.docx", archive_of({TYPES: WORD, "word/document2.xml": b"<w/>"})),
        ("kit.zip", in_large_form(archive_of({"photos/a.jpg": b"x"}))),
        ("texte.odt", archive_of(TEXT | {"Pictures/Scripts/a.png": b"x"})),
        ("table.xlsx", archive_of(SHEETS)),
        ("kit.zip", archive_of({"Scripts/LISEZMOI.txt": b"x"})),
        ("agenda.ics", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        ("table.csv", "nom;ville\nÉlodie;Albi".encode("latin-1")),
        ("notes.txt", "Été".encode("utf-16")),
    ],
)
def test_what_is_what_it_says_is_taken(officer: Client, loire: Cluster, name: str, content: bytes) -> None:
    assert send(officer, loire, name, content).status_code == 302
    document = FederationDocument.objects.get()
    document.file.seek(0)
    assert document.file.read() == content


DAMAGED = {
    "zip": archive_of({"photos/a.jpg": b"x" * 300, "é.txt": b"y"}),
    "docx": archive_of(OFFICE),
    "odt": archive_of(TEXT),
}


@of_examples(max_examples=400, deadline=None)
@given(
    ending=st.sampled_from(sorted(DAMAGED)),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.integers(0, 400),
)
def test_a_damaged_archive_is_taken_or_refused_and_no_error(
    ending: str, changes: list[tuple[int, int]], cut: int
) -> None:
    damaged = bytearray(DAMAGED[ending])
    for place, value in changes:
        damaged[-1 - place % len(damaged)] = value
    with contextlib.suppress(ValidationError):
        check_content(io.BytesIO(bytes(damaged[cut % len(damaged) :])), f"kit.{ending}")


def test_a_list_of_contents_that_would_fill_the_memory_is_not_read(officer: Client, loire: Cluster) -> None:
    """Its end says how long it is; the larger form of that end is believed by Python whatever the other says."""
    normal = archive_of({"a": b"a"})
    end = normal.rindex(b"PK\x05\x06")
    many = normal[: end + 10] + b"\xff\xff" + normal[end + 12 :]
    for content in (many, in_large_form(normal, entries=20_000), in_large_form(normal, directory=2**30)):
        assert "trop de fichiers" in refused(send(officer, loire, "kit.zip", content))


def test_a_bomb_is_refused_in_words_by_every_screen(officer: Client, loire: Cluster) -> None:
    bomb = one_bit_png(11_300)
    assert len(bomb) < 100_000
    assert "40 millions de pixels" in refused(send(officer, loire, "plan.png", bomb))
    answer = officer.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile("plan.png", bomb), "collection": loire.collection_id},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert answer["success"] is False
    assert "40 millions de pixels" in answer["error_message"]
    assert send(officer, loire, "salon.jpg", photograph()).status_code == 302
    image = FederationImage.objects.get()
    form = {"title": "Salon", "collection": loire.collection_id, "file": SimpleUploadedFile("plan.png", bomb)}
    shown = officer.post(reverse("wagtailimages:edit", args=[image.pk]), form)
    assert "40 millions de pixels" in shown.content.decode()
    assert FederationImage.objects.get().file.name == image.file.name


def test_a_bomb_that_is_stored_already_is_decoded_nowhere(officer: Client, loire: Cluster) -> None:
    """Rows of the time before the bound: no rendition, no thumbnail, and no error."""
    with renditions_made_elsewhere():
        image = FederationImage.objects.create(
            title="Plan", file=ContentFile(photograph(), name="plan.jpg"), collection=loire.collection
        )
    image.file.storage.delete(image.file.name)
    image.file.storage.save(image.file.name, ContentFile(one_bit_png(11_300)))
    FederationImage.objects.filter(pk=image.pk).update(width=11_300, height=11_300)
    image = FederationImage.objects.get(pk=image.pk)
    assert make_renditions(image) == 0
    assert picture(image) is None
    assert officer.get(reverse("wagtailimages:index")).status_code == 200
    assert officer.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
    page = make_article(loire, lead_image=image)
    assert Client().get(page.url).status_code == 200


def test_a_file_of_word_brings_neither_a_bomb_nor_a_position(officer: Client, loire: Cluster) -> None:
    nora = User.objects.get(username="nora")

    def taken(content: bytes) -> FederationImage | None:
        return stored_image(WordImage(content, "image/jpeg", ""), "Salon", "fr", loire.collection, nora)

    assert taken(one_bit_png(11_300)) is None
    assert taken(SCRIPT) is None
    image = taken(photograph())
    assert image is not None
    assert image.credit == str(loire.name)
    with image.file.open() as file:
        assert b"GPS" not in file.read()


@pytest.mark.parametrize("tail", [PAGE, archive_of({"x.html": PAGE}), b"%PDF-1.7 <script>", SCRIPT])
def test_an_image_that_is_something_else_as_well_is_served_as_an_image_alone(
    officer: Client, loire: Cluster, tail: bytes
) -> None:
    assert send(officer, loire, "photo.jpg", photograph() + tail).status_code == 302
    image = FederationImage.objects.get()
    make_article(loire, lead_image=image)
    response = Client().get(f"/media/{image.file.name}")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    make_renditions(image)
    for rendition in image.renditions.all():
        with rendition.file.open() as file:
            assert b"script" not in file.read()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.jpg", "..\\..\\boot.jpg", "/etc/x.jpg", "a\u202egpj.exe.jpg", ".jpg.jpg"]
)
def test_a_name_leads_nowhere(officer: Client, loire: Cluster, name: str) -> None:
    file = io.BytesIO(photograph())
    file.name = name
    form = {"title": "Salon", "collection": loire.collection_id, "file": file}
    assert officer.post(reverse("wagtailimages:add"), form).status_code == 302
    image = FederationImage.objects.get()
    folder, _, stored = image.file.name.partition("/")
    assert folder == "original_images"
    assert "/" not in stored
    assert "\\" not in stored
    assert stored.isascii()
    assert not stored.startswith("..")
