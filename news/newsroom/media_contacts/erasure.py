"""Erases a person from a team's media contacts; of what was sent to them, numbers without a name stay."""

from django.db import transaction
from django.db.models import QuerySet

from clusters.people.addresses import comparable
from news.models import MailingRecipient, MediaContact, RecipientState


def strip_people(recipients: "QuerySet[MailingRecipient]") -> None:
    """Takes the person out of rows of mailings; what was still to be sent to them is not sent."""
    # A mail server's words may hold the address.
    recipients.update(reason="")
    recipients.filter(state__in=(RecipientState.WAITING, RecipientState.SENDING)).update(
        state=RecipientState.SKIPPED, reason="erased"
    )
    recipients.update(name="", email="", email_key="", contact=None, accreditation=None)


@transaction.atomic
def erase_contacts(contacts: "QuerySet[MediaContact]") -> int:
    """Erases contacts with their addresses in the rows of mailings, whoever sent them; returns how many."""
    keys = list(contacts.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        strip_people(MailingRecipient.objects.filter(contact__in=some))
        MediaContact.objects.filter(pk__in=some).delete()
    return len(keys)


@transaction.atomic
def erase_address(cluster_id: int | None, address: str) -> int:
    """Erases an address from a cluster's contacts and mailings (`None`: the federation's); returns how many."""
    key = comparable(address)
    number = erase_contacts(MediaContact.objects.of_cluster(cluster_id).filter(email_key=key))
    strip_people(MailingRecipient.objects.filter(mailing__cluster=cluster_id, email_key=key))
    return number
