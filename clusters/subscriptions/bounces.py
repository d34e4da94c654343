"""Ends the subscription of an address whose mailbox does not exist, or whose owner complained to the mail service."""

from datetime import timedelta

from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from clusters.models import MailState, Subscriber, SubscriberMail
from clusters.people.addresses import comparable
from clusters.subscriptions.erasing import erase_subscribers
from fedcms.core.mail_bounces import is_bounce_for_good, is_complaint, named_by

LATEST = timedelta(days=30)
"""A service tells within days: an older mail to the same address is not meant."""


def note_event(sender: object, event: AnymailTrackingEvent, esp_name: str, **kwargs: object) -> None:
    """The receiver of django-anymail's signal `tracking`: erases the subscriber whom it means, safe to repeat."""
    if event.recipient and (is_complaint(event) or is_bounce_for_good(event)) and _is_about_us(event):
        erase_subscribers(Subscriber.objects.filter(email_key=comparable(event.recipient)))


def _is_about_us(event: AnymailTrackingEvent) -> bool:
    """Returns whether an event means a mail to a subscriber: the one that it names, else one that left lately.

    A service names a mail by its own name of it, or by the Message-ID. Another mail's Message-ID means that mail: a
    complaint about a press release ends no subscription to news.
    """
    sent = SubscriberMail.objects.filter(
        subscriber__email_key=comparable(event.recipient), state=MailState.SENT
    )
    if sent.filter(named_by(event)).exists():
        return True
    if "@" in str(event.message_id or ""):
        return False
    return sent.filter(service_id="", sent_at__gte=timezone.now() - LATEST).exists()
