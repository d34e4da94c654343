"""What a mail service tells is read as it is meant: of which mail, of which address, for good or for now."""

import pytest
from django.test import Client
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.users.models import User
from news.models import MailingRecipient, MediaContact
from tests.factories import make_release, make_user
from tests.news.mailing.support import bounce, make_contact, send, tell

pytestmark = pytest.mark.django_db

_GOOGLE = (
    "smtp;550-5.1.1 The email account that you tried to reach does not exist. "
    "https://support.google.com/mail/?p=NoSuchUser 5b1f17b1804b1-434b0d5c59dsi90449425e9.97 - gsmtp"
)
FOR_GOOD = (
    _GOOGLE,
    "550 5.1.1 p=NoSuchUser ffacd0b85a97d-385a423be8asi1234567f8f.12 - gsmtp",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound [AB6PR04MB423.eurprd04 2026-11-29T08:48:00.416Z 08DE]",
    "550 user 421 rue",
    "550 4.4.7 expired",
    "host mx.press.example said: 550 5.7.1 Exim 4.94.2 knows nobody",
    "5.1.1 unknown at 4.2.2.1",
    "unknown",
)
FOR_NOW = (
    "smtp;452 4.2.2 mailbox full",
    "421 try again 550 seconds later",
    "4.2.2 mailbox full",
    "host mx.press.example said: 452 mailbox full",
)


@pytest.fixture
def service(settings: Settings) -> Client:
    settings.FEDCMS_MAIL_SERVICE, settings.FEDCMS_MAIL_WEBHOOK_SECRET = "postmark", "us:secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:secret"}
    return Client()


def test_the_codes_of_an_answer_count_and_no_other_numbers(
    south: Cluster, paula: User, service: Client
) -> None:
    answers = {f"c{number}@press.example": words for number, words in enumerate((*FOR_GOOD, *FOR_NOW))}
    for address in answers:
        make_contact(south, address)
    send(south, make_release(south), paula)
    for address, words in answers.items():
        assert tell(service, **(bounce(address) | {"Details": words})) == 200
    bounced = MediaContact.objects.exclude(bounced_at=None).values_list("email", flat=True)
    assert {answers[address] for address in bounced} == set(FOR_GOOD)


def test_a_bounce_that_is_told_again_spares_an_address_that_was_corrected(
    south: Cluster, paula: User, service: Client
) -> None:
    make_contact(south, "lea@press.example")
    send(south, make_release(south), paula)
    tell(service, **bounce("lea@press.example"))
    MediaContact.objects.update(
        email="new@press.example", email_key="new@press.example", bounced_at=None, bounce_reason=""
    )
    tell(service, **bounce("lea@press.example"))
    assert MediaContact.objects.get().bounced_at is None


def test_a_complaint_of_a_mail_concerns_its_team_alone(
    south: Cluster, north: Cluster, paula: User, service: Client
) -> None:
    nora = make_user("nora", north, "publisher")
    for cluster, user in ((south, paula), (north, nora)):
        make_contact(cluster, "lea@press.example")
        send(cluster, make_release(cluster), user)
    message_id = MailingRecipient.objects.get(mailing__cluster=south).message_id
    complaint = bounce("lea@press.example") | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}
    tell(service, **(complaint | {"MessageID": message_id.strip("<>")}))
    assert [each.cluster for each in MediaContact.objects.all()] == [north]
    # Told again, after the row has lost its address.
    tell(service, **(complaint | {"MessageID": message_id}))
    assert [each.cluster for each in MediaContact.objects.all()] == [north]
