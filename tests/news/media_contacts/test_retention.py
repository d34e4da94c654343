"""Contacts end on the day that was said, whoever writes to them meanwhile, and what was mailed loses its people."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from clusters.models import Cluster
from fedcms.users.models import User
from news.models import ContactList, MailingRecipient, MediaContact
from news.newsroom.mailing.audience import Audience
from news.newsroom.media_contacts.retention import erase_old_contacts
from tests.factories import make_release
from tests.news.mailing.support import make_contact, send

pytestmark = pytest.mark.django_db


def test_a_contact_ends_on_its_day_though_its_team_mails_each_month(south: Cluster, paula: User) -> None:
    today = timezone.localdate()
    make_contact(south, "old@press.example", kept_until=today + timedelta(days=40))
    make_contact(south, "other@press.example")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        reminded = None
        while MediaContact.objects.filter(email="old@press.example").exists():
            mail.outbox.clear()
            erase_old_contacts()
            reminded = reminded or (timezone.localdate() if mail.outbox else None)
            passed = (timezone.localdate() - today).days
            if passed % 20 == 5:
                send(south, make_release(south), paula)
            assert passed < 60, "it is erased at last"
            clock.shift(timedelta(days=1))
        assert reminded is not None
        assert (reminded - today).days == 11, "a month ahead"
        assert [each.email for each in MediaContact.objects.all()] == ["other@press.example"]


def test_writing_to_a_shared_contact_moves_nothing_of_its_team(
    south: Cluster, north: Cluster, paula: User
) -> None:
    shared = ContactList.objects.create(cluster=north, name="Partagée")
    shared.shared_with.add(south)
    before = timezone.now() - timedelta(days=700)
    contact = make_contact(north, "zoe@press.example", reminded_at=timezone.now(), used_at=before)
    contact.lists.add(shared)
    own = make_contact(south, "lea@press.example", reminded_at=timezone.now(), used_at=before)
    send(south, make_release(south), paula, audience=Audience(to_everyone=True, lists=(shared,)))
    assert MailingRecipient.objects.filter(state="sent").count() == 2
    contact.refresh_from_db()
    own.refresh_from_db()
    assert contact.reminded_at is not None
    assert contact.used_at == before
    assert own.reminded_at is None, "what is in use is kept until its day"


@pytest.mark.parametrize("state", ["refused", "failed", "skipped"])
def test_what_never_left_loses_its_people_too(south: Cluster, paula: User, state: str) -> None:
    make_contact(south, "lea@press.example")
    send(south, make_release(south), paula)
    # The contact is gone by another way than erasure.
    MailingRecipient.objects.update(
        state=state, sent_at=None, reason="550 lea@press.example unknown", contact=None
    )
    with time_machine.travel(timezone.now() + timedelta(days=600)):
        erase_old_contacts()
        assert MailingRecipient.objects.get().email == "lea@press.example"
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        erase_old_contacts()
    row = MailingRecipient.objects.get()
    assert (row.name, row.email, row.email_key, row.reason, row.state) == ("", "", "", "", state)


def test_a_cluster_that_lost_its_team_stops_no_one_elses_reminder(south: Cluster, north: Cluster) -> None:
    ended = timezone.localdate() - timedelta(days=1)
    for cluster in (north, south):
        make_contact(cluster, "old@press.example", kept_until=ended)
    Cluster.objects.filter(pk=north.pk).update(editors_group=None)
    erase_old_contacts()
    assert {each.to[0] for each in mail.outbox} == {north.press_address, south.press_address}
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert erase_old_contacts() == 2
