"""What the press downloads says whose it is, without a pixel touched, and is sent in pieces."""

import io
import struct

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from clusters.models import Cluster
from fedcms.media.copy_with_xmp import copy_with_xmp, stream
from fedcms.media.embedded_rights import read_embedded_rights
from fedcms.media.models import FederationImage
from fedcms.media.position import without_position
from fedcms.media.press_copy import xmp_of
from tests.factories import make_release, make_user
from tests.media.described_files import XMP, iptc_photograph
from tests.media.hostile_files import photograph


def _with_alpha(image_format: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA", (9, 7), (200, 10, 10, 90)).save(written, image_format, lossless=True)
    return written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", photograph("JPEG", XMP)),
        ("a.jpg", iptc_photograph(r110=b"Quelqu'un d'autre")),
        ("a.png", photograph("PNG", XMP)),
        ("a.png", _with_alpha("PNG")),
        ("a.webp", photograph("WEBP", XMP)),
        ("a.webp", _with_alpha("WEBP")),
    ],
)
def test_the_press_downloads_a_file_that_says_whose_it_is(loire: Cluster, name: str, content: bytes) -> None:
    image = FederationImage.objects.create(
        title="Le « salon » & <la> foire",
        file=ContentFile(content, name=name),
        collection=loire.collection,
        credit="Ana Pérez",
        source="Agence Nord",
        licence="cc-by-sa",
        territory="France",
    )
    image.tags.add("salon")
    address = reverse("press_copy", args=[image.pk, image.file.name.rpartition("/")[2]])
    assert Client().get(address).status_code == 404, "on no page yet"
    release = make_release(loire, lead_image=image)
    assert f'href="{address}"' in Client().get(release.url).content.decode()
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["Cache-Control"] == "private, max-age=60"
    sent_file = response.getvalue()
    assert response["Content-Length"] == str(len(sent_file))
    found = read_embedded_rights(io.BytesIO(sent_file))
    assert (found.title, found.credit, found.source) == (image.title, "Ana Pérez", "Agence Nord")
    assert (found.licence, found.keywords) == ("cc-by-sa", ("salon",))
    assert b"autre" not in sent_file
    with image.file.open() as file:
        stored = file.read()
    sent, kept = Image.open(io.BytesIO(sent_file)), Image.open(io.BytesIO(stored))
    assert (sent.mode, sent.size) == (kept.mode, kept.size)
    assert sent.tobytes() == kept.tobytes(), "not a pixel was touched"
    assert stored == without_position(content), "the stored file is as it came, but for the position"
    release.unpublish()
    assert Client().get(address).status_code == 404
    own = Client()
    own.force_login(make_user("nora", loire))
    assert own.get(address)["Cache-Control"] == "private, no-store"
    FederationImage.objects.filter(pk=image.pk).update(licence="all-rights")
    assert own.get(address).status_code == 404
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_copy_that_somebody_has_is_not_made_again(loire: Cluster) -> None:
    image = FederationImage.objects.create(
        title="Salon",
        file=ContentFile(photograph("JPEG", XMP), name="a.jpg"),
        collection=loire.collection,
        credit="Ana Pérez",
        licence="press",
    )
    make_release(loire, lead_image=image)
    address = reverse("press_copy", args=[image.pk, image.file.name.rpartition("/")[2]])
    first = Client().get(address)
    length = len(first.getvalue())
    head = Client().head(address)
    assert (head.status_code, head["Content-Length"], head["ETag"]) == (200, str(length), first["ETag"])
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.getvalue(), again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, max-age=60"
    FederationImage.objects.filter(pk=image.pk).update(credit="Studio")
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert read_embedded_rights(io.BytesIO(changed.getvalue())).credit == "Studio"


def test_a_large_file_is_sent_in_small_pieces() -> None:
    content = photograph("JPEG", XMP) + bytes(5 * 2**20)
    file = io.BytesIO(content)
    pieces = list(stream(file, copy_with_xmp(file, b"<x/>")))
    assert max(map(len, pieces)) <= 2**16
    assert b"".join(pieces).endswith(content[-(5 * 2**20) - 300 :])
    assert file.closed


def test_a_file_in_millions_of_pieces_is_sent_as_it_is() -> None:
    for content in (
        b"\xff\xd8" + b"\xff\xfe\0\2" * 2**20,
        b"\x89PNG\r\n\x1a\n" + bytes(4 * 2**20),
        b"RIFF\0\0\0\0WEBP" + bytes(4 * 2**20),
    ):
        assert copy_with_xmp(io.BytesIO(content), b"<x/>") == [range(len(content))]


def test_a_webp_of_no_width_is_sent_as_it_is() -> None:
    frame = b"\x30\1\0\x9d\1\x2a" + bytes(4)
    content = b"RIFF\x16\0\0\0WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    assert copy_with_xmp(io.BytesIO(content), b"<x/>") == [range(len(content))]


@pytest.mark.django_db
def test_spaces_and_joiners_stay_in_the_packet() -> None:
    title = "«\u00a0Le salon\u202f» عکس\u200cها\u200f"
    image = FederationImage(title=title, credit="Ana\x0b\ufffe\ud800", licence="cc0", pk=1)
    root = fromstring(xmp_of(image).split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
    assert {title, "Ana"} <= set(root.itertext())


@pytest.mark.django_db
def test_no_text_breaks_the_packet(loire: Cluster) -> None:
    image = FederationImage(title="]]> <script> \x0b &amp; «é» 🎓", credit="a\nb\0", licence="cc0", pk=1)
    assert fromstring(xmp_of(image).split(b"?>", 1)[1].rsplit(b"<?", 1)[0]) is not None
