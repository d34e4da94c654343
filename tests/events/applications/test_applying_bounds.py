"""What an application by a link refuses, and what its mails and dead links say."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events.applications.forms import StartForm
from events.applications.jobs import look_after_applications
from events.models import Application
from tests.events.applications.support import (
    link_of,
    make_call,
    make_far_mission,
    start_form,
    started,
)
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import mails_to, stamp


def test_strangers_cannot_flood_an_address(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    make_call(mission)
    client, address = Client(), f"/fr/apply/{mission.translation_key}/"
    start = timezone.now()
    for number in range(12):
        with time_machine.travel(start + timedelta(minutes=20 * number)):
            values = start_form("lea@ecole.example", name=f"Nom {number}")
            assert client.post(address, values).status_code == 303, "one answer to known and unknown"
    assert len(mails_to("lea@ecole.example")) == 3
    with time_machine.travel(start + timedelta(hours=60)):
        look_after_applications()
        assert Application.objects.get().email == ""
        for number in range(5):
            client.post(address, start_form("lea@ecole.example", name=f"Encore {number}"))
    assert len(mails_to("lea@ecole.example")) <= 5


def test_an_arabic_mail_has_a_direction(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    started(call, mission, "lea@ecole.example", language="ar")
    html, kind = mails_to("lea@ecole.example")[-1].alternatives[0]  # type: ignore[attr-defined]  # of a multipart mail
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert "/my-application/" in html


def test_the_page_of_a_link_that_does_not_serve_says_nothing(teams: TwoTeams) -> None:
    mission = make_far_mission(teams.own)
    call = make_call(mission)
    started(call, mission, "lea@ecole.example")
    client, own = Client(), link_of("lea@ecole.example")
    answer = client.get(own)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    token = own.strip("/").rpartition("/")[2]
    for path in (
        f"/my-application/{token[:-1]}/",
        f"/organisation-application/{token}/",
        "/my-application/1-1.x/",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, {"action": "erase", "sure": "1"}).status_code == 404
    assert client.get(f"{own}documents/999/").status_code == 404


@pytest.mark.parametrize("apply_by", ["outside", "mail"])
def test_where_one_applies_elsewhere_there_is_no_form(teams: TwoTeams, apply_by: str) -> None:
    mission = make_far_mission(teams.own)
    make_call(mission, apply_by=apply_by, outside_url="https://form.example/", outside_email="a@b.example")
    assert Client().get(f"/fr/apply/{mission.translation_key}/").status_code == 404
    assert stamp(form=StartForm)
