"""Many people are told in batches: few queries, nobody twice, and one bad sheet or address stops nobody."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events.models import SignUp, SignUpNotice, SignUpSheet, SignUpState
from events.signup.event_notices import note_event, tell_batch
from events.signup.jobs import look_after_sign_ups
from events.signup.mail_frame import ShownEvent
from events.signup.seats import AT_ONCE
from events.signup.service import cancel
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    make_far_event,
    make_sheet,
    news,
    seat_mails,
    work,
)

SEATED = "seat@people.example"


def test_many_are_told_a_portion_at_a_time_and_one_bad_sheet_stops_nobody(
    teams: TwoTeams,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, event = make_far_event(teams.own), make_far_event(teams.own)
    bad_sheet, sheet = make_sheet(broken, 1), make_sheet(event, 1)
    arrived(bad_sheet, broken, "b@people.example", name="Sentinelle")
    # What can only fail.
    SignUpNotice.objects.create(sheet=bad_sheet, kind="event", before={}, after={}, last_rank=1)
    first = arrived(sheet, event, SEATED)
    rows = [
        SignUp(
            sheet=sheet,
            state=SignUpState.WAITING,
            rank=number,
            name="x",
            email=f"w{number}@people.example",
            email_key=f"w{number}@people.example",
            language="fr",
            form_key=f"w{number}",
            arrived_at=timezone.now(),
        )
        for number in range(2, 2 * AT_ONCE + 10)
    ]
    # From before addresses were checked.
    rows[0].email = "o@x\ufffdy.fr"
    SignUp.objects.bulk_create(rows)
    SignUpSheet.objects.filter(pk=sheet.pk).update(last_rank=2 * AT_ONCE + 9, capacity=3 * AT_ONCE)
    before = len(mail.outbox)
    with CaptureQueriesContext(connection) as captured:
        Client().get(event.url_path)
    asked_of_people = [query["sql"] for query in captured if 'FROM "events_signup"' in query["sql"]]
    assert asked_of_people
    assert all("COUNT(" in sql for sql in asked_of_people), "numbers, not people"
    # Bounded, and few queries a mail, which tests send at once.
    with django_assert_max_num_queries(AT_ONCE + 30):
        cancel(first)
    assert SignUp.objects.filter(sheet=sheet, state=SignUpState.CONFIRMED).count() == AT_ONCE
    look_after_sign_ups()
    assert f"Sheet {bad_sheet.pk} could not be looked after" in caplog.text
    assert "Sentinelle" not in caplog.text
    assert SignUp.objects.filter(sheet=sheet, state=SignUpState.CONFIRMED).count() == len(rows)
    # Who cannot be written to stops nobody either.
    assert [seat_mails(row.email) for row in rows] == [0] + [1] * (len(rows) - 1)
    assert f"about sign-up {SignUp.objects.get(sheet=sheet, rank=2).pk}" in caplog.text
    assert len(mail.outbox) - before == len(rows)
    # The worker dies after a portion: nobody is told twice.
    before = len(mail.outbox)
    event.refresh_from_db()
    event.venue_city = "Vannes"
    event.save_revision().publish()
    locked = SignUpSheet.objects.select_for_update().get(pk=sheet.pk)
    note_event(locked, ShownEvent(locked))
    assert tell_batch(sheet.pk)
    assert len(mail.outbox) == before + AT_ONCE - 1
    SignUpNotice.objects.filter(sheet=bad_sheet).delete()
    work()
    assert len(news(before)) == len(rows) - 1
    assert not SignUpNotice.objects.exists()
