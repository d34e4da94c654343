"""Publishers complete their own kit; what they upload as a logo is cleaned; nobody changes another team's."""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clusters.models import PressKit
from clusters.press_access.kits.forms import PressKitForm
from clusters.press_access.kits.vector_logo import LARGEST
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import SVG, get, make_image
from tests.clusters.press_access.screens import signed_in
from tests.factories import make_cluster, make_user

pytestmark = pytest.mark.django_db


def form(images: list[int], **fields: object) -> dict[str, object]:
    values: dict[str, object] = {
        "completes": "on",
        "images-TOTAL_FORMS": len(images),
        "images-INITIAL_FORMS": 0,
        "images-MIN_NUM_FORMS": 0,
        "images-MAX_NUM_FORMS": 1000,
        "documents-TOTAL_FORMS": 0,
        "documents-INITIAL_FORMS": 0,
        "documents-MIN_NUM_FORMS": 0,
        "documents-MAX_NUM_FORMS": 1000,
    }
    for place, key in enumerate(images):
        values |= {f"images-{place}-image": key, f"images-{place}-ORDER": place, f"images-{place}-id": ""}
    return values | fields


def test_a_publisher_completes_the_kit_of_their_cluster_alone(world: World) -> None:
    north = make_cluster("nord", "NOR")
    nora = make_user("nora", north, "publisher")
    own, other = PressKit.objects.get(cluster=north), world.press_kit
    client = signed_in(nora)
    listed = client.get(reverse("press_kits:index")).content.decode()
    assert reverse("press_kits:edit", args=[own.pk]) in listed
    assert reverse("press_kits:edit", args=[other.pk]) not in listed
    assert client.get(reverse("press_kits:edit", args=[other.pk])).status_code == 302
    assert "press_kits:add" not in listed

    mine = make_image(north, "nordique")
    logo = SVG.replace("<path", "<script>alert(1)</script><path")
    address = reverse("press_kits:edit", args=[own.pk])
    data = form([mine.pk], vector_logo=SimpleUploadedFile("Logo Nord.svg", logo.encode(), "image/svg+xml"))
    assert client.post(address, data).status_code == 302
    own.refresh_from_db()
    assert b"alert" not in own.vector_logo.read()
    assert [row.image for row in own.images.all()] == [mine]
    assert f"/media/press/{mine.pk}/" in get("/fr/presse/kits/nord/").content.decode()  # type: ignore[attr-defined]
    # Public at once, and no more once it is taken out.
    assert get(f"/media/{mine.file.name}").status_code == 200

    no_logo = SimpleUploadedFile("Logo.svg", b"<html/>", "image/svg+xml")
    refused = client.post(address, form([], vector_logo=no_logo))
    assert refused.status_code == 200
    assert "pas un dessin SVG" in refused.content.decode()
    # What was typed stays, whatever the file was.
    for content, words in (
        (f"<svg xmlns='http://www.w3.org/2000/svg'>{'<g>' * 20_000}", "SVG"),
        (" " * 2_000_001, "2 Mo"),
    ):
        upload = SimpleUploadedFile("Logo.svg", content.encode(), "image/svg+xml")
        typed = form([mine.pk], vector_logo=upload)
        del typed["completes"]
        again = client.post(address, typed)
        assert again.status_code == 200
        assert words in again.content.decode()
        assert f'name="images-0-image" value="{mine.pk}"' in again.content.decode()
        assert not re.search(r'name="completes"[^>]* checked', again.content.decode())
    assert "« Libre pour la presse »" in again.content.decode()
    hidden = make_image(world.south, "cachee")
    stolen = client.post(address, form([hidden.pk]))
    assert stolen.status_code == 200
    assert not own.images.filter(image=hidden).exists()


def test_an_editor_changes_no_kit(world: World) -> None:
    editor = make_user("ed", world.south, "editor")
    assert signed_in(editor).get(reverse("press_kits:edit", args=[world.press_kit.pk])).status_code == 302
    assert Client().get(reverse("press_kits:index")).status_code == 302


def test_each_new_owner_has_one(world: World) -> None:
    east = make_cluster("est", "EST")
    assert PressKit.objects.filter(cluster=east).count() == 1
    assert PressKit.objects.filter(cluster=None).count() == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("read into memory")

    upload = Unread("logo.svg", b" ")
    upload.size = LARGEST + 1
    filled = SimpleNamespace(cleaned_data={"vector_logo": upload})
    with pytest.raises(ValidationError, match="2"):
        PressKitForm.clean_vector_logo(filled)  # type: ignore[arg-type]  # what it reads of a form
