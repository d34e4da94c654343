"""The workbook of sign-ups: texts that nothing runs, dates of the event's zone, of own events alone."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from wagtail.users.models import UserProfile

from events.models import SignUp, SignUpSheet
from fedcms.core.xlsx_download import xlsx_download
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


def test_the_table_says_the_same_hours_and_names_the_city(teams: TwoTeams, sheet: SignUpSheet) -> None:
    """Not those of the reader's own clock."""
    answer = signed_in(teams.publisher).get(f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/export/")
    headings, lea, _ida = csv.reader(StringIO(b"".join(answer).decode("utf-8-sig")))  # type: ignore[arg-type]  # streamed
    told = lea[headings.index("arrivée (Montréal)")]
    assert "28/03/2026" in told
    assert "21" in told
    assert "présence (Montréal)" in headings


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


def test_what_no_workbook_may_hold_breaks_none(
    teams: TwoTeams, sheet: SignUpSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    SignUp.objects.filter(name="إيدا").update(name="I\uffffd\ufffea", organisation="Lycée\x0bNord\r\nLille")
    rows = opened(signed_in(teams.publisher), teams.own.pk, sheet).active.iter_rows(values_only=True)
    _headings, _lea, ida = rows
    assert "Ida" in ida
    assert "Lycée\nNord\nLille" in ida
    assert not list(tmp_path.iterdir())


def test_a_workbook_that_fails_leaves_nobody_on_disk_nor_in_the_history(
    teams: TwoTeams, sheet: SignUpSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def disk_is_full(_book: Workbook, _file: object) -> None:
        assert list(tmp_path.iterdir())
        raise OSError

    nora = signed_in(teams.publisher)
    with monkeypatch.context() as patch:
        patch.setattr(Workbook, "save", disk_is_full)
        with pytest.raises(OSError):  # noqa: PT011  # it has no words
            nora.get(f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/export.xlsx")
    assert not list(tmp_path.iterdir())
    exported = f"Les inscriptions n° {sheet.pk} sont exportées"
    assert exported not in nora.get("/admin/reports/site-history/").content.decode()
    opened(nora, teams.own.pk, sheet)
    assert nora.head(f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/export.xlsx").status_code == 405
    assert nora.get("/admin/reports/site-history/").content.decode().count(exported) == 1


def test_a_file_goes_whatever_ends_the_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def stopped() -> Iterator[list[object]]:
        yield ["Léa"]
        raise SystemExit

    with pytest.raises(SystemExit):
        xlsx_download("x", ["nom"], stopped(), zone=ZoneInfo("UTC"), title="x", is_right_to_left=False)
    assert not list(tmp_path.iterdir())


def test_more_people_cost_no_more_queries(teams: TwoTeams, sheet: SignUpSheet) -> None:
    nora = signed_in(teams.publisher)
    opened(nora, teams.own.pk, sheet)
    with CaptureQueriesContext(connection) as few:
        opened(nora, teams.own.pk, sheet)
    rows = SignUp.objects.filter(sheet=sheet)
    lea = rows.get(rank=1)
    for rank, cluster in enumerate([teams.own, teams.other] * 3, start=3):
        lea.pk, lea.rank, lea.cluster, lea.form_key = None, rank, cluster, f"more-{rank}"
        lea.email = lea.email_key = f"more-{rank}@ecole.example"
        lea.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        assert opened(nora, teams.own.pk, sheet).active.max_row == 9
    assert len(many) == len(few)
