"""What is known of an applicant is in one place, and gone from everywhere, files too, when its time is over."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events.applications.erasure import drop_lost_files, erase_old_applications
from events.applications.links import own_token
from events.models import Application, ApplicationState, CallForApplications, DecisionKind
from events.models.call import private_storage
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from tests.events.applications.support import (
    PDF,
    applied,
    hidden,
    make_call,
    make_far_mission,
    pdf,
    start_form,
    stored_files,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import signed_in
from tests.events.signup.test_personal_data import fail_to_send, tables_with

Commits = Callable[..., AbstractContextManager[object]]
SENTINELS = {
    "name": "Quintessencia",
    "email": "zzquint@sentinel.example",
    "organisation": "Sentinelschule",
    "profile": "Sentinelprofil",
    "offer": "Sentinelangebot",
    "sought": "Sentinelsuche",
    "motivation": "Sentinelgrund",
    "website": "https://sentinelseite.example/",
}


def _files_with(words: str) -> set[str]:
    storage = private_storage()
    return {name for name in stored_files() if words in name or words.encode() in storage.open(name).read()}


def test_an_applicant_is_gone_after_the_time(
    teams: TwoTeams,
    caplog: pytest.LogCaptureFixture,
    settings: Settings,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    caplog.set_level(logging.DEBUG)
    # The worker's queue, and a mail server that refuses everything, so that mails and failures stay.
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    settings.FEDCMS_MAIL_TRANSPORT = "tests.events.signup.refusing_mail.RefusingBackend"
    mission = make_far_mission(teams.own)
    call = make_call(mission, kept_days=30)
    document = call.documents.get()
    client = Client()
    who = {name: SENTINELS[name] for name in ("name", "organisation")}
    client.post(f"/fr/apply/{mission.translation_key}/", start_form(SENTINELS["email"], **who))
    own = f"/my-application/{own_token(Application.objects.get())}/"
    written = {
        name: SENTINELS[name] for name in ("name", "profile", "offer", "sought", "motivation", "website")
    }
    file = pdf("Sentineldatei.pdf", PDF + b"Sentinelinhalt")
    written["own_site"] = written.pop("website")
    sent = {"action": "submit", **hidden(client, own), **written, f"document_{document.key}": file}
    assert client.post(own, sent).status_code == 303
    client.get(f"{own}nothing/")
    application = Application.objects.get()
    nora = signed_in(teams.publisher)
    nora.get(f"/admin/mission-applications/{teams.own.pk}/{call.pk}/{application.pk}/")
    nora.get(f"/admin/mission-applications/{teams.own.pk}/{call.pk}/{application.pk}/export/")
    # Chosen, the organisation says who it is to everybody.
    Application.objects.update(decision=DecisionKind.CHOSEN)
    shown = {name: SENTINELS[name] for name in ("profile", "offer", "sought")}
    assert client.post(f"{own}delegation/", {**shown, "consent": "on", "version": "0"}).status_code == 303
    nora.post(
        f"/admin/mission-delegations/{teams.own.pk}/{call.pk}/{application.pk}/",
        {"version": "1", "profile_ar": SENTINELS["profile"]},
    )
    there = {"audience": "some", "participants": str(application.pk), "time_zone": "Africa/Casablanca"}
    meeting = {
        "title_fr": "Sentineltreffen",
        "day": f"{mission.starts_on:%d/%m/%Y}",
        "starts": "09:30",
        **there,
    }
    nora.post(f"/admin/mission-delegations/{teams.own.pk}/{call.pk}/programme/add/", meeting)
    assert "Sentineltreffen" in client.get(f"{own}programme.ics", follow=True).content.decode()
    fail_to_send()
    everything = (*SENTINELS.values(), "Sentineltreffen", "Sentineldatei", "Sentinelinhalt")
    tables = tables_with(*everything)
    assert tables == {
        "events_application",
        "events_applicationdocument",
        "events_delegateprofile",
        "events_programmeitem",
        "core_outgoingmail",
    }
    assert _files_with("Sentinelinhalt")
    for path in (
        mission.url_path,
        f"/fr/apply/{mission.translation_key}/",
        "/fr/search/?q=Sentinelschule",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        assert not any(each in html for each in everything if each != SENTINELS["organisation"]), path

    back = mission.place_and_span()[2]
    with time_machine.travel(back + timedelta(days=29)):
        assert erase_old_applications() == 0
    with time_machine.travel(back + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        assert erase_old_applications() == 1
    assert not tables_with(*everything)
    assert not _files_with("Sentinel")
    said = caplog.text + repr(getattr(cache, "_cache", {}))
    for each in everything:
        assert each not in said
    assert own.split("/")[2] not in said, "links are masked"
    assert client.get(own).status_code == 404
    assert Application.objects.get().state == ApplicationState.SUBMITTED, "numbers stay"


def test_what_a_crash_left_of_files_is_found(teams: TwoTeams) -> None:
    call = make_call(make_far_mission(teams.own))
    kept = applied(call, make_far_mission(teams.own), "lea@ecole.example").documents.get()
    with private_storage().open("applications/lost.pdf", "wb") as file:
        file.write(PDF)
    drop_lost_files(timezone.now())
    assert "applications/lost.pdf" in stored_files(), "it may be one that is just being kept"
    drop_lost_files(timezone.now() + timedelta(hours=7))
    assert "applications/lost.pdf" not in stored_files()
    assert kept.file.name in stored_files()


def test_a_deleted_mission_leaves_nobody(
    teams: TwoTeams, django_capture_on_commit_callbacks: Commits
) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    stored = applied(call, mission, "lea@ecole.example").documents.get().file.name
    deletion = f"/admin/pages/{mission.pk}/delete/"
    assert signed_in(teams.publisher).post(deletion)["Location"] == f"/admin/pages/{mission.pk}/edit/"
    with django_capture_on_commit_callbacks(execute=True):
        mission.delete()
    assert not CallForApplications.objects.exists()
    assert not Application.objects.exists()
    assert stored not in stored_files()
