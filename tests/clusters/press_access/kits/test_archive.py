"""The kit of a cluster as one ZIP: what is in it and what is not, how it is sent, and when it is not."""

import logging
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from clusters.models import ClusterPage, PressKit, PressKitImage
from clusters.press_access.kits import stream_slots
from clusters.press_access.kits.contents import kit_of_owner
from clusters.press_access.kits.tasks import prepare_own_kit
from fedcms.media.models import FederationImage
from tests.closed_answers import close_answer
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import body_of, credit_in, get, make_image, opened, status
from tests.clusters.press_access.support import given, make_scheduled
from tests.factories import make_release
from tests.news.newsroom_rows import make_person

pytestmark = pytest.mark.django_db
KIT = "/fr/press-kits/midi/press-kit.zip"


def test_it_has_what_the_press_may_take_and_says_of_each_file_how(world: World) -> None:
    prepare_own_kit.call(press_kit_id=world.press_kit.pk)
    kit = opened(get(KIT))
    assert kit.folder == "Dossier de presse - EdTech Midi"
    photographs = {
        path.removeprefix("Photographies/") for path in kit.files if path.startswith("Photographies/")
    }
    crops = {f"Vue de cadree – recadrage {ratio}.jpg" for ratio in ("16×9", "1×1", "4×5")}
    assert (
        photographs
        == {"Vue de libre.jpg", "Vue de cadree.png", "Vue de cadree – JPEG.jpg", "Vue de presse.jpg"} | crops
    )
    assert all(credit_in(kit.files[f"Photographies/{name}"]) for name in photographs)
    assert {path for path in kit.files if path.startswith("Logos/")} == {
        "Logos/Logo de EdTech Midi.svg",
        "Logos/Vue de logo.png",
    }
    assert kit.files["Documents/Dossier annuel.txt"] == b"Contenu de annuel"
    assert "Documents/Dossier english.txt" not in kit.files
    assert kit.files["Fiche de presse (fr).pdf"].startswith(b"%PDF")
    assert kit.files["Textes/À propos (en).txt"].decode("utf-8-sig").endswith("Midi brings together.\r\n")
    assert "presse@midi.example" in kit.files["Textes/Repères et contacts (fr).txt"].decode()

    assert kit.files["CREDITS.txt"].startswith(b"\xef\xbb\xbf")
    assert "\n" not in kit.credits.replace("\r\n", "")
    said = kit.credits.split("Photographies/Vue de libre.jpg")[1].split("\r\n\r\n")[0]
    for words in ("Photographe libre", "Creative Commons BY 4.0", "Europe", "1er janvier 2099", "Agence"):
        assert words in said
    assert "La presse seulement" in kit.credits
    for path in kit.files:
        if path.startswith(("Photographies/", "Logos/", "Documents/")):
            assert path in kit.credits
    for absent in ("reservee", "finie", "sans-accord"):
        assert absent not in kit.text()


def test_another_language_has_its_own_words_and_documents(world: World) -> None:
    kit = opened(get("/ar/press-kits/midi/press-kit.zip"))
    assert any("صورة libre" in path for path in kit.files)
    assert any(path.startswith("الوثائق/") for path in kit.files)
    english = opened(get("/en/press-kits/midi/press-kit.zip"))
    assert b"Contenu de english" in english.files.values()


def test_latest_releases_complete_it_unless_the_team_says_no(world: World) -> None:
    image = make_image(world.south, "sortie")
    make_release(world.south, lead_image=image)
    make_release(world.south, lead_image=make_image(world.south, "secrete"), live=False)
    assert any("sortie" in path for path in opened(get(KIT)).files)
    assert "secrete" not in opened(get(KIT)).text()
    PressKit.objects.filter(pk=world.press_kit.pk).update(completes=False)
    assert not any("sortie" in path for path in opened(get(KIT)).files)


