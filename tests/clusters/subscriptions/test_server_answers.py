"""What a mail server answers, or that it does not, ends no subscription of who has a mailbox, and loses no mail."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from clusters.models import MailedPage, Subscriber, SubscriberMail
from clusters.subscriptions.claims import due_ids, release_claims
from clusters.subscriptions.mail_rows import write_notices
from tests.clusters.subscriptions.support import GRACE, subscriber, work
from tests.core.smtp_sink import Sink, smtp_sink
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federation")]


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    settings.FEDCMS_TASK_TRIES = 3
    with smtp_sink() as sink:
        settings.FEDCMS_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
        yield sink


def send(clock: "time_machine.Coordinates", title: str) -> None:
    """An article that is written about, long after what was tried before."""
    clock.shift(timedelta(hours=7))
    make_article(None, title=title)
    clock.shift(GRACE)
    work()


def reached(sink: Sink) -> list[str]:
    return [str(each["To"]).partition("@")[0] for each in sink.mails]


def refusals() -> dict[str, int]:
    rows = Subscriber.objects.order_by("pk").values_list("email", "refusals")
    return {email.partition("@")[0]: number for email, number in rows}


def test_a_refusal_is_believed_of_an_address_from_a_server_that_accepts_others(
    clock: "time_machine.Coordinates", sink: Sink
) -> None:
    for name in ("gone", "blocked", "lea"):
        subscriber(name)
    everybody = {f"{name}@reader.example" for name in ("gone", "blocked", "lea")}
    # A server that says so of everybody means whoever writes, however few they are.
    sink.unknown = everybody
    for number in range(4):
        send(clock, f"Refusé {number}")
    assert refusals() == {"gone": 0, "blocked": 0, "lea": 0}
    # What it says to the only mail of a batch counts if it accepted one just before.
    sink.unknown, sink.blocked = {"gone@reader.example"}, {"blocked@reader.example"}
    SubscriberMail.objects.all().delete()
    for number in range(3):
        send(clock, f"Nouvelle {number}")
    assert refusals() == {"blocked": 0, "lea": 0}, "the third refusal of a mailbox ends it; a policy none"
    assert reached(sink) == ["lea"] * 3
    subscriber("gone", kinds={"release"})
    SubscriberMail.objects.exclude(state="sent").delete()
    Subscriber.objects.update(reminded_at=timezone.now())
    write_notices([Subscriber.objects.get(email="gone@reader.example").pk], "reminder")
    work()
    assert refusals() == {"blocked": 0, "lea": 0, "gone": 1}


def test_a_server_that_is_away_costs_no_mail_a_try_and_one_bad_mail_stops_no_other(
    clock: "time_machine.Coordinates", sink: Sink
) -> None:
    for name in ("poison", "lea", "max"):
        subscriber(name)
    sink.hangs_up_on = {f"{name}@reader.example" for name in ("poison", "lea", "max")}
    for _time in range(5):
        send(clock, "Attend")
    assert set(SubscriberMail.objects.values_list("state", "tries")) == {("waiting", 0)}
    sink.hangs_up_on = {"poison@reader.example"}
    for _time in range(6):
        clock.shift(timedelta(hours=7))
        work()
    assert sorted(set(reached(sink))) == ["lea", "max"]
    poison = SubscriberMail.objects.filter(subscriber__email="poison@reader.example")
    assert {state for (state,) in poison.values_list("state")} <= {"waiting", "failed"}
    clock.shift(timedelta(days=8))
    work()
    assert set(poison.values_list("state", flat=True)) == {"failed"}, "news of a week ago is none"


def test_a_mail_that_cannot_be_written_or_ends_its_worker_is_given_up_and_the_others_leave(
    clock: "time_machine.Coordinates", sink: Sink
) -> None:
    broken, lea, abroad = subscriber("broken"), subscriber("lea"), subscriber("abroad", "fr en")
    # A row as nothing writes it; and a language that the site has no more.
    Subscriber.objects.filter(pk=broken.pk).update(confirmed_at=None, reminded_at=timezone.now())
    write_notices([broken.pk], "reminder")
    unwritten = SubscriberMail.objects.get(purpose="reminder")
    assert (unwritten.state, unwritten.tries) == ("waiting", 1), "it has a pause, as other mails"
    abroad.choices.create(facet="language", value="de")
    for number in range(4):
        send(clock, f"Nouvelle {number}")
    assert reached(sink).count("lea") == 4
    assert reached(sink).count("abroad") == 4
    assert SubscriberMail.objects.get(purpose="reminder").state == "failed"
    # Its worker was killed with a mail in its hands, again and again.
    clock.shift(timedelta(hours=7))
    Subscriber.objects.update(reminded_at=timezone.now())
    row = SubscriberMail.objects.filter(
        pk=SubscriberMail.objects.create(subscriber=lea, purpose="reminder", message_id="<1@x>").pk
    )
    sink.mails.clear()
    for tries in (1, 2):
        row.update(state="sending", claimed_by="a-dead-worker")
        release_claims("")
        assert (row.get().state, row.get().tries) == ("waiting", tries)
    row.update(state="sending", claimed_by="a-dead-worker")
    work()
    assert row.get().state == "failed"
    assert sink.mails == []


def test_what_is_most_urgent_leaves_first_and_what_is_left_out_is_written_with_its_state(
    clock: "time_machine.Coordinates", sink: Sink
) -> None:
    lea, max_ = subscriber("lea"), subscriber("max")
    for number, purpose in enumerate(("link", "digest", "reminder", "page", "withdrawal")):
        SubscriberMail.objects.create(subscriber=lea, purpose=purpose, message_id=f"<{number}@x>")
    order = [SubscriberMail.objects.get(pk=pk).purpose for pk in due_ids(50)]
    assert order == ["withdrawal", "page", "reminder", "digest"], "a link has a task of its own"
    SubscriberMail.objects.all().delete()
    make_article(None, title="Nouvelle")
    sink.refuses = True
    clock.shift(GRACE)
    work()
    sink.refuses = False
    clock.shift(timedelta(hours=7))
    Subscriber.objects.filter(pk=max_.pk).update(state="paused")
    work()
    assert SubscriberMail.objects.get(subscriber=max_).state == "skipped"
    assert set(MailedPage.objects.values_list("subscriber", flat=True)) == {lea.pk}
