"""What is known of a person is in one place, and gone from everywhere when its time is over."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events.models import SignUp, SignUpSheet, SignUpState
from events.signup.erasure import erase_old_sign_ups
from events.signup.jobs import look_after_sign_ups
from events.signup.links import own_token
from fedcms.core.lanes import Lane
from fedcms.core.mail import MailNotSent, deliver
from fedcms.core.models import OutgoingMail
from fedcms.core.tasks.queue import claim, fail
from fedcms.settings.base import EMAIL_BACKEND, TASKS
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    filled_in,
    form_address,
    make_far_event,
    make_sheet,
    own_path,
    signed_in,
)

SENTINELS = (
    "Quintessencia",
    "zzquint@sentinel.example",
    "Sentinelschule",
    "Sentinelantwort",
    "Sentinelnotiz",
)


def tables_with(*words: str) -> set[str]:
    """The tables of the database in which one of some texts stands anywhere: one question a table."""
    quote = connection.ops.quote_name
    text = "TEXT" if connection.vendor == "sqlite" else "VARCHAR"
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            # The names alone: Django's introspection of SQLite parses the whole table's SQL for each column.
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")  # of the database itself
            columns = [quote(column[0]) for column in cursor.description]
            asked = [f"LOWER(CAST({name} AS {text})) LIKE %s" for name in columns for _word in words]
            cursor.execute(
                f"SELECT 1 FROM {quote(table)} WHERE {' OR '.join(asked)}",  # of the database itself
                [f"%{word.lower()}%" for _name in columns for word in words],
            )
            if cursor.fetchone():
                found.add(table)
    return found


def fail_to_send() -> int:
    """Lets a worker try to send what is queued, and note why it could not."""
    failures = 0
    while (task := claim("a-worker", Lane.MAIL)) is not None:
        with pytest.raises(MailNotSent) as raised:
            deliver.call(**task.args_kwargs["kwargs"])
        assert "550" in str(raised.value)
        fail(task, "a-worker", raised.value)
        failures += 1
    return failures


def test_a_person_stands_in_few_places_and_is_gone_after_the_time(
    teams: TwoTeams, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    caplog.set_level(logging.DEBUG)
    # The worker's queue, and a mail server that refuses everything, so that mails and failures stay.
    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS
    settings.FEDCMS_MAIL_TRANSPORT = "tests.events.signup.refusing_mail.RefusingBackend"
    event = make_far_event(teams.own)
    sheet = make_sheet(
        event, 5, kept_days=30, questions=[{"label": {"fr": "Mot"}, "question_type": "singleline"}]
    )
    key = f"question_{sheet.questions.get().key}"
    name, email, organisation, answer, note = SENTINELS
    client = Client()
    typed = filled_in(email, name=name, organisation=organisation, **{key: answer})
    response = client.post(form_address(event), typed)
    assert response.status_code == 303
    assert not any(each in response["Location"] for each in SENTINELS)
    sign_up = SignUp.objects.get()
    link = f"/my-sign-up/{own_token(sign_up)}/"
    client.post(link, {"action": "confirm"})
    nora = signed_in(teams.publisher)
    root = f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/"
    nora.post(f"{root}{sign_up.pk}/", {"note": note})
    nora.post(f"{root}{sign_up.pk}/check-in/")
    client.get(f"{link}nothing/")

    assert fail_to_send() == 2
    expected = {"events_signup", "core_outgoingmail"}
    assert OutgoingMail.objects.count() == 2
    assert tables_with(*SENTINELS) == expected
    # Public pages, feeds, search and calendars say nothing of it.
    for path in (
        event.url_path,
        f"{event.url_path}calendar.ics",
        "/fr/search/?q=Quintessencia",
        form_address(event),
        f"{form_address(event)}sent/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        # The search says once more what one asked for.
        said = answer.content.decode().replace("Quintessencia", "")
        assert not any(each in said for each in SENTINELS[1:]), path

    with time_machine.travel(event.ends_at + timedelta(days=29)):
        assert erase_old_sign_ups() == 0
    with time_machine.travel(event.ends_at + timedelta(days=31)):
        assert erase_old_sign_ups() == 1
    assert not tables_with(*SENTINELS)
    stored = getattr(cache, "_cache", {})
    said = caplog.text + repr(stored)
    for each in SENTINELS:
        assert each not in said
    assert client.get(link).status_code == 404
    kept = SignUp.objects.get()
    assert (kept.state, kept.rank) == (SignUpState.CONFIRMED, 1), "numbers stay"


def test_an_address_that_nobody_confirms_is_erased(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    Client().post(form_address(event), filled_in("never@ecole.example"))
    look_after_sign_ups()
    assert SignUp.objects.get().state == SignUpState.ASKED
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        look_after_sign_ups()
        gone = SignUp.objects.get()
        assert (gone.state, gone.email, gone.name, gone.rank) == (SignUpState.EXPIRED, "", "", None)
        # The same person may come again.
        assert arrived(sheet, event, "never@ecole.example").state == SignUpState.CONFIRMED


def test_the_people_of_a_deleted_event_go_with_it(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 5)
    arrived(sheet, event, "lea@ecole.example")
    assert own_path("lea@ecole.example")
    event.delete()
    assert not SignUpSheet.objects.exists()
    assert not SignUp.objects.exists()