def test_who_has_it_is_told_so_until_something_changes(world: World) -> None:
    first = get(KIT)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, max-age=60"
    assert "sandbox" in first.headers["Content-Security-Policy"]
    body_of(first)
    assert get(KIT, **{"If-None-Match": tag}).status_code == 304
    FederationImage.objects.filter(pk=world.images["libre"].pk).update(credit="Quelqu’un d’autre")
    again = get(KIT, **{"If-None-Match": tag})
    assert again.status_code == 200
    assert "Quelqu’un d’autre" in opened(again).credits


def test_asked_for_its_head_alone_no_file_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = Client().head(KIT).headers["ETag"]

    def refuse(name: str, mode: str = "rb") -> None:
        raise AssertionError(f"{name} was read")

    monkeypatch.setattr(default_storage, "open", refuse)
    answer = Client().head(KIT)
    assert (answer.status_code, answer.headers["ETag"], answer.content) == (200, tag, b"")
    assert answer.headers["Content-Type"] == "application/zip"


def test_only_so_many_are_sent_at_once(world: World, settings: Settings) -> None:
    settings.FEDCMS_KIT_STREAMS = 1
    running = get(KIT)
    refused = get(KIT)
    assert (refused.status_code, refused.headers["Retry-After"]) == (
        503,
        str(stream_slots.RETRY_AFTER_SECONDS),
    )
    assert refused.headers["Cache-Control"] == "no-store"
    assert Client().head(KIT).status_code == 200
    close_answer(running)  # the reader went away before the first byte
    half = get(KIT)
    next(iter(half.streaming_content))  # type: ignore[attr-defined]
    close_answer(half)
    opened(get(KIT))
    assert stream_slots._taken == 0


def test_strangers_leave_a_slot_to_who_is_accredited(world: World, settings: Settings) -> None:
    settings.FEDCMS_KIT_STREAMS = 2
    page = make_scheduled(world.south)
    _made, link = given(world.paula, world.south, page)
    running = get(KIT)
    assert running.headers["X-Robots-Tag"] == "noindex"
    assert get(KIT).status_code == 503
    opened(get(f"{link}{page.pk}/press-kit.zip"))
    close_answer(running)
    assert stream_slots._taken == 0


def test_a_file_that_goes_meanwhile_ends_the_answer(world: World, caplog: pytest.LogCaptureFixture) -> None:
    image = make_image(world.south, "perdue")
    PressKitImage.objects.create(press_kit=world.press_kit, image=image, sort_order=99)
    for change in (
        lambda: default_storage.delete(image.file.name),
        lambda: _shortened(image.file.name),
    ):
        content = default_storage.open(image.file.name).read()
        answer = get(KIT)
        change()
        with caplog.at_level(logging.WARNING), pytest.raises(OSError, match=r"shorter|No such file"):
            body_of(answer)
        close_answer(answer)
        assert "perdue" in caplog.text
        assert stream_slots._taken == 0
        default_storage.delete(image.file.name)
        Path(default_storage.path(image.file.name)).write_bytes(content)
    # One that is gone before is left out, in words.
    default_storage.delete(image.file.name)
    kit = opened(get(KIT))
    assert "Introuvable pour l’instant, absent de cette archive : Vue de perdue" in kit.credits


def _shortened(name: str) -> None:
    path = Path(default_storage.path(name))
    path.write_bytes(path.read_bytes()[:100])


def test_a_large_one_needs_little_memory(world: World) -> None:
    """The small form of tests/bench/press_kits.py, which measures a served site."""
    megabytes = 20
    first = make_image(world.south, "grande")
    with Path(default_storage.path(first.file.name)).open("r+b") as file:
        file.truncate(megabytes * 1_000_000)
    images = FederationImage.objects.bulk_create(
        [
            FederationImage(
                title=f"Photographie {number}",
                file=first.file.name,
                file_size=megabytes * 1_000_000,
                width=600,
                height=400,
                credit="EdTech",
                licence="cc-by",
                collection=world.south.collection,
            )
            for number in range(12)
        ]
    )
    for image in images:
        PressKitImage.objects.create(press_kit=world.press_kit, image=image, sort_order=50)
    body_of(get("/fr/press-kits/federation/press-kit.zip"))
    tracemalloc.start()
    try:
        answer = get(KIT)
        length = sum(len(piece) for piece in answer.streaming_content)  # type: ignore[attr-defined]
        close_answer(answer)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert length == int(answer.headers["Content-Length"]) > 12 * megabytes * 1_000_000
    assert most < 8_000_000


