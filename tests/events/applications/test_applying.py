"""Somebody applies to a mission by a link: begins, saves, comes back, sends, corrects, withdraws."""

from datetime import timedelta

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events.models import Application, ApplicationState
from tests.events.applications.support import (
    PDF,
    applied,
    hidden,
    link_of,
    make_call,
    make_far_mission,
    pdf,
    posted,
    start_form,
    started,
    stored_files,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, make_organisation, path_in
from tests.media.test_virus_scan import EICAR, clamd

WORDS = {
    "name": "Léa",
    "profile": "Une école",
    "offer": "Un outil",
    "sought": "Des écoles",
    "motivation": "Oui",
}


def test_somebody_applies_and_comes_back(teams: TwoTeams) -> None:  # noqa: PLR0915  # one story
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    client, address = Client(), f"/fr/apply/{mission.translation_key}/"
    page = client.get(mission.url_path).content.decode()
    assert f'href="{address}"' in page
    form = client.get(address)
    assert form.status_code == 200
    assert "choisir la délégation" in form.content.decode()
    sent = client.post(address, start_form("lea@ecole.example"))
    assert sent.status_code == 303
    assert client.get(sent["Location"]).status_code == 200
    assert client.get(address).cookies == {}
    message = mails_to("lea@ecole.example")[-1]
    assert "Léa" not in message.body, "the address may be a stranger's"
    own = path_in(message, "/my-application/")
    assert client.get(own).status_code == 200
    assert Application.objects.get().state == ApplicationState.ASKED, "programs open links"

    saved = client.post(own, {"action": "save", **hidden(client, own), "profile": "Une école"})
    assert saved.status_code == 303
    draft = Application.objects.get()
    assert (draft.state, draft.profile, draft.version) == (ApplicationState.DRAFT, "Une école", 1)
    again = client.get(own).content.decode()
    assert "Une école" in again
    assert "brouillon" in again
    # What is missing is said, and what was typed stays.
    lacking = client.post(own, {"action": "submit", **hidden(client, own), **WORDS, "offer": ""})
    assert lacking.status_code == 422
    html = lacking.content.decode()
    assert "Écrivez quelque chose ici" in html
    assert "Joignez ce document" in html
    assert "Des écoles" in html
    document = call.documents.get()
    whole = {**WORDS, f"document_{document.key}": pdf()}
    assert client.post(own, {"action": "submit", **hidden(client, own), **whole}).status_code == 303
    sent_in = Application.objects.get()
    assert sent_in.state == ApplicationState.SUBMITTED
    assert mails_to("lea@ecole.example")[-1].subject.endswith("candidature arrivée")
    kept = sent_in.documents.get()
    assert b"".join(client.get(f"{own}documents/{kept.pk}/")) == PDF
    assert client.get(f"/media/{kept.file.name}").status_code == 404

    corrected = {**WORDS, "offer": "Deux outils"}
    client.post(own, {"action": "save", **hidden(client, own), **corrected})
    assert Application.objects.get().offer == "Deux outils"
    assert mails_to("lea@ecole.example")[-1].subject.endswith("candidature corrigée")
    # What was sent stays complete.
    assert (
        client.post(own, {"action": "save", **hidden(client, own), **corrected, "offer": ""}).status_code
        == 422
    )
    assert Application.objects.get().offer == "Deux outils"
    assert client.get(f"{own}data.json").json()["offer"] == "Deux outils"

    client.post(own, {"action": "withdraw"})
    assert Application.objects.get().state == ApplicationState.SUBMITTED, "the box was not ticked"
    client.post(own, {"action": "withdraw", "sure": "1"})
    assert Application.objects.get().state == ApplicationState.WITHDRAWN
    assert client.post(own, {"action": "save", **hidden(client, own), **WORDS}).status_code == 422
    assert "effacées" in client.post(own, {"action": "erase", "sure": "1"}).content.decode()
    assert client.get(own).status_code == 404


def test_a_form_that_comes_twice_counts_once_and_an_older_one_is_refused(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    make_call(mission, documents=[])
    client = Client()
    address = f"/fr/apply/{mission.translation_key}/"
    form = start_form("lea@ecole.example")
    client.post(address, form)
    client.post(address, form)
    assert len(mail.outbox) == 1
    own = link_of("lea@ecole.example")
    fields = hidden(client, own)
    for _double in range(2):
        assert client.post(own, {"action": "submit", **fields, **WORDS}).status_code == 303
    assert len(mails_to("lea@ecole.example")) == 2, "it has arrived once"
    assert Application.objects.get().version == 1
    # The back button shows the form as it was: refused in words, with what was typed; sent again, it is kept.
    old = client.post(own, {"action": "save", "version": "0", "form_key": "other", **WORDS, "offer": "Neuf"})
    assert old.status_code == 422
    html = old.content.decode()
    assert "enregistrée entre-temps" in html
    assert "Neuf" in html
    assert Application.objects.get().offer == "Un outil"
    again = {name: value for name, value in posted(html).items() if name in ("version", "form_key")}
    assert client.post(own, {"action": "save", **again, **WORDS, "offer": "Neuf"}).status_code == 303
    assert Application.objects.get().offer == "Neuf"


def test_the_closing_is_asked_when_a_form_arrives(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    document = call.documents.get()
    application = started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    fields = hidden(client, own)
    files = stored_files()
    with time_machine.travel(call.closes_at - timedelta(seconds=1), tick=False):
        # Older than two days: it is not to be confirmed any more.
        Application.objects.update(asked_at=timezone.now())
        assert client.post(own, {"action": "save", **fields, "profile": "À temps"}).status_code == 303
    for late in (timedelta(), timedelta(hours=1)):
        with time_machine.travel(call.closes_at + late, tick=False):
            answer = client.post(
                own, {"action": "submit", **WORDS, "version": "1", f"document_{document.key}": pdf()}
            )
            assert answer.status_code == 422
            html = answer.content.decode()
            assert "closes depuis le" in html
            assert "Des écoles" in html, "what was typed is still there"
            begun = client.post(f"/fr/apply/{mission.translation_key}/", start_form("ida@ecole.example"))
            assert begun.status_code == 422
    application.refresh_from_db()
    assert (application.state, application.profile) == (ApplicationState.DRAFT, "À temps")
    assert stored_files() == files, "a file that came too late is not kept"
    assert Application.objects.count() == 1


def test_a_file_is_kept_though_another_field_is_wrong(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(
        mission, documents=[{"label": {"fr": "Projet"}}, {"label": {"fr": "Budget"}, "largest_megabytes": 1}]
    )
    project, budget = call.documents.all()
    application = started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    answer = client.post(
        own,
        {
            "action": "save",
            **hidden(client, own),
            "profile": "x" * 5000,
            f"document_{project.key}": pdf("projet.pdf"),
            f"document_{budget.key}": pdf("budget.pdf", PDF + b"0" * 2**20),
        },
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "trop grand" in html
    assert "x" * 5000 in html
    assert "projet.pdf" in html
    assert [each.requested_id for each in application.documents.all()] == [project.pk]
    for bad, words in (
        (pdf("projet.docx"), "n’est pas accepté ici"),
        (pdf("projet.pdf", b"MZ"), "ne correspond pas à son nom"),
        (pdf("projet.pdf", b""), "vide"),
    ):
        answer = client.post(own, {"action": "save", **hidden(client, own), f"document_{project.key}": bad})
        assert words in answer.content.decode(), words
    assert application.documents.get().size == len(PDF)


def test_a_virus_is_refused_and_a_scanner_that_is_away_loses_nothing(
    teams: TwoTeams, settings: Settings
) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    document = call.documents.get()
    application = started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    files = stored_files()
    with clamd() as (address, _seen):
        settings.FEDCMS_CLAMAV = address
        bad = {**WORDS, f"document_{document.key}": pdf("projet.pdf", PDF + EICAR)}
        answer = client.post(own, {"action": "save", **hidden(client, own), **bad})
        assert "antivirus refuse" in answer.content.decode()
    # The daemon is gone by now.
    answer = client.post(
        own, {"action": "save", **hidden(client, own), **WORDS, f"document_{document.key}": pdf()}
    )
    assert answer.status_code == 422
    assert "ne répond pas" in answer.content.decode()
    assert "Des écoles" in answer.content.decode()
    assert not application.documents.exists()
    assert stored_files() == files
    # Without a file, all is saved.
    assert client.post(own, {"action": "save", **hidden(client, own), **WORDS}).status_code == 303


def test_one_application_an_organisation(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission, documents=[])
    school = make_organisation(teams.other, "bureau@ecole.example")
    first = applied(call, mission, "lea@ecole.example", claimed_organisation=school)
    second = applied(call, mission, "ida@autre.example", claimed_organisation=school)
    asked = mails_to("bureau@ecole.example")
    assert len(asked) == 2
    assert "Léa" not in asked[0].body
    client = Client()
    paths = [path_in(message, "/organisation-application/") for message in asked]
    assert "Léa" in client.get(paths[0]).content.decode()
    assert Application.objects.get(pk=first.pk).cluster is None, "a link confirms by a button alone"
    client.post(paths[0])
    client.post(paths[0])
    assert Application.objects.get(pk=first.pk).cluster == teams.other
    assert "déjà confirmé une autre" in client.post(paths[1]).content.decode()
    assert Application.objects.get(pk=second.pk).cluster is None
    # Its own address proves it; a third person cannot send for it any more.
    third = started(call, mission, "bureau@ecole.example", claimed_organisation=school)
    own = link_of("bureau@ecole.example")
    answer = client.post(own, {"action": "submit", **hidden(client, own), **WORDS})
    assert "déjà une candidature" in answer.content.decode()
    assert Application.objects.get(pk=third.pk).state == ApplicationState.ASKED
    # In no directory, the name tells.
    applied(call, mission, "a@x.example", organisation="École Libre")
    started(call, mission, "b@x.example", organisation="ecole  LIBRE")
    own = link_of("b@x.example")
    assert (
        "déjà une candidature"
        in client.post(own, {"action": "submit", **hidden(client, own), **WORDS}).content.decode()
    )
