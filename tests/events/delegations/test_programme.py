"""A delegation has a programme that everybody reads, and meetings that only those who take part see."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from events.applications.erasure import erase
from events.delegations.links import calendar_link
from events.models import Application, CallForApplications, ConflictOfInterest, Evaluator, ProgrammeItem
from tests.events.delegations.conftest import MEETING, Decided, TwoTeams
from tests.events.signup.support import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TOGETHER = "Accueil à la chambre de commerce"


def _add(client: Client, decided: Decided, **fields: Any) -> int:
    return client.post(f"{decided.team}programme/add/", decided.meeting(**fields)).status_code


def _programme(decided: Decided, application: Application, name: str = "programme/") -> str:
    own = decided.own(application).removesuffix("delegation/")
    return f"{own}{name}"


def _calendar(application: Application) -> str:
    return urlsplit(calendar_link(application)).path


def _entries(decided: Decided, application: Application) -> dict[str, Any]:
    answer = Client().get(_calendar(application))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    return {str(each["SUMMARY"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
def planned(decided: Decided, teams: TwoTeams) -> Decided:
    """Something for all, and a meeting of the first organisation."""
    nora = signed_in(teams.publisher)
    assert _add(nora, decided) == 302
    assert _add(nora, decided, title_fr=TOGETHER, audience="all", participants=[], starts="08:00") == 302
    return decided


def test_each_sees_what_is_for_all_and_their_own_meetings(planned: Decided) -> None:
    first = Client().get(_programme(planned, planned.first)).content.decode()
    second = Client().get(_programme(planned, planned.second)).content.decode()
    assert MEETING in first
    assert TOGETHER in first
    assert first.index(TOGETHER) < first.index(MEETING), "in the order of the day"
    assert TOGETHER in second
    assert MEETING not in second
    assert "9 h 30" in first
    assert set(_entries(planned, planned.first)) == {MEETING, TOGETHER}
    assert set(_entries(planned, planned.second)) == {TOGETHER}


def test_a_calendar_says_the_hour_of_the_place_and_names_nobody(planned: Decided, teams: TwoTeams) -> None:
    meeting = _entries(planned, planned.first)[MEETING]
    day = planned.mission.starts_on
    there = datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo("Africa/Casablanca"))
    assert meeting["DTSTART"].dt == there
    assert (meeting["DTEND"].dt - meeting["DTSTART"].dt).seconds == 45 * 60
    assert str(meeting["LOCATION"]) == "12, rue des Orangers"
    assert planned.first.email not in _programme(planned, planned.first)
    item = ProgrammeItem.objects.get(is_private=True)
    edit = f"{planned.team}programme/{item.pk}/"
    changed = planned.meeting(version=str(item.form_key), starts="11:00", ends="")
    signed_in(teams.publisher).post(edit, changed)
    later = _entries(planned, planned.first)[MEETING]
    assert str(later["UID"]) == str(meeting["UID"]), "programs move the entry that they have"
    assert int(str(later["SEQUENCE"])) >= int(str(meeting["SEQUENCE"]))
    assert later["DTSTART"].dt.astimezone(ZoneInfo("Africa/Casablanca")).hour == 11
    CallForApplications.objects.filter(pk=planned.call.pk).update(is_cancelled=True)
    assert str(_entries(planned, planned.first)[f"Annulé – {MEETING}"]["STATUS"]) == "CANCELLED"


def test_nobody_else_sees_a_meeting(planned: Decided, teams: TwoTeams) -> None:
    planned.show(planned.first)
    planned.publish()
    other_jury = make_user("jo", teams.other, "editor")
    Evaluator.objects.create(call=planned.call, user=make_user("eva", teams.other, "editor"))
    item = ProgrammeItem.objects.get(is_private=True)
    screens = (f"{planned.team}programme/", f"{planned.team}programme/{item.pk}/", planned.team)
    public = (
        planned.mission.url_path,
        f"/fr{planned.page}",
        f"/ar{planned.page}",
        f"/fr{planned.page}{planned.first.pk}/",
    )
    private = (_programme(planned, planned.second), _calendar(planned.second))
    evaluator = f"/admin/mission-applications/jury/{planned.call.pk}/"
    eva = Evaluator.objects.get().user
    for client in (Client(), signed_in(teams.stranger), signed_in(other_jury), signed_in(eva)):
        for path in (*screens, *public, *private, evaluator, "/fr/search/?q=Zellige"):
            assert MEETING not in client.get(path).content.decode(), path
    for path in public[1:3]:
        assert TOGETHER in Client().get(path).content.decode()
    # The application that is not chosen has no programme, nor has a link that was never given.
    for name in ("programme/", "programme.ics"):
        assert Client().get(_programme(planned, planned.refused, name)).status_code == 404
        assert Client().get(f"/my-application/{'x' * 40}/{name}").status_code == 404
    # The organising team reads it, but not who has an interest in who meets.
    for path in screens[:1]:
        assert MEETING in signed_in(teams.editor).get(path).content.decode()
        ConflictOfInterest.objects.create(application=planned.first, user=teams.editor)
        assert MEETING not in signed_in(teams.editor).get(path).content.decode()


def test_the_address_of_a_calendar_reads_the_programme_alone(planned: Decided) -> None:
    """Services of calendars and their logs have it: it must not lead to the application."""
    token = _calendar(planned.first).split("/")[2]
    for name in ("", "data.json", "delegation/", "programme/", "programme.ics"):
        assert Client().get(f"/my-application/{token}/{name}").status_code == 404, name
        assert Client().post(
            f"/my-application/{token}/{name}", {"action": "erase", "sure": "1"}
        ).status_code in (
            404,
            405,
        ), name
    # Who followed the address that there was before is led on.
    old = Client().get(_programme(planned, planned.first, "programme.ics"))
    assert (old.status_code, old["Location"]) == (302, _calendar(planned.first))
    page = Client().get(_programme(planned, planned.first)).content.decode()
    assert page.count(_calendar(planned.first)) == 2
    assert "programme.ics" not in page.replace(_calendar(planned.first), "")
    erase(planned.first)
    assert Client().get(_calendar(planned.first)).status_code == 404


def test_only_publishers_of_the_team_write_it(planned: Decided, teams: TwoTeams) -> None:
    item = ProgrammeItem.objects.get(is_private=True)
    edit = f"{planned.team}programme/{item.pk}/"
    for client in (signed_in(teams.editor), signed_in(teams.stranger), Client()):
        client.post(f"{planned.team}programme/add/", planned.meeting())
        client.post(edit, {"delete": "1", "version": str(item.form_key)})
    assert ProgrammeItem.objects.count() == 2
    signed_in(teams.publisher).post(edit, {"delete": "1", "version": str(item.form_key)})
    assert set(_entries(planned, planned.first)) == {TOGETHER}


def test_a_form_sent_twice_counts_once_and_an_older_one_is_refused_in_words(
    planned: Decided, teams: TwoTeams
) -> None:
    nora = signed_in(teams.publisher)
    twice = planned.meeting(title_fr="Une fois")
    for _time in range(2):
        assert nora.post(f"{planned.team}programme/add/", twice).status_code == 302
    item = ProgrammeItem.objects.get(title__fr="Une fois")
    edit = f"{planned.team}programme/{item.pk}/"
    assert nora.post(edit, planned.meeting(version=str(item.form_key), title_fr="Deux")).status_code == 302
    answer = nora.post(edit, planned.meeting(version=str(item.form_key), title_fr="Vieux"))
    assert answer.status_code == 422
    assert "entre-temps" in answer.content.decode()
    assert ProgrammeItem.objects.filter(title__fr="Deux").count() == 1
    for wrong in (
        {"title_fr": ""},
        {"day": "31/02/2027"},
        {"day": "01/01/0001"},
        {"ends": "08:00"},
        {"participants": []},
        {"participants": [str(planned.refused.pk)]},
        {"time_zone": "Mars/Olympus"},
    ):
        assert nora.post(f"{planned.team}programme/add/", planned.meeting(**wrong)).status_code == 422, wrong


def test_a_meeting_goes_with_the_last_of_those_who_meet(planned: Decided, teams: TwoTeams) -> None:
    both = [str(planned.first.pk), str(planned.second.pk)]
    _add(signed_in(teams.publisher), planned, title_fr="À deux", participants=both)
    erase(planned.first)
    assert not ProgrammeItem.objects.filter(title__fr=MEETING).exists()
    assert set(_entries(planned, planned.second)) == {TOGETHER, "À deux"}
    erase(planned.second)
    assert [str(each.title) for each in ProgrammeItem.objects.all()] == [TOGETHER]