def test_what_does_not_fit_is_said(world: World, settings: Settings) -> None:
    prepare_own_kit.call(press_kit_id=world.press_kit.pk)
    all_files = len(kit_of_owner(world.south, "fr").files)
    settings.FEDCMS_KIT_MOST_FILES = 3
    kit = opened(get(KIT))
    listed = [path for path in kit.files if path.startswith(("Photographies/", "Logos/", "Documents/"))]
    assert len(listed) == 3
    words, *names = kit.credits.split("-" * 60)[-1].strip().split("\r\n")
    assert f"{all_files - 3} fichiers de plus ne tiennent pas dans cette archive" in words
    assert len(names) == all_files - 3
    assert {"    Vue de presse", "    Dossier annuel"} <= set(names)
    page = get("/fr/presse/kits/midi/").content.decode()  # type: ignore[attr-defined]
    assert f"{all_files - 3} fichiers de plus" in page


def test_a_file_is_named_after_what_it_shows_and_never_as_the_library_calls_it(world: World) -> None:
    for number in range(2):
        image = make_image(world.south, f"interne-{number}", title="NE PAS DIFFUSER", alt_texts={})
        PressKitImage.objects.create(press_kit=world.press_kit, image=image, sort_order=90 + number)
    portrait = make_image(world.south, "p", title="IMG_1234", alt_texts={})
    make_person(world.south, "Zoé Martin", portrait=portrait)
    kit = opened(get(KIT))
    assert {
        "Photographies/EdTech Midi, image 1.jpg",
        "Photographies/EdTech Midi, image 2.jpg",
        "Photographies/Zoé Martin.jpg",
    } <= set(kit.files)
    for title in ("DIFFUSER", "IMG_1234"):
        assert title not in kit.text()
        assert title not in get("/fr/presse/kits/midi/").content.decode()  # type: ignore[attr-defined]
    assert "\n    Date" not in kit.credits


def test_its_words_are_those_of_its_language(world: World) -> None:
    english = opened(get("/en/press-kits/midi/press-kit.zip"))
    assert "    Licence: Creative Commons BY 4.0" in english.credits
    assert "Press e-mail: presse@midi.example" in english.text()
    assert " : " not in english.credits
    french = opened(get(KIT))
    assert "    Licence : Creative Commons BY 4.0" in french.credits
    assert "\u2066" not in french.text()
    # A number between Arabic letters keeps its order.
    assert "\u2066+33 5 00 00 00 00\u2069" in opened(get("/ar/press-kits/midi/press-kit.zip")).text()


def test_tags_are_read_at_once_and_written_into_each_copy(world: World) -> None:
    def cost() -> int:
        close_answer(get(KIT))
        with CaptureQueriesContext(connection) as captured:
            close_answer(get(KIT))
        return len(captured)

    few = cost()
    for number in range(5):
        portrait = make_image(world.south, f"tag-{number}")
        portrait.tags.add(f"mot{number}")
        make_person(world.south, f"Personne {number}", portrait=portrait)
    assert cost() <= few + 1
    kit = opened(get(KIT))
    assert b"<rdf:li>mot3</rdf:li>" in kit.files["Photographies/Personne 3.jpg"]


def test_a_closed_section_has_no_kit_and_nobody_has_its_files(world: World) -> None:
    image = world.images["libre"]
    addresses = (
        KIT,
        "/fr/press-kits/midi/fact-sheet.pdf",
        "/fr/press-kits/midi/logo.svg",
        "/fr/presse/kits/midi/",
    )
    photograph = f"/media/{image.file.name}"
    assert {status(each) for each in (*addresses, photograph)} == {200}
    ClusterPage.objects.filter(cluster=world.south).update(live=False)
    assert {status(each) for each in (*addresses, photograph)} == {404}
    assert get("/fr/press-kits/nulle-part/press-kit.zip").status_code == 404
    opened(get("/fr/press-kits/federation/press-kit.zip"))
