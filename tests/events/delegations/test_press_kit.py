"""The press takes what a delegation says as one archive or a sheet: what is on its page now, and nothing more."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings
from wagtail.models import Page

from clusters.press_access.kits import stored_sheets
from clusters.press_access.kits.stored_sheets import FOLDER
from events.applications.erasure import erase
from events.applications.service import withdraw
from events.delegations.service import hide as hide_words
from events.delegations.service import save_profile
from events.models import (
    Application,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    ProgrammeItem,
    TradeMissionPage,
)
from fedcms.core.models import LocaleState
from tests.clusters.press_access.kits.support import Opened, body_of, make_image, opened, status
from tests.events.delegations.conftest import Decided, TwoTeams
from tests.events.signup.support import signed_in
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db

KIT, SHEET = "delegation-press-kit.zip", "delegation-fact-sheet.pdf"


def _kit(path: str) -> Opened:
    answer = Client().get(path)
    assert "no-cache" in answer["Cache-Control"]
    return opened(answer)


def _sheet(path: str) -> str:
    answer = Client().get(path)
    assert answer["X-Robots-Tag"] == "noindex"
    pages = PdfReader(BytesIO(body_of(answer))).pages
    return " ".join(page.extract_text() for page in pages)


def _stored(folder: str = FOLDER) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from files
    for each in folders:
        yield from _stored(f"{folder}/{each}")


def test_a_kit_has_what_its_page_says_in_each_language(decided: Decided, teams: TwoTeams) -> None:
    decided.show(decided.first, profile="Une école de Brest")
    decided.show(decided.second, profile="مدرسة في الدار البيضاء")
    teams.own.press_email = "presse@bretagne.example"
    teams.own.save()
    image = make_image(teams.own, "depart")
    TradeMissionPage.objects.filter(pk=decided.mission.pk).update(lead_image=image)
    for title, is_private in (("Accueil à la chambre", False), ("Rendez-vous secret", True)):
        ProgrammeItem.objects.create(
            call=decided.call,
            starts_at=timezone.now(),
            title={"fr": title},
            is_private=is_private,
            uid=f"00000000-0000-4000-8000-00000000000{int(is_private)}",
        )
    assert status(f"/fr{decided.page}{KIT}") == 404
    decided.publish()
    html = Client().get(f"/fr{decided.page}").content.decode()
    assert f'href="/fr{decided.page}{KIT}"' in html
    assert f'href="/fr{decided.page}{SHEET}"' in html
    stored = set(_stored())
    kit = _kit(f"/fr{decided.page}{KIT}")
    text = kit.text()
    assert "La délégation" in kit.folder
    assert any(name.endswith(".pdf") for name in kit.files)
    assert any(name.endswith(".jpg") for name in kit.files)
    assert "Photographe depart" in kit.credits
    for words in (
        *("Une école de Brest", "مدرسة في الدار البيضاء", "(arabe)", "Accueil à la chambre"),
        *(decided.first.organisation, decided.mission.destination_city, f"/fr{decided.page}"),
        "presse@bretagne.example",
    ):
        assert words in text, words
    for words in ("Rendez-vous secret", decided.refused.organisation, decided.first.email):
        assert words not in text.replace(decided.first.organisation, ""), words
    assert "مدرسة في الدار البيضاء" in _kit(f"/ar{decided.page}{KIT}").text()
    sheet = _sheet(f"/fr{decided.page}{SHEET}")
    assert "Une école de Brest" in sheet
    assert "Rendez-vous secret" not in sheet
    assert status(f"/en{decided.page}{KIT}") == 404
    # Nothing of it is written anywhere that would outlive an agreement.
    assert set(_stored()) == stored


def _take_consent_back(decided: Decided) -> None:
    save_profile(decided.first, {}, "", "1", "")


def _hide(decided: Decided) -> None:
    hide_words(DelegateProfile.objects.get(application=decided.first))


def _decide_otherwise(decided: Decided) -> None:
    Application.objects.filter(pk=decided.first.pk).update(decision=DecisionKind.RESERVE)


GONE: list[Callable[[Decided], object]] = [
    lambda decided: withdraw(decided.first),
    lambda decided: erase(decided.first),
    _take_consent_back,
    _hide,
    _decide_otherwise,
]


@pytest.mark.parametrize("go", GONE)
def test_who_is_not_shown_any_more_is_in_no_kit(decided: Decided, go: Callable[[Decided], object]) -> None:
    decided.show(decided.first)
    decided.publish()
    kit = f"/fr{decided.page}{KIT}"
    tag = Client().head(kit)["ETag"]
    decided.show(decided.second)
    name = decided.first.organisation
    assert name in _kit(kit).text()
    go(decided)
    assert name not in _kit(kit).text()
    assert name not in _sheet(f"/fr{decided.page}{SHEET}")
    # Who has the old one is given the new one.
    assert Client().head(kit, headers={"If-None-Match": tag}).status_code == 200
    # A delegation that shows nobody has no kit.
    withdraw(decided.second)
    assert status(kit) == status(f"/fr{decided.page}{SHEET}") == 404
    assert KIT not in Client().get(f"/fr{decided.page}").content.decode()


def test_a_sheet_is_set_once_for_many_and_never_for_who_wants_no_sheet(
    decided: Decided, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    set_now: list[object] = []

    def render(sheet: object) -> bytes:
        set_now.append(sheet)
        return b"%PDF"

    monkeypatch.setattr(stored_sheets, "render", render)
    decided.show(decided.first, profile="Mis en page une fois")
    decided.publish()
    path = f"/fr{decided.page}{SHEET}"
    assert Client().head(path).status_code == 200
    assert set_now == []
    assert [status(path), status(path)] == [200, 200]
    assert len(set_now) == 1
    # It takes a slot, as an archive does.
    settings.FEDCMS_KIT_STREAMS = 0
    answer = Client().get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert Client().head(path).status_code == 200


@pytest.mark.parametrize("hide", HIDINGS)
def test_no_kit_outlives_its_mission(decided: Decided, hide: Callable[[Page], None]) -> None:
    decided.show(decided.first)
    decided.publish()
    for name in (KIT, SHEET):
        assert Client().head(f"/fr{decided.page}{name}").status_code == 200
    hide(decided.mission)
    for name in (KIT, SHEET):
        assert status(f"/fr{decided.page}{name}") == 404


def test_a_closed_language_a_cancelled_mission_and_a_page_taken_down_have_no_kit(
    decided: Decided, teams: TwoTeams
) -> None:
    decided.show(decided.first)
    decided.publish()
    LocaleState.objects.create(locale=decided.arabic.locale, is_active=False)
    assert status(f"/ar{decided.page}{KIT}") == 404
    signed_in(teams.publisher).post(f"{decided.team}publish/", {"unpublish": "1"})
    assert status(f"/fr{decided.page}{KIT}") == 404
    signed_in(teams.publisher).post(f"{decided.team}publish/")
    assert Client().head(f"/fr{decided.page}{KIT}").status_code == 200
    CallForApplications.objects.filter(pk=decided.call.pk).update(is_cancelled=True)
    assert status(f"/fr{decided.page}{KIT}") == 404


def test_more_organisations_cost_no_more_queries(decided: Decided) -> None:
    decided.show(decided.first)
    decided.publish()
    # What a process remembers is asked once.
    assert status(f"/fr{decided.page}{KIT}") == 200
    counts = []
    for more in (None, decided.second):
        if more is not None:
            decided.show(more)
        for name in (KIT, SHEET):
            with CaptureQueriesContext(connection) as queries:
                assert status(f"/fr{decided.page}{name}") == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14
