"""However often its worker is killed, a mailing reaches everybody; what leaves twice is one mail for its reader."""

from django.db import connections

from news.models import MailingState
from tests.core.smtp_sink import Sink
from tests.core.worker_site import ALIAS, WorkerSite, wait_for
from tests.news.mailing.kills import mailing_state, prepare, send_with_kills, withdraw


def test_a_mailing_loses_nothing_when_its_worker_is_killed(site: WorkerSite, sink: Sink) -> None:
    prepare(site, 300)
    sink.unknown = {"contact-7@press.example"}
    delivered = send_with_kills(site, sink, 300, 2)
    assert delivered.recipients == 299, "all but the one whose server knows no such mailbox"
    assert delivered.changed_ids == 0
    assert delivered.duplicates <= 2, "at most the mail that was under way at each kill"
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT email, reason FROM news_mailingrecipient WHERE state = 'refused'")
        assert cursor.fetchall() == [("contact-7@press.example", "550 5.1.1 no such mailbox")]


def test_a_release_that_is_withdrawn_goes_to_nobody_else(site: WorkerSite, sink: Sink) -> None:
    prepare(site, 300)
    process = site.start(lanes="mail")
    wait_for("some mails left", lambda: len(sink.mails) >= 20)
    site.kill(process)
    withdraw(site)
    before = len(sink.mails)
    site.start(lanes="mail")
    wait_for("the mailing is paused", lambda: mailing_state() == MailingState.PAUSED)
    assert len(sink.mails) == before
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pause_reason FROM news_mailing")
        assert cursor.fetchone() == ("not_public",)
