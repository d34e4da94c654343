"""What changes late: a closing put off, a withdrawal after it, a form that comes again, a jury that changes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events.applications.call_form import CallForm, call_panels
from events.applications.decisions import decide
from events.applications.erasure import erase, erase_call, erase_old_applications
from events.applications.jury_service import invite
from events.models import Application, CallForApplications, ConflictOfInterest, Evaluation, Evaluator
from events.models.call import private_storage
from fedcms.users.models import User
from tests.events.applications.judged import Judged
from tests.events.applications.support import (
    PDF,
    WRITTEN,
    call_form,
    hidden,
    link_of,
    make_call,
    make_far_mission,
    pdf,
    started,
    stored_files,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, signed_in
from tests.factories import make_user


def test_the_site_of_an_organisation_can_be_seen_and_written(teams: TwoTeams) -> None:
    """A field of this name is a trap in other forms, which hides it."""
    mission = make_far_mission(teams.own)
    started(make_call(mission), mission, "lea@ecole.example")
    html = Client().get(link_of("lea@ecole.example")).content.decode()
    field = re.search(r'<div class="field([^"]*)"([^>]*)>\s*<label[^>]*>Le site de votre organisation', html)
    assert field is not None
    assert field.groups() == ("", "")


def _close(judged: Judged, **fields: object) -> None:
    CallForApplications.objects.filter(pk=judged.call.pk).update(**fields)


def test_a_minimum_that_was_reached_is_not_asked_about_again(judged: Judged, teams: TwoTeams) -> None:
    """Somebody who was chosen withdraws after the closing; at last all are erased."""
    _close(judged, minimum=2, places=2)
    nora = signed_in(teams.publisher)
    erase(judged.good)
    assert "La mission part-elle" not in nora.get(judged.team).content.decode()
    nora.post(f"{judged.team}decide/", {f"decision-{judged.poor.pk}": "chosen", "sure": "1"})
    assert Application.objects.get(pk=judged.poor.pk).decision == "chosen"
    with time_machine.travel(judged.mission.place_and_span()[2] + timedelta(days=200)):
        erase_call(judged.call)
        nora.post(f"{judged.team}shortfall/", judged.says("cancel"))
    assert not CallForApplications.objects.get(pk=judged.call.pk).is_cancelled


def test_a_finished_mission_is_not_cancelled(judged: Judged, teams: TwoTeams) -> None:
    _close(judged, minimum=3, places=3)
    with time_machine.travel(judged.mission.place_and_span()[2] + timedelta(days=1)):
        assert "La mission part-elle" not in signed_in(teams.publisher).get(judged.team).content.decode()


def test_nothing_is_proposed_to_who_does_not_see_all(judged: Judged, teams: TwoTeams) -> None:
    otto, nora = signed_in(judged.other), signed_in(teams.publisher)
    for each, mark in ((judged.good, 5), (judged.poor, 1)):
        otto.post(f"{judged.jury}{each.pk}/", judged.scores(mark, mark, hand_in="1"))
    assert 'value="chosen" selected' in nora.get(judged.team).content.decode()
    # A place that is held is not proposed again.
    Application.objects.filter(pk=judged.poor.pk).update(decision="chosen")
    html = nora.get(judged.team).content.decode()
    assert html.count('value="chosen" selected') == 1
    assert 'value="reserve" selected' in html
    Application.objects.filter(pk=judged.poor.pk).update(decision="")
    ConflictOfInterest.objects.create(application=judged.good, user=teams.publisher)
    html = nora.get(judged.team).content.decode()
    assert "poor@ecole" in html
    assert 'value="chosen" selected' not in html
    assert "Le choix proposé" not in html


def test_ties_go_by_who_sent_first(judged: Judged, teams: TwoTeams) -> None:
    otto = signed_in(judged.other)
    for each in (judged.good, judged.poor):
        otto.post(f"{judged.jury}{each.pk}/", judged.scores(3, 3, hand_in="1"))
    Application.objects.filter(pk=judged.poor.pk).update(submitted_at=timezone.now() - timedelta(days=1))
    html = signed_in(teams.publisher).get(judged.team).content.decode()
    assert html.index("poor@ecole") < html.index("good@ecole")


def test_scores_of_words_that_may_change_again_are_drafts(judged: Judged, teams: TwoTeams) -> None:
    otto, nora = signed_in(judged.other), signed_in(teams.publisher)
    one = f"{judged.jury}{judged.good.pk}/"
    _close(judged, minimum=3, places=3)
    otto.post(one, judged.scores(5, 4, hand_in="1"))
    assert not Evaluation.objects.exists(), "the organisers may open it again"
    _close(judged, minimum=1)
    otto.post(one, judged.scores(5, 4, hand_in="1"))
    later = timezone.localtime(timezone.now(), judged.call.time_zone) + timedelta(days=3)
    # Below the minimum, the team extends.
    _close(judged, minimum=3)
    nora.post(f"{judged.team}shortfall/", judged.says("extend", closes_at=f"{later:%d/%m/%Y %H:%M}"))
    assert CallForApplications.objects.get(pk=judged.call.pk).is_open(timezone.now())
    kept = Evaluation.objects.get()
    assert kept.submitted_at is None
    assert kept.scores.count() == 2


def _close_later(judged: Judged, user: User, **fields: str) -> CallForm:
    """The settings of a call with a later closing, checked."""
    call = CallForApplications.objects.get(pk=judged.call.pk)
    with timezone.override(call.time_zone):
        data = call_form(time_zone="America/Montreal", apply_by="site", **fields)
        form: CallForm = call_panels().get_form_class()(data, instance=call, for_user=user)
        form.mission = judged.mission
        form.is_valid()
    return form


def test_the_closing_stays_when_all_is_said(judged: Judged, teams: TwoTeams) -> None:
    assert "closes_at" not in _close_later(judged, teams.publisher).errors
    decide(judged.call, {judged.good.pk: ("", "chosen")}, teams.publisher)
    assert "Des décisions sont prises" in str(_close_later(judged, teams.publisher).errors["closes_at"])
    # Nor are there fewer places than were given.
    Application.objects.filter(pk=judged.poor.pk).update(decision="chosen")
    assert "Trop de candidatures" in str(
        _close_later(judged, teams.publisher, places="1", minimum="1").errors["places"]
    )
    assert "places" not in _close_later(judged, teams.publisher).errors
    _close(judged, is_cancelled=True)
    assert "annulée" in str(_close_later(judged, teams.publisher).errors["closes_at"])


def test_a_form_with_a_file_that_comes_twice_counts_once(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    fields, files = {**hidden(client, own), **WRITTEN}, stored_files()
    name = f"document_{call.documents.get().key}"
    for _double in range(2):
        assert client.post(own, {"action": "save", **fields, name: pdf()}).status_code == 303
    assert len(stored_files() - files) == 1
    # Its answer was lost, and something else was written meanwhile: it is not dropped without a word.
    other = client.post(own, {"action": "submit", **fields, "offer": "Neuf"})
    assert other.status_code == 422
    assert "Neuf" in other.content.decode()


def test_a_file_that_goes_meanwhile_stops_no_erasure(
    teams: TwoTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = make_far_mission(teams.own)
    started(make_call(mission), mission, "lea@ecole.example")
    with private_storage().open("applications/lost.pdf", "wb") as file:
        file.write(PDF)
    storage = private_storage()
    listed = storage.listdir("applications")[1]
    monkeypatch.setattr(type(storage), "listdir", lambda _self, _path: ([], ["gone.pdf", *listed]))
    with time_machine.travel(mission.place_and_span()[2] + timedelta(days=200)):
        assert erase_old_applications() == 1
    assert not storage.exists("applications/lost.pdf")


def test_a_jury_does_not_learn_of_a_mission_that_is_not_public(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own, title="Geheimreise", live=False)
    user = make_user("otto", teams.other, "editor")
    User.objects.filter(pk=user.pk).update(email="otto@clusters.example")
    invite(make_call(mission), "otto@clusters.example", teams.publisher)
    body = mails_to("otto@clusters.example")[-1].body
    assert "/jury/" in body
    assert "Geheimreise" not in body


def test_who_could_read_scores_does_not_join_the_jury(judged: Judged, teams: TwoTeams) -> None:
    """Somebody of the organising team leaves the jury, reads, and wants to come back."""
    nora, otto = signed_in(teams.publisher), signed_in(judged.other)
    otto.post(f"{judged.jury}{judged.good.pk}/", judged.scores(5, 4, hand_in="1"))
    Evaluator.objects.all().delete()
    for name in ("olga", "otto"):
        nora.post(f"{judged.team}jury/", {"email": f"{name}@clusters.example"})
    assert [each.user for each in judged.call.evaluators.all()] == [judged.other]
