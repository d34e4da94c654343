"""A mail server that refuses or is away loses no mail; what a mail service tells of is heeded; old data is erased."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User
from news.models import Mailing, MailingRecipient, MediaContact
from news.newsroom.mailing.delivery import continue_mailings
from news.newsroom.mailing.starting import pause, resume, stop
from news.newsroom.media_contacts.retention import erase_old_contacts
from tests.core.smtp_sink import smtp_sink
from tests.factories import make_release
from tests.news.mailing.support import bounce, make_contact, send, sent, states, tell, use_smtp

pytestmark = pytest.mark.django_db


def test_who_cannot_be_reached_now_is_tried_again_and_who_never_can_is_not(
    south: Cluster, paula: User, settings: Settings
) -> None:
    page = make_release(south)
    for name in ("lea", "max", "zoe"):
        make_contact(south, f"{name}@press.example")
    with smtp_sink() as sink, time_machine.travel(timezone.now(), tick=False) as clock:
        use_smtp(settings, sink.port)
        sink.unknown = {"max@press.example"}
        sink.refuses = True
        mailing = send(south, page, paula)
        assert states() == {
            "lea@press.example": "waiting",
            "max@press.example": "refused",
            "zoe@press.example": "waiting",
        }
        assert continue_mailings() == 0, "not at once"
        ids = set(MailingRecipient.objects.values_list("message_id", flat=True))
        sink.refuses = False
        clock.shift(timedelta(hours=1))
        assert continue_mailings() == 1
        mailing.refresh_from_db()
        assert mailing.state == "done"
        assert sorted(each["To"] for each in sink.mails) == ["lea@press.example", "zoe@press.example"]
        assert {each["Message-ID"] for each in sink.mails} < ids, (
            "each under the id it had from the beginning"
        )
        refused = MailingRecipient.objects.get(state="refused")
        assert refused.reason == "550 5.1.1 no such mailbox"
        assert continue_mailings() == 0


def test_a_mail_server_that_is_away_pauses_the_mailing_at_last_and_nothing_is_lost(
    south: Cluster, paula: User, settings: Settings
) -> None:
    page = make_release(south)
    make_contact(south, "lea@press.example")
    with smtp_sink() as sink:
        port = sink.port
    use_smtp(settings, port)
    settings.FEDCMS_TASK_TRIES = 2
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mailing = send(south, page, paula)
        clock.shift(timedelta(hours=1))
        continue_mailings()
        mailing.refresh_from_db()
        assert (mailing.state, mailing.pause_reason) == ("paused", "mail_server")
        assert states() == {"lea@press.example": "waiting"}
        with smtp_sink() as sink:
            use_smtp(settings, sink.port)
            resume(mailing, south, paula)
            assert len(sink.mails) == 1


def test_a_server_that_refuses_everybody_is_not_believed(
    south: Cluster, paula: User, settings: Settings
) -> None:
    page = make_release(south)
    addresses = {f"c{number}@press.example" for number in range(12)}
    for address in addresses:
        make_contact(south, address)
    with smtp_sink() as sink:
        use_smtp(settings, sink.port)
        sink.unknown = addresses
        mailing = send(south, page, paula)
        assert mailing.pause_reason == "mail_server"
        sink.unknown = set()
        resume(mailing, south, paula)
        assert {each["To"] for each in sink.mails} == addresses


def test_a_paused_mailing_sends_nothing_and_a_stopped_one_never_does(
    south: Cluster, paula: User, settings: Settings
) -> None:
    page = make_release(south)
    make_contact(south, "lea@press.example")
    with smtp_sink() as sink:
        use_smtp(settings, sink.port)
        sink.refuses = True
        mailing = send(south, page, paula)
        pause(mailing, south, paula)
        sink.refuses = False
        MailingRecipient.objects.update(next_try_at=timezone.now())
        assert continue_mailings() == 0
        stop(mailing, south, paula)
        with pytest.raises(Refusal):
            resume(mailing, south, paula)
        assert sink.mails == []
        assert states() == {"lea@press.example": "skipped"}


def test_what_the_mail_service_tells_is_heeded(south: Cluster, paula: User, settings: Settings) -> None:
    page = make_release(south)
    for name in ("lea", "max", "zoe"):
        make_contact(south, f"{name}@press.example")
    send(south, page, paula)
    client = Client(enforce_csrf_checks=True)
    assert tell(client, **bounce("lea@press.example")) == 404, "without a service there is no such address"
    settings.FEDCMS_MAIL_SERVICE = "postmark"
    assert tell(client, **bounce("lea@press.example")) == 404, "nor without its secret"
    settings.FEDCMS_MAIL_WEBHOOK_SECRET = "us:secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:secret"}
    assert tell(client, "us:wrong", **bounce("lea@press.example")) == 400
    assert client.post("/mail-service/brevo/").status_code == 404
    full = bounce("max@press.example", "SoftBounce") | {"Details": "smtp;452 4.2.2 mailbox full"}
    assert tell(client, **full) == 200
    assert not MediaContact.objects.exclude(bounced_at=None).exists()
    for _twice in range(2):
        assert tell(client, **bounce("lea@press.example")) == 200
    assert MediaContact.objects.get(email="lea@press.example").bounce_reason == "550 no such user"
    complaint = bounce("zoe@press.example") | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}
    assert tell(client, **complaint) == 200
    assert not MediaContact.objects.filter(email="zoe@press.example").exists()
    mail.outbox.clear()
    send(south, make_release(south), paula)
    assert set(sent()) == {"max@press.example"}


def test_contacts_are_erased_a_month_after_a_reminder_and_numbers_stay(south: Cluster, paula: User) -> None:
    page = make_release(south)
    make_contact(south, "old@press.example")
    make_contact(south, "kept@press.example")
    mailing = send(south, page, paula)
    mail.outbox.clear()
    today = timezone.localdate()
    MediaContact.objects.filter(email="old@press.example").update(kept_until=today - timedelta(days=1))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert erase_old_contacts() == 0
        assert erase_old_contacts() == 0
        (reminder,) = mail.outbox
        assert reminder.to == [south.press_address]
        assert "1 contact média" in reminder.body
        assert "old@press.example" not in reminder.body
        clock.shift(timedelta(days=31))
        assert erase_old_contacts() == 1
        assert [each.email for each in MediaContact.objects.all()] == ["kept@press.example"]
        counted = Mailing.objects.with_counts().get(pk=mailing.pk)
        assert counted.number_sent == 2
        clock.shift(timedelta(days=800))
        erase_old_contacts()
        assert not MailingRecipient.objects.exclude(email="").exists()
