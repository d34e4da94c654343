"""Badges say who has a seat, whatever their name is like, with a code that opens nothing but the door."""

from collections.abc import Sequence

import pytest
from django.core import mail
from pypdf import PdfReader

from events.models import SignUp, SignUpSheet
from events.signup.badges import views
from events.signup.codes import check_in_code, is_code_of
from events.signup.erasure import erase
from tests.clusters.press_access.kits.test_fact_sheet import BLANKS, read
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, signed_in

LONG = "Wolfeschlegelsteinhausen" * 5
CODE = '#panic("oui") *gras* $x$'


@pytest.fixture
def sheet(teams: TwoTeams) -> SignUpSheet:
    """Three people with a seat and one who waits."""
    event = make_far_event(teams.own, title="Le salon")
    made = make_sheet(event, 3)
    arrived(made, event, "long@ecole.example", name=LONG, organisation=CODE)
    arrived(made, event, "nour@ecole.example", name="Nour Diallo", organisation="مدرسة", language="ar")
    arrived(made, event, "empty@ecole.example", name="\U0001f600")
    arrived(made, event, "waits@ecole.example", name="Attend Encore")
    return made


def address(teams: TwoTeams, sheet: SignUpSheet) -> str:
    return f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/badges.pdf"


def downloaded(teams: TwoTeams, sheet: SignUpSheet, ticked: Sequence[int] = ()) -> tuple[PdfReader, str]:
    nora = signed_in(teams.publisher)
    where = address(teams, sheet)
    answer = nora.post(where, {"sign_up": ticked}) if ticked else nora.get(where)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return read(answer.content)


def assert_all_is_on_the_paper(reader: PdfReader) -> None:
    """No letter is drawn beyond the page."""
    for page in reader.pages:
        width = float(page.mediabox.width)
        places: list[float] = []

        def note(text: str, matrix: list[float], place: list[float], *rest: object) -> None:
            if text.strip():
                places.append(matrix[4] + place[4])  # noqa: B023  # called at once

        page.extract_text(visitor_text=note)
        assert places
        assert min(places) >= 0
        assert max(places) <= width


def test_who_has_a_seat_has_a_badge(teams: TwoTeams, sheet: SignUpSheet) -> None:
    reader, shown = downloaded(teams, sheet)
    assert len(reader.pages) == 1
    assert LONG in shown, "wrapped, not cut"
    assert BLANKS.sub("", CODE) in shown, "a text, not Typst"
    assert "NourDiallo" in shown
    assert shown.count("Lesalon") == 3
    assert "AttendEncore" not in shown
    for each in SignUp.objects.filter(sheet=sheet, state="confirmed"):
        assert check_in_code(each) in shown, "of who has a name without letters, too"
    assert_all_is_on_the_paper(reader)


def test_only_the_ticked_ones(teams: TwoTeams, sheet: SignUpSheet) -> None:
    keys = {each.name: each.pk for each in SignUp.objects.filter(sheet=sheet)}
    _reader, shown = downloaded(teams, sheet, [keys["Nour Diallo"], keys["Attend Encore"]])
    assert "NourDiallo" in shown
    assert LONG not in shown
    assert "AttendEncore" not in shown
    nora = signed_in(teams.publisher)
    page = nora.post(address(teams, sheet), {"sign_up": [keys["Attend Encore"]]}, follow=True)
    assert "pas de badge à imprimer" in page.content.decode()


def test_too_many_at_once_is_said(
    teams: TwoTeams, sheet: SignUpSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_BADGES", 2)
    page = signed_in(teams.publisher).get(address(teams, sheet), follow=True).content.decode()
    assert "Plus de 2 badges à la fois" in page


def test_a_code_is_of_one_person_and_void_when_they_are_erased(teams: TwoTeams, sheet: SignUpSheet) -> None:
    nour, other = SignUp.objects.get(name="Nour Diallo"), SignUp.objects.get(name=LONG)
    code = check_in_code(nour)
    assert is_code_of(nour, code.lower().replace("-", " "))
    assert is_code_of(nour, code.replace("0", "O").replace("1", "l"))
    assert not is_code_of(other, code)
    assert not any(code in str(message.body) for message in mail.outbox)
    erase(nour)
    nour.refresh_from_db()
    assert not is_code_of(nour, code)
