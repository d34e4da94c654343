"""Where a photograph was taken is in no file that the site stores; everything else in it stays as it was."""

import io
import resource
import struct
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import UploadedFile

from clusters.models import Cluster
from fedcms.media.encoding import bytes_of
from fedcms.media.models import FederationImage
from fedcms.media.position import without_position
from tests.factories import make_user
from tests.media.hostile_files import XMP_OF_HOME, photograph

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


@pytest.mark.parametrize(
    "written",
    [
        b'drone-dji:GpsLatitude="45.764"',
        b"drone-dji:GpsLongtitude='45.764'",
        b'drone-dji:Latitude = "45.764"',
        b"drone-dji:RtkLon='45.764'",
        b'Camera:GPSXYAccuracy="45.764"',
    ],
)
def test_the_names_of_drones_are_known(written: bytes) -> None:
    taken = photograph(xmp=XMP_OF_HOME.replace(b'exif:ISO="100"', written))
    cleaned = without_position(taken)
    assert b"45.764" in taken
    assert b"45.764" not in cleaned
    assert "Ana Pérez".encode() in cleaned, "the rest of the packet stays"


def test_what_looks_like_a_film_in_front_of_the_pixels_cuts_nothing_off() -> None:
    """Cameras put a small picture, with an end of its own, in front; provenance (C2PA) may hold parts of a film."""
    taken = photograph("JPEG")
    small = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(small, "JPEG")
    blocks = b"".join(
        b"\xff" + marker + struct.pack(">H", len(data) + 2) + data
        for marker, data in (
            (b"\xe2", b"small\0" + small.getvalue()),
            (b"\xeb", b"JP\0\0\0\x18ftypmp42\0\0\0\0"),
        )
    )
    whole = taken[:2] + blocks + b"\xff" + taken[2:]
    cleaned = without_position(whole)
    assert len(cleaned) == len(whole)
    assert opened(cleaned).tobytes() == opened(whole).tobytes()


def test_the_film_behind_a_photograph_is_cut_off() -> None:
    taken = photograph()
    film = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0\0\0\x1e\xa9xyz\0\x12\x15\xc7+45.7643+004.8342/"
    for between in (b"", b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data"):
        cleaned = without_position(taken + between + film)
        assert cleaned == without_position(taken) + between


def test_packets_of_utf_16_lose_it() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        wide = XMP_OF_HOME.decode().encode(encoding)
        cleaned = without_position(b"\xff\xd8\xff\xe1" + wide)
        assert len(cleaned) == len(wide) + 4
        assert "45,45.85N".encode(encoding) not in cleaned
        harmless = XMP_OF_HOME.decode().replace("GPSL", "Fl").replace("itude", "ash").encode(encoding)
        assert without_position(harmless) is harmless


def exif_with(*directories: list[tuple[int, int, int, int]]) -> bytes:
    """Exif whose directories follow one another, and a position of one tag at its end."""
    block, offset = b"II*\0\x08\0\0\0", 8
    for number, entries in enumerate(directories):
        offset += 2 + 12 * len(entries) + 4
        after = offset if number + 1 < len(directories) else 0
        listed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
        block += struct.pack("<H", len(entries)) + listed + struct.pack("<I", after)
    position = struct.pack("<HHHII", 1, 2, 5, 1, offset + 18) + bytes(4) + b"LATITUDE"
    return block.replace(b"HERE", struct.pack("<I", offset)) + position


@pytest.mark.parametrize("where", ["twice", "of the thumbnail", "in the second list"])
def test_every_list_of_a_position_in_exif_goes(where: str) -> None:
    here = int.from_bytes(b"HERE", "little")
    gps, width, none = (GPS, 4, 1, here), (0x0100, 4, 1, 8), (GPS, 4, 1, 2**31)
    if where == "twice":
        taken = exif_with([width, none, gps])
    elif where == "of the thumbnail":
        taken = exif_with([width], [gps, width])
    else:
        # The first list, of two tags, ends at 38; what says so is that tag alone.
        taken = exif_with([width, (0x8769, 4, 1, 38)], [gps])
        taken = taken[:34] + bytes(4) + taken[38:]
    cleaned = without_position(taken)
    assert b"LATITUDE" in taken
    assert b"LATITUDE" not in cleaned
    assert struct.pack("<H", GPS) not in cleaned
    assert struct.pack("<HHII", *width) in cleaned


HOSTILE = """
import struct
from fedcms.media.position import without_position

def repeated(part, size=5 * 2**20):
    return part * (size // len(part))

def packets(part):
    return (b"<a:RDF " + repeated(part, 2**18) + b"</a:RDF>") * 20

def chunks(kind, data):
    return b"\\x89PNG\\r\\n\\x1a\\n" + repeated(struct.pack(">I", len(data)) + kind + data + bytes(4))

tags = struct.pack("<H", 500) + struct.pack("<HHII", 0x8825, 4, 1, 8) * 500
exif = b"II*\\0" + struct.pack("<I", 8) + tags
for content in (
    repeated(b"<a:RDF "), b"<a:RDF " + repeated(b"<a:GPSx>"), packets(b"<a:GPSx>"), packets(b"a-a-a-"),
    packets(b"a:" + b"a" * 60), packets(b"drone-d:lala"), packets(b"a:gps=\\"a:gps='"), packets(b":gps"),
    packets(b"a:gps   "), repeated(b"<\\0a\\0:\\0R\\0D\\0F\\0"), repeated(b"<\\0" + b"a\\0" * 40),
    repeated(b"\\xff\\xe1\\xff\\xffhttp://ns.adobe.com/xmp/extension/\\0"),
    repeated(exif), repeated(b"MM\\0*"),
    b"".join(b"II*\\0" + struct.pack("<I", 8 * i) for i in range(400_000, 0, -1)) + tags.replace(b"\\x25", b"\\x24"),
    chunks(b"eXIf", exif), chunks(b"tEXt", b""), chunks(b"tEXt", b"<a:RDF"),
    b"\\xff\\xd8\\xff\\xd9" + repeated(b"\\0\\0\\0\\x18fty"),
):
    without_position(content)
print("done")
"""


def test_no_file_takes_long() -> None:
    """Nineteen of some megabytes: 4 s of a processor together, where a pattern of squares takes minutes for one."""
    ended = subprocess.run(
        [sys.executable, "-c", HOSTILE],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (40, 40)),
    )
    assert ended.stdout == "done\n", ended.stderr[-500:]


