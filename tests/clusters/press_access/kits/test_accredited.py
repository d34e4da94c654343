"""The kit of a release under embargo is open to who is accredited, says so everywhere, and closes at once."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clusters.models import AccreditationOpening
from clusters.press_access.granting import revoke
from clusters.publishing.withdrawal.actions import withdraw
from fedcms.core.tasks.scheduled_publication import publish_due
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import body_of, get, make_document, make_image, opened
from tests.clusters.press_access.kits.test_fact_sheet import read
from tests.clusters.press_access.support import (
    SENTINEL,
    Files,
    assert_sealed,
    given,
    make_scheduled,
)
from tests.clusters.press_access.support import (
    read as read_link,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(world: World) -> Files:
    return Files(make_image(world.south, "secret"), make_document(world.south, "secret"))


def test_it_is_nowhere_before_its_moment_but_behind_the_link(world: World, files: Files) -> None:
    page = make_scheduled(world.south, files=files)
    for address in (f"{page.url_path}press-kit.zip", f"{page.url_path}fact-sheet.pdf"):
        assert get(address).status_code == 404
    assert "secret" not in opened(get("/fr/press-kits/midi/press-kit.zip")).text()

    made, link = given(world.paula, world.south, page)
    own = f"{link}{page.pk}/"
    html = read_link(link)[1]
    assert f'href="{own}press-kit.zip"' in html
    assert f'href="{own}fact-sheet.pdf"' in html
    assert page.url_path not in html
    answer = get(f"{own}press-kit.zip")
    assert_sealed(answer)
    assert answer.headers["X-Embargo-Until"] == page.go_live_at.isoformat()
    stamp = timezone.localtime(page.go_live_at).strftime("%Y-%m-%d-%Hh%M")
    assert f"sous-embargo-{stamp}" in answer.headers["Content-Disposition"]
    kit = opened(answer)
    assert kit.folder.startswith(f"sous-embargo-{stamp}")
    assert kit.credits.startswith("SOUS EMBARGO JUSQU’AU")
    assert "Ne publiez et ne diffusez rien avant ce moment." in kit.credits
    assert "Léa Martin" in kit.credits
    assert any(path.startswith("0 - Sous embargo jusqu’au") for path in kit.files)
    assert "Photographies/Vue de secret.jpg" in kit.files
    assert kit.files["Documents/Dossier secret.txt"] == b"Contenu de secret"
    sheet = get(f"{own}fact-sheet.pdf")
    assert_sealed(sheet)
    _reader, shown = read(body_of(sheet))
    for words in (
        "Sousembargojusqu’au",
        "Nepubliezetnediffusezrienavantcemoment.",
        SENTINEL.replace(" ", ""),
    ):
        assert words in shown
    assert read(kit.files["Fiche de presse (fr).pdf"])[1] == shown
    noted = set(AccreditationOpening.objects.filter(accreditation=made).values_list("subject", flat=True))
    assert noted == {f"page:{page.pk}", f"kit:{page.pk}", f"sheet:{page.pk}"}
    assert Client().head(f"{own}press-kit.zip").status_code == 200

    revoke(made, world.south, world.paula)
    for address in (f"{own}press-kit.zip", f"{own}fact-sheet.pdf"):
        closed = get(address)
        assert closed.status_code == 404
        assert_sealed(closed)


def test_after_its_moment_it_is_public_and_gone_once_withdrawn(world: World, files: Files) -> None:
    page = make_scheduled(world.south, files=files)
    _made, link = given(world.paula, world.south, page, hours=96)
    with time_machine.travel(page.go_live_at.timestamp() + 1, tick=True):
        publish_due()
        answer = get(f"{link}{page.pk}/press-kit.zip")
        assert (answer.status_code, answer.url) == (302, f"{page.url_path}press-kit.zip")  # type: ignore[attr-defined]
        kit = opened(get(f"{page.url_path}press-kit.zip"))
        assert "embargo" not in kit.text().lower()
        assert "embargo" not in read(kit.files["Fiche de presse (fr).pdf"])[1].lower()
        page.refresh_from_db()
        withdraw(page, world.paula, "Une erreur")
        for address in ("press-kit.zip", "fact-sheet.pdf"):
            assert get(f"{page.url_path}{address}").status_code == 404
            assert get(f"{link}{page.pk}/{address}").status_code == 410


def test_a_guest_of_a_draft_gets_it_as_a_draft(world: World, files: Files) -> None:
    page = make_scheduled(world.south, files=files)
    _guest, link = given(world.paula, world.south, page, kind="guest")
    kit = opened(get(f"{link}{page.pk}/press-kit.zip"))
    assert kit.folder.startswith("brouillon-")
    assert "peut encore changer" in kit.credits
