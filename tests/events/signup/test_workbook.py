"""The workbook of sign-ups: texts that nothing runs, dates of the event's zone, of own events alone."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from wagtail.users.models import UserProfile

from events.models import SignUp, SignUpSheet
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, signed_in

FORMULA = '=HYPERLINK("https://x.example","x")'


@pytest.fixture
def sheet(teams: TwoTeams) -> SignUpSheet:
    """Two people, one of whom wrote what a spreadsheet would run, and signs that no workbook may hold."""
    event = make_far_event(teams.own, time_zone="America/Montreal")
    made = make_sheet(event, 1, questions=[{"label": {"fr": "Repas"}, "question_type": "singleline"}])
    key = made.questions.get().key
    lea = arrived(made, event, "lea@ecole.example", name="Léa\x0b", answers={key: FORMULA})
    arrived(made, event, "ida@ecole.example", name="إيدا", answers={key: "+33 1"})
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    SignUp.objects.filter(pk=lea.pk).update(arrived_at=moment)
    return made


def opened(client: Client, team: int, sheet: SignUpSheet, query: str = "") -> Workbook:
    """The workbook that a client downloads."""
    answer = client.get(f"/admin/event-sign-ups/{team}/{sheet.pk}/export.xlsx{query}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return load_workbook(BytesIO(b"".join(answer)))  # type: ignore[arg-type]  # streamed


def test_texts_are_texts_and_moments_are_dates_of_the_events_zone(
    teams: TwoTeams, sheet: SignUpSheet
) -> None:
    page = opened(signed_in(teams.publisher), teams.own.pk, sheet).active
    headings, lea, ida = page.iter_rows()
    by_name = {heading.value: number for number, heading in enumerate(headings)}
    assert lea[by_name["rang"]].value == 1
    assert lea[by_name["nom"]].value == "Léa"
    assert (lea[-1].value, lea[-1].data_type) == (FORMULA, "s")
    assert (ida[-1].value, ida[-1].data_type) == ("+33 1", "s")
    arrival = lea[by_name["arrivée (Montréal)"]]
    assert arrival.is_date
    assert arrival.value == datetime(2026, 3, 28, 21, 30)  # noqa: DTZ001  # a workbook knows no zones
    assert not page.sheet_view.rightToLeft
    only = opened(signed_in(teams.publisher), teams.own.pk, sheet, "?state=waiting").active
    assert [row[by_name["nom"]].value for row in only.iter_rows()] == ["nom", "إيدا"]


def test_it_is_right_to_left_for_who_reads_arabic(teams: TwoTeams, sheet: SignUpSheet) -> None:
    profile = UserProfile.get_for_user(teams.publisher)
    profile.preferred_language = "ar"
    profile.save()
    assert opened(signed_in(teams.publisher), teams.own.pk, sheet).active.sheet_view.rightToLeft


def test_another_team_gets_none(teams: TwoTeams, sheet: SignUpSheet) -> None:
    sara = signed_in(teams.stranger)
    for team in (teams.own.pk, teams.other.pk):
        answer = sara.get(f"/admin/event-sign-ups/{team}/{sheet.pk}/export.xlsx")
        assert answer.status_code in (302, 403, 404)
