"""A publisher opens a call for applications; the mission's page always says how one applies, and until when."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from events.applications.dossiers import replace_dossier
from events.applications.offer import time_left
from events.models import CallForApplications
from tests.events.applications.support import (
    PDF,
    call_form,
    make_call,
    make_far_mission,
    pdf,
    stored_files,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import signed_in

DAY = timedelta(days=1)


def apply_link(client: Client, path: str) -> str:
    """The address to which "Candidater" on a mission's page leads, "" without any."""
    html = client.get(path).content.decode()
    found = re.search(r'<a class="button" href="([^"]+)"[^>]*>(?:Candidater|Apply|Presentar|الترشح)', html)
    return found.group(1) if found else ""


def test_a_publisher_opens_a_call(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    nora, screen = (
        signed_in(teams.publisher),
        reverse("mission_applications:edit_call", args=[mission.pk]),
    )
    assert "Ouvrir les candidatures" in nora.get(f"/admin/pages/{mission.pk}/edit/").content.decode()
    assert nora.get(screen).status_code == 200
    quotas = [{"cluster": teams.other.pk, "places": "3"}]
    late = timezone.localdate() + timedelta(days=302)
    for fields, words in (
        ({"outside_email": ""}, "Donnez l’adresse à laquelle on écrit"),
        ({"apply_by": "outside"}, "Donnez l’adresse de l’autre formulaire"),
        ({"places": "2"}, "Plus de places sont réservées"),
        ({"minimum": "9"}, "Le minimum dépasse"),
        ({"closes_at": "01/01/2020 10:00"}, "déjà passé"),
        ({"closes_at": f"{late:%d/%m/%Y} 10:00"}, "après le départ"),
        ({"quotas": quotas * 2, "places": "9"}, "qu’une ligne"),
    ):
        answer = nora.post(screen, call_form(**({"quotas": quotas} | fields)))
        assert words in answer.content.decode(), words
    assert not CallForApplications.objects.exists()

    posted = call_form(
        closes_at=f"{mission.deadline:%d/%m/%Y} 17:00",
        time_zone="America/Montreal",
        quotas=quotas,
        criteria=[{"label_fr": "Maturité", "weight": "3"}],
        documents=[
            {"label_fr": "Projet", "file_types": "pdf", "largest_megabytes": "2", "is_required": "on"}
        ],
        form_key="11111111-1111-1111-1111-111111111111",
    )
    assert nora.post(screen, posted).status_code == 302
    assert nora.post(screen, posted).status_code == 302, "sent twice, it is saved once"
    call = CallForApplications.objects.get()
    wanted = datetime.combine(mission.deadline, datetime.min.time(), tzinfo=ZoneInfo("America/Montreal"))
    assert call.closes_at == wanted + timedelta(hours=17), "the hour is that of the zone"
    assert "17:00" in nora.get(screen).content.decode()
    # An older tab is refused with what was typed.
    old = nora.post(screen, call_form(places="7", version="new")).content.decode()
    assert "changés entre-temps" in old
    assert 'value="7"' in old
    assert CallForApplications.objects.get().places == 4

    page = Client().get(mission.url_path).content.decode()
    for words in (
        "Maturité",
        "poids 3",
        "Projet",
        "4 places.",
        "EdTech Sud",
        "17 h (Montréal",
        "2 organisations",
    ):
        assert words in page.replace("\u2068", "").replace("\xa0", " "), words
    assert apply_link(Client(), mission.url_path) == "mailto:missions@nord.example"


def test_nobody_else_opens_it(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    for client in (Client(), signed_in(teams.editor), signed_in(teams.stranger)):
        for name in ("edit_call", "change_dossier"):
            address = reverse(f"mission_applications:{name}", args=[mission.pk])
            assert client.get(address).status_code in (302, 403, 404, 405)
            assert client.post(address, call_form() | {"file": pdf()}).status_code in (302, 403, 404)
    assert not CallForApplications.objects.exists()
    assert (
        "Ouvrir les candidatures"
        not in signed_in(teams.editor).get(f"/admin/pages/{mission.pk}/edit/").content.decode()
    )


def test_the_dossier_is_for_all_while_the_mission_is_public(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission, apply_by="outside", outside_url="https://form.example/x")
    nora = signed_in(teams.publisher)
    change = reverse("mission_applications:change_dossier", args=[mission.pk])
    address = f"/fr/apply/{mission.translation_key}/dossier/"
    assert Client().get(address).status_code == 404
    for bad in (pdf("dossier.exe"), pdf("dossier.pdf", b"MZ not a PDF"), pdf("empty.pdf", b"")):
        nora.post(change, {"file": bad})
    assert not CallForApplications.objects.get().dossier
    nora.post(change, {"file": pdf("Dossier Québec.pdf")})
    answer = Client().get(address)
    assert b"".join(answer) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert address in Client().get(mission.url_path).content.decode()
    stored = CallForApplications.objects.get().dossier.name
    assert Client().get(f"/media/{stored}").status_code == 404, "no address of media serves it"
    mission.unpublish()
    assert Client().get(address).status_code == 404
    nora.post(change, {"remove": "1"})
    call.refresh_from_db()
    assert not call.dossier


def test_a_dossier_that_is_replaced_leaves_no_file(
    teams: TwoTeams, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    call = make_call(make_far_mission(teams.own))
    with django_capture_on_commit_callbacks(execute=True):
        replace_dossier(call, pdf())
    before = stored_files()
    with django_capture_on_commit_callbacks(execute=True):
        replace_dossier(call, pdf())
    assert len(stored_files() - before) == 1
    assert len(before - stored_files()) == 1
    before = stored_files()
    CallForApplications.objects.all().delete()
    with pytest.raises(CallForApplications.DoesNotExist):
        replace_dossier(call, pdf())
    assert stored_files() == before, "what failed left no file"


def test_the_page_always_shows_a_way_that_works(teams: TwoTeams) -> None:
    client = Client()
    mission = make_far_mission(teams.own, contact="Service export, missions@nord.example")
    assert apply_link(client, mission.url_path) == "mailto:missions@nord.example"
    # Without an address in its contact, the form to write to the section's team.
    other = make_far_mission(teams.own, contact="Service export")
    found = apply_link(client, other.url_path)
    assert found.startswith("/fr/")
    assert client.get(found).status_code == 200
    make_call(other, apply_by="outside", outside_url="https://www.form.example/apply")
    html = client.get(other.url_path).content.decode()
    assert "https://www.form.example/apply" in html
    assert re.search(r"Candidater sur\s+<bdi>form.example</bdi>", html)


def test_the_moment_of_closing_is_exact(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    moment = datetime(2031, 3, 30, 1, 0, tzinfo=UTC)
    with time_machine.travel(moment - timedelta(days=3), tick=False):
        mission = make_far_mission(teams.own)
        make_call(mission, apply_by="mail", outside_email="a@b.example", closes_at=moment)
    client = Client()
    for now, is_open, words in (
        (moment - timedelta(days=2, hours=5), True, "encore 2 jours"),
        (moment - timedelta(hours=5), True, "encore 5 heures"),
        (moment - timedelta(minutes=3), True, "encore 3 minutes"),
        (moment - timedelta(seconds=1), True, "moins d’une minute"),
        (moment, False, "candidatures closes"),
        (moment + timedelta(seconds=1), False, "candidatures closes"),
    ):
        with time_machine.travel(now, tick=False):
            html = client.get(mission.url_path).content.decode()
            assert words in html, now
            assert bool(apply_link(client, mission.url_path)) is is_open, now


def test_time_left_is_said_in_each_language() -> None:
    now = timezone.now()
    said = {}
    for language in ("fr", "en", "es", "ar"):
        with translation.override(language):
            said[language] = [time_left(now + left, now) for left in (DAY * 12, DAY, timedelta(minutes=1))]
    assert said["en"] == ["12 days left", "24 hours left", "1 minute left"]
    assert len({tuple(words) for words in said.values()}) == 4