def test_what_xmp_hides_in_other_words_goes_with_all_of_it() -> None:
    odd = XMP_OF_HOME.replace(b'exif:GPSLatitude="45,45.85N"', b"exif:GPSLatitude=45,45.85N")
    assert b"45,45.85N" not in without_position(photograph(xmp=odd))


def test_old_programs_texts_in_a_png_are_left_out() -> None:
    from PIL import PngImagePlugin  # noqa: PLC0415

    texts = PngImagePlugin.PngInfo()
    texts.add_text("Raw profile type exif", "\nexif\n 12\n4d4d002a", zip=True)
    texts.add_text("exif:GPSLatitude", "45/1, 45/1, 51/1")
    texts.add_itxt("Raw profile type exif", "\nexif\n 12\n4d4d002a")
    texts.add_text("Exif:Artist", "Ana", zip=True)
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
    first = image.file.name
    image.file = ContentFile(photograph("PNG"), name="autre.png")
    image.save()
    assert first != image.file.name == FederationImage.objects.get().file.name
    for name in (first, image.file.name):
        with image.file.storage.open(name) as file:
            stored = file.read()
        assert dict(opened(stored).getexif().get_ifd(GPS)) == {}
        assert b"GPS" not in stored
        assert opened(stored).getexif()[EXIF_MAKER] == "Maker"
    assert image.file_size == len(stored)
    assert Client().get(f"/media/{image.file.name}").status_code == 404


@pytest.mark.django_db
def test_a_file_that_waited_for_its_form_has_none(loire: Cluster) -> None:
    """Wagtail keeps the file apart while something else in the form is wrong, and stores it before its row."""
    officer = Client()
    officer.force_login(make_user("nora", loire))
    answer = officer.post(
        reverse("wagtailimages:add_multiple"),
        {
            "files[]": SimpleUploadedFile("salon.jpg", photograph()),
            "collection": loire.collection_id,
            "title": "Salon " * 100,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    kept = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    prefix = f"uploaded-image-{kept.pk}"
    completed = officer.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[kept.pk]),
        {f"{prefix}-title": "Salon", f"{prefix}-collection": loire.collection_id},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert completed["success"] is True
    image = FederationImage.objects.get()
    stored = bytes_of(image)
    assert dict(opened(stored).getexif().get_ifd(GPS)) == {}
    assert b"GPS" not in stored
    assert (image.title, image.file_size, image.width) == ("Salon", len(stored), 64)


@pytest.mark.django_db
def test_a_file_that_is_stored_before_its_changed_row_has_none(loire: Cluster) -> None:
    image = FederationImage.objects.create(
        title="Salon", file=ContentFile(photograph(), name="salon.jpg"), collection=loire.collection
    )
    image.file.save("autre.jpg", ContentFile(photograph(), name="autre.jpg"), save=False)
    image.save()
    stored = bytes_of(FederationImage.objects.get())
    assert b"GPS" not in stored
    assert opened(stored).getexif()[EXIF_MAKER] == "Maker"
