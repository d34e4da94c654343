"""What changes between the start of a mailing and each mail counts: nobody gets what they may not, or get it twice."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Revision

from clusters.models import Accreditation, Cluster
from clusters.press_access.granting import erase_person, revoke
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User
from news.models import ContactList, Mailing, MailingRecipient, MediaContact, Unsubscription
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.delivery import continue_mailings
from news.newsroom.mailing.starting import stop
from news.newsroom.media_contacts.erasure import erase_address
from news.newsroom.media_contacts.unsubscribing import hash_of_address
from tests.clusters.press_access.support import given, make_scheduled
from tests.core.smtp_sink import smtp_sink
from tests.factories import make_release
from tests.factories.content import publish
from tests.news.mailing.support import make_contact, send, sent, use_smtp

pytestmark = pytest.mark.django_db

LEA, ZOE, FIRST, OTHER = (f"{name}@press.example" for name in ("lea", "zoe", "first", "other"))


@dataclass(frozen=True)
class Queued:
    """Two mailings whose mails have been deferred once, and what a test changes before they leave."""

    south: Cluster
    publisher: User
    shared: ContactList
    first: Accreditation


def _unsubscribe(queued: Queued) -> None:
    address_hash = hash_of_address(queued.south.pk, LEA)
    Unsubscription.objects.create(cluster=queued.south, address_hash=address_hash)


def _bounce(queued: Queued) -> None:
    MediaContact.objects.filter(email=LEA).update(bounced_at=timezone.now())


def _erase(queued: Queued) -> None:
    erase_address(queued.south.pk, LEA)


def _unshare(queued: Queued) -> None:
    queued.shared.shared_with.clear()


def _revoke(queued: Queued) -> None:
    revoke(queued.first, queued.south, queued.publisher)


def _erase_accredited(queued: Queued) -> None:
    erase_person(queued.first, queued.south, queued.publisher)


def _cancel_the_moment(queued: Queued) -> None:
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=None)


@pytest.mark.parametrize(
    ("change", "reason", "left_out"),
    [
        (_unsubscribe, "unsubscribed", {LEA}),
        (_bounce, "bounced", {LEA}),
        (_erase, "erased", {LEA}),
        (_unshare, "unshared", {ZOE}),
        (_revoke, "access", {FIRST}),
        (_erase_accredited, "erased", {FIRST}),
        (_cancel_the_moment, "", {FIRST, OTHER}),
    ],
)
def test_each_mail_asks_again_whether_it_may_leave(
    south: Cluster,
    north: Cluster,
    paula: User,
    settings: Settings,
    change: Callable[[Queued], None],
    reason: str,
    left_out: set[str],
) -> None:
    shared = ContactList.objects.create(cluster=north, name="Partagée")
    shared.shared_with.add(south)
    make_contact(south, LEA)
    make_contact(south, "max@press.example")
    make_contact(north, ZOE).lists.add(shared)
    secret = make_scheduled(south)
    first, _link = given(paula, south, secret, email=FIRST)
    given(paula, south, secret, email=OTHER)
    with smtp_sink() as sink:
        use_smtp(settings, sink.port)
        sink.refuses = True
        send(south, make_release(south), paula, audience=Audience(to_everyone=True, lists=(shared,)))
        before = send(south, secret, paula, "before")
        change(Queued(south, paula, shared, first))
        sink.refuses = False
        MailingRecipient.objects.update(next_try_at=timezone.now())
        continue_mailings()
        everybody = {LEA, ZOE, FIRST, OTHER, "max@press.example"}
        assert {each["To"] for each in sink.mails} == everybody - left_out
        assert len(sink.mails) == len(everybody - left_out)
    skipped = MailingRecipient.objects.filter(state="skipped").values_list("reason", flat=True)
    assert list(skipped) == [reason][: bool(reason)]
    before.refresh_from_db()
    assert before.pause_reason == ("" if reason else "not_readable")


def test_the_accredited_get_it_before_once_and_again_when_it_is_public(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    given(paula, south, page, email=FIRST)
    send(south, page, paula, "before")
    given(paula, south, page, email=OTHER)
    send(south, page, paula, "before")
    assert set(sent()) == {FIRST, OTHER}, "who is accredited later gets it, who had it does not"
    with pytest.raises(Refusal, match="Personne ne recevrait"):
        send(south, page, paula, "before")
    send(south, page, paula, "before", sends_again=True)
    assert len(mail.outbox) == 4
    mail.outbox.clear()
    make_contact(south, FIRST)
    page.go_live_at = None
    publish(page)
    send(south, page, paula)
    assert set(sent()) == {FIRST}, "the public text is another mail"


def test_whoever_is_erased_leaves_the_mailings_that_they_had(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    accreditation, _link = given(paula, south, page, email=FIRST)
    send(south, page, paula, "before")
    erase_person(accreditation, south, paula)
    row = MailingRecipient.objects.get()
    assert (row.name, row.email, row.email_key, row.state) == ("", "", "", "sent"), "a number stays"


def test_of_two_accreditations_the_one_that_serves_counts(
    south: Cluster, paula: User, settings: Settings
) -> None:
    page = make_scheduled(south)
    given(paula, south, page, email=FIRST)
    given(paula, south, email=FIRST)
    with smtp_sink() as sink:
        use_smtp(settings, sink.port)
        sink.refuses = True
        send(south, page, paula, "before")
        revoke(MailingRecipient.objects.get().accreditation, south, paula)
        sink.refuses = False
        MailingRecipient.objects.update(next_try_at=timezone.now())
        continue_mailings()
        assert [each["To"] for each in sink.mails] == [FIRST]


def test_what_a_stopped_mailing_did_not_send_can_be_sent_anew(south: Cluster, paula: User) -> None:
    page = make_release(south)
    make_contact(south, LEA)
    mailing = send(south, page, paula)
    mail.outbox.clear()
    # The worker was killed before the server took the mail, and somebody stops the mailing.
    Mailing.objects.update(state="sending", finished_at=None)
    MailingRecipient.objects.update(state="sending", claimed_by="a-dead-worker", sent_at=None)
    stop(mailing, south, paula)
    row = MailingRecipient.objects.get()
    assert (row.state, row.reason) == ("skipped", "stopped")
    # A row that was claimed in that very moment.
    MailingRecipient.objects.update(state="sending")
    assert continue_mailings() == 0
    send(south, page, paula)
    assert set(sent()) == {LEA}
