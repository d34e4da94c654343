"""What is changed, declared or given back late: conflicts, documents of what was sent, a place that was given."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from events.applications.dossiers import replace_dossier
from events.applications.erasure import delete_call, erase
from events.applications.service import withdraw
from events.models import Application, CallForApplications, ShortfallDecision
from fedcms.users.models import User
from tests.events.applications.judged import Judged
from tests.events.applications.support import (
    PDF,
    WRITTEN,
    applied,
    hidden,
    link_of,
    make_call,
    make_far_mission,
    pdf,
    started,
    stored_files,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, make_organisation, path_in, signed_in
from tests.media.test_virus_scan import clamd


def _mailable(user: User, address: str) -> None:
    User.objects.filter(pk=user.pk).update(email=address)


def test_the_team_hears_that_somebody_who_was_chosen_does_not_come(judged: Judged, teams: TwoTeams) -> None:
    _mailable(teams.publisher, "nora@clusters.example")
    nora, decide = signed_in(teams.publisher), f"{judged.team}decide/"
    third = applied(_opened(judged), judged.mission, "third@ecole.example")
    CallForApplications.objects.filter(pk=judged.call.pk).update(closes_at=judged.call.closes_at)
    for each, mark in ((judged.good, 5), (judged.poor, 1), (third, 3)):
        signed_in(judged.other).post(f"{judged.jury}{each.pk}/", judged.scores(mark, mark, hand_in="1"))
    kinds = {judged.good: "chosen", judged.poor: "reserve", third: "reserve"}
    nora.post(decide, {"sure": "1"} | {f"decision-{each.pk}": kind for each, kind in kinds.items()})
    assert "une place est libre" not in nora.get(judged.team).content.decode()
    withdraw(judged.poor)
    assert mails_to("nora@clusters.example") == [], "a reserve has no place to give back"
    withdraw(judged.good)
    told = mails_to("nora@clusters.example")
    assert [message.subject for message in told] == ["Une place se libère"]
    assert judged.team in told[0].body
    assert "good@ecole" not in told[0].body
    assert "Organisation" not in told[0].body, "nothing that somebody typed"
    html = nora.get(judged.team).content.decode()
    assert html.count("une place est libre") == 1
    # Whoever is erased does not come, either.
    nora.post(decide, {f"decision-{third.pk}": "chosen", f"was-{third.pk}": "reserve", "sure": "1"})
    erase(Application.objects.get(pk=third.pk))
    assert len(mails_to("nora@clusters.example")) == 2


def _opened(judged: Judged) -> CallForApplications:
    CallForApplications.objects.filter(pk=judged.call.pk).update(
        closes_at=judged.call.closes_at + timedelta(days=3)
    )
    return CallForApplications.objects.get(pk=judged.call.pk)


def test_a_withdrawal_after_the_journey_frees_no_place(judged: Judged, teams: TwoTeams) -> None:
    _mailable(teams.publisher, "nora@clusters.example")
    Application.objects.filter(pk=judged.good.pk).update(decision="chosen")
    with time_machine.travel(judged.mission.place_and_span()[2] + timedelta(days=1)):
        withdraw(judged.good)
    assert mails_to("nora@clusters.example") == []


def test_a_publisher_whose_address_is_wrong_stops_no_withdrawal(judged: Judged, teams: TwoTeams) -> None:
    _mailable(teams.publisher, "nora@")
    Application.objects.filter(pk=judged.good.pk).update(decision="chosen")
    withdraw(judged.good)
    assert Application.objects.get(pk=judged.good.pk).state == "withdrawn"


def test_who_decides_declares_a_conflict_without_being_on_the_jury(judged: Judged, teams: TwoTeams) -> None:
    nora, edgar = signed_in(teams.publisher), signed_in(teams.editor)
    for client, name in ((nora, "nora"), (edgar, "edgar")):
        client.post(f"{judged.team}conflict/", {"application": str(judged.good.pk)})
        client.post(f"{judged.team}conflict/", {"application": "", "sure": "1"})
        assert client.get(f"{judged.team}{judged.good.pk}/").status_code == 200, f"{name} was not sure"
        client.post(f"{judged.team}conflict/", {"application": str(judged.good.pk), "sure": "1"})
        assert client.get(f"{judged.team}{judged.good.pk}/").status_code == 404
        assert "good@ecole" not in client.get(judged.team).content.decode()
    nora.post(f"{judged.team}decide/", {f"decision-{judged.good.pk}": "chosen", "sure": "1"})
    assert Application.objects.get(pk=judged.good.pk).decision == ""
    # An applicant of another call, or a stranger's team, is not within reach.
    assert signed_in(teams.stranger).post(f"{judged.team}conflict/", {"sure": "1"}).status_code in (302, 403)


def test_a_conflict_holds_when_the_organisation_applies_again(judged: Judged, teams: TwoTeams) -> None:
    otto = signed_in(judged.other)
    otto.post(f"{judged.jury}{judged.good.pk}/conflict/", {"sure": "1"})
    call = _opened(judged)
    withdraw(judged.good)
    same_name = judged.good.organisation
    again = applied(call, judged.mission, "colleague@ecole.example", organisation=same_name)
    CallForApplications.objects.filter(pk=call.pk).update(closes_at=judged.call.closes_at)
    assert otto.get(f"{judged.jury}{again.pk}/").status_code == 404
    assert "colleague@" not in otto.get(judged.jury).content.decode()
    assert otto.get(f"{judged.jury}{judged.poor.pk}/").status_code == 200
    assert signed_in(judged.own).get(f"{judged.jury}{again.pk}/").status_code == 200


def _sent(teams: TwoTeams) -> tuple[Application, str, str]:
    """An application that was sent, the path of its page and the name of the field of its document."""
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    application = applied(call, mission, "lea@ecole.example")
    return application, link_of("lea@ecole.example"), f"document_{call.documents.get().key}"


def test_who_sent_an_application_hears_of_a_document_that_is_replaced(teams: TwoTeams) -> None:
    application, own, name = _sent(teams)
    client = Client()
    fields = {**hidden(client, own), **WRITTEN}
    mail.outbox.clear()
    for _double in range(2):
        client.post(own, {"action": "save", **fields, name: pdf("neuf.pdf", PDF + b"% new")})
    assert [message.subject.rpartition(" – ")[2] for message in mails_to("lea@ecole.example")] == [
        "candidature corrigée"
    ]
    # Words that are refused do not hide it, and the form of an older tab replaces nothing unseen.
    old = hidden(client, own)
    answer = client.post(own, {"action": "save", **old, **WRITTEN, "offer": "", name: pdf("b.pdf", PDF * 2)})
    assert answer.status_code == 422
    assert application.documents.get().name == "b.pdf"
    assert len(mails_to("lea@ecole.example")) == 2
    answer = client.post(own, {"action": "save", **old, **WRITTEN, name: pdf("c.pdf", PDF * 3)})
    assert "Un fichier plus récent est déjà là" in answer.content.decode()
    assert application.documents.get().name == "b.pdf"


def test_what_was_sent_keeps_its_document_after_the_closing(teams: TwoTeams) -> None:
    application, own, name = _sent(teams)
    client, files = Client(), stored_files()
    fields = {**hidden(client, own), **WRITTEN}
    with time_machine.travel(application.call.closes_at + timedelta(seconds=1)):
        answer = client.post(own, {"action": "save", **fields, name: pdf("neuf.pdf", PDF * 2)})
    assert "closes depuis le" in answer.content.decode()
    assert stored_files() == files


def test_no_file_is_scanned_of_who_sends_too_often_or_too_late(teams: TwoTeams, settings: Settings) -> None:
    application, own, name = _sent(teams)
    client = Client()
    fields = {**hidden(client, own), **WRITTEN, "offer": "Neuf"}
    with clamd() as (address, seen):
        settings.FEDCMS_CLAMAV = address
        with time_machine.travel(application.call.closes_at + timedelta(seconds=1)):
            client.post(own, {"action": "save", **fields, name: pdf()})
        assert not seen
        settings.FEDCMS_SIGN_UP_RATE = "1/hour"
        client.post(own, {"action": "save", **fields})
        answer = client.post(own, {"action": "save", **hidden(client, own), **fields, name: pdf()})
    assert not seen
    assert answer.status_code == 429
    assert "très souvent" in answer.content.decode()
    assert "Neuf" in answer.content.decode()


def test_a_call_that_went_with_its_mission_keeps_no_dossier(judged: Judged, teams: TwoTeams) -> None:
    replace_dossier(judged.call, pdf())
    signed_in(teams.publisher).post(
        f"{judged.team}decide/", {f"decision-{judged.good.pk}": "chosen", "sure": "1"}
    )
    assert Application.objects.get(pk=judged.good.pk).decision == "chosen"
    judged.call.refresh_from_db()
    delete_call(judged.call)
    kept = CallForApplications.objects.get(pk=judged.call.pk)
    assert kept.dossier.name == ""
    assert not kept.evaluators.exists()


def test_an_organisation_reads_no_name_of_who_has_withdrawn(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission, documents=[])
    school = make_organisation(teams.other, "bureau@ecole.example")
    first = applied(call, mission, "lea@ecole.example", claimed_organisation=school)
    path = path_in(mails_to("bureau@ecole.example")[-1], "/organisation-application/")
    withdraw(first)
    html = Client().get(path).content.decode()
    assert "Léa" not in html
    assert "plus à confirmer" in html


def test_an_application_that_goes_while_a_file_is_kept_is_said_in_words(
    teams: TwoTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    application = started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    fields = hidden(client, own)

    def gone(*_arguments: object, **_named: object) -> bool:
        Application.objects.filter(pk=application.pk).delete()
        return False

    monkeypatch.setattr("events.applications.personal_views.add_document", gone)
    name = f"document_{call.documents.get().key}"
    answer = client.post(own, {"action": "save", **fields, "profile": "x" * 5000, name: pdf()})
    assert answer.status_code == 422
    assert "ne candidate plus" in answer.content.decode()


def test_a_call_with_decisions_is_not_withdrawn_and_keeps_its_jury(teams: TwoTeams) -> None:
    """Its page would go on taking applications, without a dossier and without a jury."""
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    call.evaluators.create(user=teams.publisher)
    closed = call.closes_at
    ShortfallDecision.objects.create(call=call, kind="extend", closed_at=closed, closes_at=closed, number=0)
    screen = reverse("mission_applications:edit_call", args=[mission.pk])
    answer = signed_in(teams.publisher).post(screen, {"withdraw": "1", "sure": "1"}, follow=True)
    assert "a déjà des décisions" in answer.content.decode()
    assert call.evaluators.count() == 1
    assert CallForApplications.objects.filter(pk=call.pk).exists()
