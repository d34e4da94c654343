"""Where a photograph was taken is in no file that the site stores; everything else in it stays as it was."""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from clusters.models import Cluster
from fedcms.media.models import FederationImage
from fedcms.media.position import without_position
from tests.media.hostile_files import HOME, XMP_OF_HOME, photograph

GPS, EXIF_MAKER, EXIF_ORIENTATION, EXIF_COPYRIGHT = 0x8825, 0x010F, 0x0112, 0x8298


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_position_goes_and_all_else_stays(image_format: str) -> None:
    taken = photograph(image_format)
    assert dict(opened(taken).getexif().get_ifd(GPS))
    cleaned = without_position(taken)
    before, after = opened(taken), opened(cleaned)
    assert dict(after.getexif().get_ifd(GPS)) == {}
    assert after.getexif()[EXIF_MAKER] == "Maker"
    assert after.getexif()[EXIF_COPYRIGHT] == before.getexif()[EXIF_COPYRIGHT]
    assert after.getexif().get(EXIF_ORIENTATION) == before.getexif().get(EXIF_ORIENTATION)
    assert after.tobytes() == before.tobytes()
    for trace in (b"GPSLatitude", b"45,45.85N", b"4,50.05E", b"2026:03:12"):
        assert trace not in cleaned
    assert "Ana Pérez".encode() in cleaned
    assert without_position(cleaned) is cleaned


def test_a_second_picture_in_the_same_file_is_cleaned_too() -> None:
    """Telephones put one behind the first."""
    cleaned = without_position(photograph() + photograph())
    second = cleaned[cleaned.rindex(b"\xff\xd8\xff\xe0") :]
    assert dict(opened(second).getexif().get_ifd(GPS)) == {}


def test_what_xmp_hides_in_other_words_goes_with_all_of_it() -> None:
    odd = XMP_OF_HOME.replace(b'exif:GPSLatitude="45,45.85N"', b"exif:GPSLatitude=45,45.85N")
    assert b"45,45.85N" not in without_position(photograph(xmp=odd))


def test_old_programs_texts_in_a_png_are_left_out() -> None:
    from PIL import PngImagePlugin  # noqa: PLC0415

    texts = PngImagePlugin.PngInfo()
    texts.add_text("Raw profile type exif", "\nexif\n 12\n4d4d002a", zip=True)
    texts.add_text("Comment", "Le salon")
    texts.add_itxt("XML:com.adobe.xmp", XMP_OF_HOME.decode(), zip=True)
    written = io.BytesIO()
    Image.new("L", (4, 4)).save(written, "PNG", pnginfo=texts)
    cleaned = opened(without_position(written.getvalue()))
    cleaned.load()
    assert cleaned.text == {"Comment": "Le salon"}


@given(
    image_format=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    changes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=20),
    cut=st.integers(0, 4000),
)
def test_no_damaged_file_stops_it(image_format: str, changes: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(photograph(image_format))
    for place, value in changes:
        damaged[place % len(damaged)] = value
    content = bytes(damaged[: len(damaged) - cut % len(damaged)])
    assert len(without_position(content)) <= len(content)


@pytest.mark.django_db
def test_no_stored_original_has_one_whichever_way_it_came(loire: Cluster) -> None:
    image = FederationImage.objects.create(
        title="Salon", file=ContentFile(photograph(), name="salon.jpg"), collection=loire.collection
    )
    image.file = ContentFile(photograph("PNG"), name="autre.png")
    image.save()
    for name in (image.file.name, FederationImage.objects.get().file.name):
        with image.file.storage.open(name) as file:
            stored = file.read()
        assert dict(opened(stored).getexif().get_ifd(GPS)) == {}
        assert b"GPS" not in stored
    assert image.file_size in (None, len(stored))
    assert HOME
    assert Client().get(f"/media/{image.file.name}").status_code == 404
