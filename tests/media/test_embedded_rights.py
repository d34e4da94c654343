"""What a photographer's program wrote into a file fills in the form."""

import contextlib
import io
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as of_examples
from hypothesis import strategies as st
from PIL import Image

from clusters.access.image_field import CheckedImageField
from clusters.models import Cluster
from fedcms.media.copy_with_xmp import copy_with_xmp, length_of, stream
from fedcms.media.embedded_rights import EmbeddedRights, read_embedded_rights
from fedcms.media.models import FederationImage
from tests.factories import make_user
from tests.media.described_files import XMP, iptc_photograph
from tests.media.hostile_files import photograph


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_is_read(image_format: str) -> None:
    assert read_embedded_rights(io.BytesIO(photograph(image_format, XMP))) == EmbeddedRights(
        title="Le salon ouvre",
        credit="Ana Pérez / Agence Nord",
        source="Agence Nord",
        licence="cc-by",
        keywords=("salon", "Lyon Rhône"),
    )


def test_iptc_s_older_records_are_read_in_either_writing() -> None:
    for credit in ("Élodie Nuñez".encode(), "Élodie Nuñez".encode("latin-1")):
        content = iptc_photograph(r110=credit, r105=b"Une\x00 rentr\xc3\xa9e", r25=b"classe", r115=b"AFP")
        assert read_embedded_rights(io.BytesIO(content)) == EmbeddedRights(
            title="Une rentrée", credit="Élodie Nuñez", source="AFP", keywords=("classe",)
        )


def test_exif_is_read_last() -> None:
    """Its text is ASCII by the letter of it, UTF-8 in what programs write."""
    plain = photograph("JPEG", b"")
    assert read_embedded_rights(io.BytesIO(plain)).credit == "(c) Ana Perez"
    written = plain.replace(b"(c) Ana Perez", "© Ana Núñe".encode() + b"\0")
    assert read_embedded_rights(io.BytesIO(written)).credit == "© Ana Núñe"


def test_entities_that_multiply_are_not_read() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + XMP.decode().replace("salon", "&b;")
    assert read_embedded_rights(io.BytesIO(photograph("JPEG", laughs.encode()))).title == ""


