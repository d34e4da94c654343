"""The files of a page under embargo load through its reader's link alone, marked and noted, until it is revoked."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusters.models import Accreditation, AccreditationOpening, Cluster
from clusters.press_access.granting import erase_person, revoke
from clusters.tasks import prune_accreditations
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from tests.clusters.press_access.support import (
    Files,
    assert_sealed,
    given,
    in_hours,
    make_files,
    make_scheduled,
    read,
)
from tests.factories import make_article, make_release

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"""(?:src|href|srcset)="([^"]*)\"""")


@pytest.fixture
def files(south: Cluster) -> Files:
    return make_files(south)


def addresses(html: str) -> set[str]:
    """Every address of a file in a page."""
    found = {part.split()[0] for value in ADDRESS.findall(html) for part in value.split(",") if part.strip()}
    return {address for address in found if "/media/" in address or "/documents/" in address}


def downloads(found: set[str]) -> set[str]:
    """Those of the addresses that a person saves, without the pictures that a page shows."""
    return {address for address in found if "/documents/" in address or "/media/press/" in address}


def body_of(response: object) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.content  # type: ignore[attr-defined, no-any-return]


def test_images_renditions_and_documents_load_through_the_link_alone(
    south: Cluster, paula: User, files: Files
) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    found = addresses(read(link)[1])
    kinds = {"media/press" if "/media/press/" in each else each.split("/")[4] for each in found}
    assert kinds >= {"documents", "media/press"}, found
    for address in found:
        assert address.startswith(f"{link}{page.pk}/"), address
        answer = Client().get(address)
        assert answer.status_code == 200, address
        assert body_of(answer)
        assert_sealed(answer)
        assert answer.headers["X-Embargo-Until"] == page.go_live_at.isoformat()
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        # By its own address it is nobody's.
        assert Client().get("/" + address.removeprefix(f"{link}{page.pk}/")).status_code == 404
    article = make_article(south, title="Photo", lead_image=files.image, go_live_at=in_hours(3))
    _made, link = given(paula, south, article)
    shown = addresses(read(link)[1])
    assert any(".avif" in each for each in shown)
    assert {Client().get(each).status_code for each in shown} == {200}


def test_a_download_says_embargo_in_its_name_and_headers(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    stamp = timezone.localtime(page.go_live_at).strftime("%Y-%m-%d-%Hh%M")
    found = addresses(read(link)[1])
    assert len(downloads(found)) >= 2
    for address in found:
        name = Client().get(address).headers.get("Content-Disposition", "")
        if address in downloads(found):
            assert f'attachment; filename="sous-embargo-{stamp}-essai' in name
        else:
            # A picture that the page shows beside the row of its file.
            assert name.startswith("inline; ")


def test_head_304_and_part_are_sealed_too(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    found = addresses(read(link)[1])
    for address in found:
        asked = [
            (Client().head(address), (200,)),
            (Client().get(address, headers={"Range": "bytes=0-3"}), (200, 206)),
        ]
        if address in downloads(found):
            tag = Client().get(address).headers["ETag"]
            asked.append((Client().get(address, headers={"If-None-Match": tag}), (304,)))
        for answer, statuses in asked:
            assert answer.status_code in statuses
            assert_sealed(answer)
            assert answer.headers["X-Embargo-Until"]


def test_revoked_between_page_and_file(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    made, link = given(paula, south, page)
    found = addresses(read(link)[1])
    revoke(made, south, paula)
    for address in found:
        answer = Client().get(address)
        assert answer.status_code == 404
        assert b"Sentinelle" not in body_of(answer)
        assert_sealed(answer)


def test_a_link_opens_no_file_of_another_page(south: Cluster, paula: User, files: Files) -> None:
    mine = make_scheduled(south)
    make_scheduled(south, files=files, title="Autre secret")
    _made, link = given(paula, south, mine)
    image, document = files.image, files.document
    name = image.file.name.rpartition("/")[2]
    rendition = image.renditions.first().file.name
    for address in (
        f"documents/{document.pk}/{document.filename}",
        f"media/{image.file.name}",
        f"media/{rendition}",
        f"media/press/{image.pk}/{name}",
        "media/../secret",
        "admin/",
        f"documents/{document.pk}/",
    ):
        answer = Client().get(f"{link}{mine.pk}/{address}")
        assert answer.status_code == 410, address
        assert_sealed(answer)
    assert not AccreditationOpening.objects.filter(subject__startswith="document").exists()


def test_a_file_whose_rights_ended_is_not_shown(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    address = f"{link}{page.pk}/documents/{files.document.pk}/{files.document.filename}"
    assert Client().get(address).status_code == 200
    type(files.document).objects.filter(pk=files.document.pk).update(rights_until="2020-01-01")
    assert Client().get(address).status_code == 410


def test_a_file_that_is_public_elsewhere_is_kept_by_no_cache_either(
    south: Cluster, paula: User, files: Files
) -> None:
    public = make_release(south, lead_image=files.image)
    public.attachments.create(document=files.document)
    public.save_revision().publish()
    address = f"documents/{files.document.pk}/{files.document.filename}"
    assert Client().get(f"/{address}").headers["Cache-Control"] == "private, max-age=60"
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    for each in addresses(read(link)[1]):
        assert_sealed(Client().get(each))


def test_the_file_of_a_newer_draft_is_not_the_journalists(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south)
    _made, link = given(paula, south, page)
    page.attachments.create(document=files.document)
    page.save_revision()
    address = f"documents/{files.document.pk}/{files.document.filename}"
    assert Client().get(f"{link}{page.pk}/{address}").status_code == 410
    _guest, guests_link = given(paula, south, page, kind="guest")
    assert Client().get(f"{guests_link}{page.pk}/{address}").status_code == 200


def test_after_the_moment_the_file_is_where_everybody_finds_it(
    south: Cluster, paula: User, files: Files
) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    address = f"documents/{files.document.pk}/{files.document.filename}"
    with time_machine.travel(page.go_live_at.timestamp() + 1, tick=False):
        publish_due()
        answer = Client().get(f"{link}{page.pk}/{address}")
        assert (answer.status_code, answer.url) == (302, f"/{address}")
        assert_sealed(answer)
        assert Client().get(answer.url).status_code == 200


def test_what_is_opened_is_noted_once_an_hour(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    made, _link = given(paula, south, page)
    with time_machine.travel("2031-05-05 10:10:00+00:00", tick=False):
        Accreditation.objects.update(expires_at="2031-06-06 10:00:00+00:00")
        guest, guests_link = given(paula, south, page, kind="guest", hours=48)
        for _ in range(5):
            assert read(guests_link)[0] == 200
        address = f"{guests_link}{page.pk}/documents/{files.document.pk}/{files.document.filename}"
        for _ in range(3):
            Client().get(address)
    with time_machine.travel("2031-05-05 10:59:59+00:00", tick=False):
        read(guests_link)
    with time_machine.travel("2031-05-05 11:00:00+00:00", tick=False):
        read(guests_link)
    with time_machine.travel("2031-05-05 14:00:00+00:00", tick=False):
        # Who checks whether a link works has read nothing.
        Client().head(f"{guests_link}{page.pk}/")
        Client().head(address)
    rows = AccreditationOpening.objects.filter(accreditation=guest).order_by("opened_at", "pk")
    assert [(row.subject, row.opened_at.hour, row.opened_at.minute) for row in rows] == [
        (f"page:{page.pk}", 10, 10),
        (f"document:{files.document.pk}", 10, 10),
        (f"page:{page.pk}", 11, 0),
    ]
    assert not made.openings.exists()


def test_ended_accreditations_and_one_persons_are_erased(
    south: Cluster, paula: User, settings: object
) -> None:
    page = make_scheduled(south)
    old, link = given(paula, south, page)
    read(link)
    Accreditation.objects.filter(pk=old.pk).update(expires_at=in_hours(-24 * 179))
    assert prune_accreditations() == 0
    Accreditation.objects.filter(pk=old.pk).update(expires_at=in_hours(-24 * 181))
    assert prune_accreditations() == 1
    assert not AccreditationOpening.objects.exists()

    first, link = given(paula, south, page)
    given(paula, south, email="LEA@media.example")
    other, _link = given(paula, south, email="autre@media.example")
    read(link)
    assert erase_person(first, south, paula) == 2
    assert list(Accreditation.objects.all()) == [other]
    assert read(link)[0] == 404
    assert not AccreditationOpening.objects.exists()


def test_a_guest_reads_the_newest_draft_and_writes_back(south: Cluster, paula: User, files: Files) -> None:
    page = make_release(south, live=False, title="Un brouillon")
    page.title = "Un brouillon retouché"
    page.save_revision()
    _guest, link = given(paula, south, page, kind="guest", may_comment=True)
    status, html = read(link)
    assert status == 200
    assert "Un brouillon retouché" in html
    assert "Brouillon – " in html
    assert "ne le diffusez pas" in html
    address = f"{link}{page.pk}/comment/"
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(address, {"text": "Le chiffre est de 2025 <b>."})
        assert answer.status_code == 302
        assert_sealed(answer)
    assert read(link)[1].count("Le chiffre est de 2025 &lt;b&gt;.") == 1
    empty = Client().post(address, {"text": " "})
    assert empty.status_code == 422
    assert "field__error" in empty.content.decode()

    _mute, silent = given(paula, south, page, kind="guest", email="muet@cabinet.example")
    assert "guest-comments" not in read(silent)[1]
    assert Client().post(f"{silent}{page.pk}/comment/", {"text": "Je parle"}).status_code == 410
    assert not mail.outbox
