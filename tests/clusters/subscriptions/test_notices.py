"""What subscribers are told besides pages: a withdrawal, and the question whether they stay."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster, MailedPage, Subscriber, SubscriberMail
from clusters.publishing.withdrawal.actions import withdraw
from clusters.subscriptions import changes, withdrawals
from clusters.subscriptions.retention import erase_due
from fedcms.users.models import User
from tests.clusters.subscriptions.support import (
    GRACE,
    html_of,
    left,
    link,
    subscriber,
    work,
)
from tests.factories import make_article, make_release

pytestmark = pytest.mark.django_db


def test_a_withdrawal_tells_who_received_it_if_wanted_and_nothing_of_what_it_said(
    south: Cluster, paula: User, clock: "time_machine.Coordinates", monkeypatch: pytest.MonkeyPatch
) -> None:
    # Many readers take several tasks, each of some seconds, in a lane that keeps no password reset waiting.
    monkeypatch.setattr(withdrawals, "BATCH", 1)
    monkeypatch.setattr(withdrawals, "SECONDS_AT_ONCE", 0.0)
    assert withdrawals.write_withdrawal_notices.queue_name == "followers"
    for name in ("farid", "fanny"):
        subscriber(name)
    subscriber("canada", kinds={"mission"})
    paused = subscriber("paul")
    page = make_release(south, title="Chiffres faux", summary="Tout est faux.")
    clock.shift(GRACE)
    work()
    assert set(left()) == {"farid", "fanny", "paul"}
    changes.pause(paused)
    page.refresh_from_db()
    withdrawal = withdraw(page, paula, tells_subscribers=True)
    work()
    (notice,) = left(3)["fanny"]
    assert {name: len(mails) for name, mails in left(3).items()} == {"farid": 1, "fanny": 1}, "a pause is one"
    for part in (notice.subject, notice.body, html_of(notice)):
        assert "Chiffres" not in part
        assert "faux" not in part
    assert "retiré" in notice.body
    assert SubscriberMail.objects.filter(withdrawal=withdrawal).count() == 2
    other = make_release(south, title="Autre")
    clock.shift(GRACE)
    work()
    withdraw(other, paula)
    work()
    assert len(mail.outbox) == 7, "nobody is told unless somebody ticks it"


def test_silent_subscribers_are_asked_and_erased_and_records_of_mails_end(
    south: Cluster, clock: "time_machine.Coordinates"
) -> None:
    silent, staying, unasked = (subscriber(name) for name in ("silent", "staying", "unasked"))
    unconfirmed = subscriber("unsure")
    Subscriber.objects.filter(pk=unconfirmed.pk).update(state="new", confirmed_at=None)
    make_article(south, title="Un")
    clock.shift(GRACE)
    work()
    clock.shift(timedelta(days=4))
    assert erase_due() == 1
    assert not Subscriber.objects.filter(pk=unconfirmed.pk).exists()
    mail.outbox.clear()
    clock.shift(timedelta(days=740))
    assert erase_due() == 0
    assert erase_due() == 0
    work()
    assert {name: len(mails) for name, mails in left().items()} == {"silent": 1, "staying": 1, "unasked": 1}
    # Whom no mail asked is not erased for it, but asked again.
    asked = SubscriberMail.objects.filter(purpose="reminder")
    asked.filter(subscriber=unasked).update(state="failed", sent_at=None)
    # The mail was written long before it could leave: the month begins when it left.
    asked.filter(subscriber=silent).update(sent_at=timezone.now() + timedelta(days=10))
    assert not MailedPage.objects.exists()
    address = link(left()["staying"][0], "Rester")
    assert "Rester abonné" in Client().get(address).content.decode()
    assert Client().post(f"{address}stay/").status_code == 302
    clock.shift(timedelta(days=31))
    assert erase_due() == 0
    assert asked.filter(subscriber=unasked, state="sent").count() == 1
    clock.shift(timedelta(days=10))
    assert erase_due() == 1
    assert set(Subscriber.objects.all()) == {staying, unasked}
