"""What a server answers is about one address, or about us: neither gives up everybody, nor lets one stop all others."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.users.models import User
from news.models import Mailing, MailingRecipient
from news.newsroom.mailing.delivery import continue_mailings
from news.newsroom.mailing.starting import resume
from tests.core.smtp_sink import smtp_sink
from tests.factories import make_release
from tests.news.mailing.support import make_contact, send, sent, states, use_smtp

pytestmark = pytest.mark.django_db

LEA, MAX = "lea@press.example", "max@press.example"


class Unbearable(EmailBackend):
    """A mail server whose answer for one address nobody has foreseen."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Sends them, unless one is for that address."""
        if any(LEA in message.to for message in messages):
            raise RuntimeError("not foreseen")
        return int(super().send_messages(messages))


@contextmanager
def mail_service(answers: dict[str, int]) -> Iterator[tuple[int, list[str]]]:
    """A mail service's API on a port of 127.0.0.1, with what it took; of some addresses it answers with a status."""
    taken: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            address = body["to"][0]["email"]
            status = answers.get(address, 201)
            if status == 201:
                taken.append(address)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"messageId": f"<{address}>", "message": "not valid"}).encode())

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_port, taken
        server.shutdown()


def test_a_server_that_defers_everybody_pauses_the_mailing_and_gives_up_nobody(
    south: Cluster, paula: User, settings: Settings
) -> None:
    settings.FEDCMS_TASK_TRIES = 2
    addresses = {f"c{number}@press.example" for number in range(12)}
    for address in addresses:
        make_contact(south, address)
    with smtp_sink() as sink, time_machine.travel(timezone.now(), tick=False) as clock:
        use_smtp(settings, sink.port)
        sink.refuses = True
        mailing = send(south, make_release(south), paula)
        for _hours in range(3):
            clock.shift(timedelta(hours=7))
            continue_mailings()
        mailing.refresh_from_db()
        assert (mailing.state, mailing.pause_reason) == ("paused", "mail_server")
        assert set(states().values()) == {"waiting"}
        # Of what was given up before, that pause says nothing either.
        MailingRecipient.objects.filter(email="c1@press.example").update(state="failed", tries=2)
        sink.refuses = False
        resume(mailing, south, paula)
        assert {each["To"] for each in sink.mails} == addresses
        assert set(states().values()) == {"sent"}


def test_a_server_that_hangs_up_costs_nobody_a_try_and_one_mail_stops_no_others(
    south: Cluster, paula: User, settings: Settings
) -> None:
    settings.FEDCMS_TASK_TRIES = 2
    for address in (LEA, MAX):
        make_contact(south, address)
    with smtp_sink() as sink, time_machine.travel(timezone.now()) as clock:
        use_smtp(settings, sink.port)
        sink.hangs_up_on = {LEA, MAX}
        mailing = send(south, make_release(south), paula)
        clock.shift(timedelta(hours=7))
        continue_mailings()
        mailing.refresh_from_db()
        assert mailing.pause_reason == "mail_server"
        assert states() == {LEA: "waiting", MAX: "waiting"}
        sink.hangs_up_on = {LEA}
        resume(mailing, south, paula)
        clock.shift(timedelta(hours=7))
        continue_mailings()
        assert [each["To"] for each in sink.mails] == [MAX]
        sink.hangs_up_on = set()
        mailing.refresh_from_db()
        if mailing.state == "paused":
            resume(mailing, south, paula)
        clock.shift(timedelta(hours=7))
        continue_mailings()
        assert [each["To"] for each in sink.mails] == [MAX, LEA]


def test_a_mail_that_ends_each_of_its_tries_is_given_up_and_the_others_leave(
    south: Cluster, paula: User, settings: Settings
) -> None:
    settings.FEDCMS_TASK_TRIES = 3
    settings.FEDCMS_MAIL_TRANSPORT = f"{__name__}.Unbearable"
    for address in (LEA, MAX):
        make_contact(south, address)
    mailing = send(south, make_release(south), paula)
    for _look in range(4):
        continue_mailings()
    assert set(sent()) == {MAX}
    assert states() == {LEA: "failed", MAX: "sent"}
    assert Mailing.objects.get().state == "done"
    client = Client()
    client.force_login(paula)
    shown = client.get(f"/admin/release-mailings/{south.pk}/{mailing.pk}/").content.decode()
    assert "interrompu à chaque essai" in shown


def test_a_mail_service_that_takes_no_mail_for_one_address_sends_the_others(
    south: Cluster, paula: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("lea", "max", "zoe"):
        make_contact(south, f"{name}@press.example")
    answers = {LEA: 400}
    with mail_service(answers) as (port, taken), time_machine.travel(timezone.now()) as clock:
        settings.FEDCMS_MAIL_TRANSPORT = "anymail.backends.brevo.EmailBackend"
        settings.ANYMAIL = {"BREVO_API_KEY": "key", "BREVO_API_URL": f"http://127.0.0.1:{port}/"}
        answers[MAX] = 503
        send(south, make_release(south), paula)
        assert states()[LEA] == "refused"
        assert states()[MAX] == "waiting", "that is the service, and not the address"
        del answers[MAX]
        clock.shift(timedelta(hours=7))
        continue_mailings()
        assert sorted(taken) == [MAX, "zoe@press.example"]
        assert MailingRecipient.objects.get(email=MAX).service_id == f"<{MAX}>"
    assert mail.outbox == []
