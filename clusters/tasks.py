"""Slow work of this room, done by the worker; each task is safe to run twice."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from clusters.models import ContactMessage, Federation

MESSAGES_KEPT_DAYS = 365


@task(backend="background")
def send_contact_message(message_id: int) -> bool:
    """Mails a kept message to its team once; returns whether this call sent it.

    The row is locked and marked in the transaction that sends, and the mail's Message-ID is derived from the row: a
    worker killed between the server's answer and the commit sends the same Message-ID again, which mail servers and
    readers take for the same mail.
    """
    with transaction.atomic():
        message = (
            ContactMessage.objects.select_for_update(of=("self",)).filter(pk=message_id, sent_at=None).first()
        )
        if message is None:
            return False
        owner = message.cluster or Federation.load()
        domain = owner.email.rpartition("@")[2]
        text = f"{message.message}\n\n{message.name} <{message.email}>"
        if message.organisation:
            text += f"\n{message.organisation}"
        EmailMessage(
            subject=f"[{owner.code}] {message.subject}",
            body=text,
            to=[owner.email],
            reply_to=[message.email],
            headers={"Message-ID": f"<contact-{message.pk}@{domain}>"},
        ).send()
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
    return True


def prune_messages() -> int:
    """Deletes messages of more than a year, as the privacy statement says; returns how many."""
    old = timezone.now() - timedelta(days=MESSAGES_KEPT_DAYS)
    deleted, _by_model = ContactMessage.objects.filter(created_at__lt=old).delete()
    return deleted