def test_a_damaged_part_hides_no_other() -> None:
    """IPTC's record is cut; Exif's list is longer than the file."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", xmp=XMP, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\x7f")
    content = written.getvalue()
    record = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x06\x1c\x02\x6e\xff\xff\xff"
    segment = b"\xff\xed" + struct.pack(">H", len(record) + 2) + record
    damaged = content[:2] + segment + content[2:]
    assert read_embedded_rights(io.BytesIO(damaged)).credit == "Ana Pérez / Agence Nord"


def test_no_pixel_is_decoded_to_read_a_png() -> None:
    """Its pixels are damaged: what stands before them is read all the same."""
    taken = photograph("PNG", XMP)
    broken = taken[: taken.index(b"IDAT") + 4] + b"damaged"
    assert read_embedded_rights(io.BytesIO(broken)).title == "Le salon ouvre"


def test_elements_in_elements_are_read_once() -> None:
    """Four hundred thousand letters of them: as many steps for each took minutes."""
    names = "<dc:title><rdf:Seq><rdf:li>" * 9_000, "</rdf:li></rdf:Seq></dc:title>" * 9_000
    nested = XMP.decode().replace("<dc:subject>", "".join(names) + "<dc:subject>")
    assert read_embedded_rights(io.BytesIO(photograph("WEBP", nested.encode()))).credit


def test_joiners_and_marks_of_direction_are_letters_of_a_credit() -> None:
    credit = "\u200fعکس\u200cها\u200f \u202eAFP"
    packet = XMP.decode().replace("Ana Pérez / Agence Nord", credit).encode()
    found = read_embedded_rights(io.BytesIO(photograph("JPEG", packet))).credit
    assert found == "\u200fعکس\u200cها\u200f AFP", "what turns the order of letters around is not kept"


FLIPPED = {
    image_format: photograph(image_format, XMP) for image_format in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
}


@of_examples(max_examples=500, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 255)), max_size=30),
    image_format=st.sampled_from(sorted(FLIPPED)),
)
def test_no_damaged_file_stops_the_form_or_the_copy(
    changes: list[tuple[int, int]], image_format: str
) -> None:
    damaged = bytearray(FLIPPED[image_format])
    for place, value in changes:
        damaged[place % len(damaged)] = value
    content = bytes(damaged)
    ending = "jpg" if image_format == "JPEG" else image_format.lower()
    with contextlib.suppress(ValidationError):
        CheckedImageField().clean(SimpleUploadedFile(f"salon.{ending}", content))
    found = read_embedded_rights(io.BytesIO(content))
    assert len(found.title) <= 200
    parts = copy_with_xmp(io.BytesIO(content), b"<x/>")
    assert len(b"".join(stream(io.BytesIO(content), parts))) == length_of(parts) > 0


@pytest.fixture
def officer(loire: Cluster) -> Client:
    """An editor of the cluster."""
    client = Client()
    client.force_login(make_user("nora", loire))
    return client


@pytest.mark.django_db
def test_the_upload_of_many_is_filled_in_from_each_file(officer: Client, loire: Cluster) -> None:
    answer = officer.post(
        reverse("wagtailimages:add_multiple"),
        {
            "files[]": SimpleUploadedFile("IMG_0412.jpg", photograph("JPEG", XMP)),
            "collection": loire.collection_id,
            "title": "IMG_0412",
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert answer["success"] is True
    image = FederationImage.objects.get()
    assert (image.title, image.credit) == ("Le salon ouvre", "Ana Pérez / Agence Nord")
    assert (image.source, image.licence, image.reuse) == ("Agence Nord", "cc-by", "everyone")
    assert set(image.tags.names()) == {"salon", "Lyon Rhône"}
    assert "Ana Pérez / Agence Nord" in answer["form"]


@pytest.mark.django_db
def test_what_was_typed_is_not_written_over(officer: Client, loire: Cluster) -> None:
    form = {
        "title": "Notre salon",
        "collection": loire.collection_id,
        "credit": "Studio",
        "source": "https://studio.example",
        "licence": "press",
        "reuse": "press",
        "tags": "foire",
        "file": SimpleUploadedFile("IMG_0412.jpg", photograph("JPEG", XMP)),
    }
    assert officer.post(reverse("wagtailimages:add"), form).status_code == 302
    image = FederationImage.objects.get()
    assert (image.title, image.credit, image.source) == ("Notre salon", "Studio", "https://studio.example")
    assert (image.licence, image.reuse, set(image.tags.names())) == ("press", "press", {"foire"})


@pytest.mark.django_db
def test_what_a_file_says_opens_no_rights_that_the_form_kept(officer: Client, loire: Cluster) -> None:
    """The form showed the section's credit and "all rights reserved"; the file says otherwise, and is only quoted."""
    screen = officer.get(reverse("wagtailimages:add")).content.decode()
    assert '<option value="all-rights" selected>' in screen
    form = {
        "title": "Le salon",
        "collection": loire.collection_id,
        "credit": str(loire.name),
        "licence": "all-rights",
        "reuse": "",
        "file": SimpleUploadedFile("IMG_0412.jpg", photograph("JPEG", XMP)),
    }
    assert officer.post(reverse("wagtailimages:add"), form).status_code == 302
    image = FederationImage.objects.get()
    assert (image.credit, image.licence, image.reuse) == (str(loire.name), "all-rights", "everyone")
    edit = officer.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    for stated in ("Ana Pérez / Agence Nord", "Creative Commons BY 4.0"):
        assert f"Le fichier dit de lui-même : \N{FIRST STRONG ISOLATE}{stated}" in edit
    FederationImage.objects.update(credit="Ana Pérez / Agence Nord", licence="cc-by")
    edit = officer.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert "Le fichier dit de lui-même" not in edit


@pytest.mark.django_db
def test_what_a_file_says_is_shown_as_text_and_a_file_that_is_gone_says_nothing(
    officer: Client, loire: Cluster
) -> None:
    content = iptc_photograph(r110=b"<script>alert(1)</script>")
    image = FederationImage.objects.create(
        title="Le salon", file=ContentFile(content, name="a.jpg"), collection=loire.collection, credit="Ana"
    )
    address = reverse("wagtailimages:edit", args=[image.pk])
    edit = officer.get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in edit
    assert "<script>alert(1)" not in edit
    image.file.storage.delete(image.file.name)
    assert officer.get(address).status_code == 200
