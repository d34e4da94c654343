"""Registers the recurring jobs and the handlers of subscriptions when a process starts."""

from anymail.signals import tracking
from django.db.models.signals import post_save

from clusters.models import EmergencyWithdrawal
from clusters.subscriptions.announcing import continue_announcements, note_appearances
from clusters.subscriptions.bounces import note_event
from clusters.subscriptions.digests import open_digests
from clusters.subscriptions.retention import erase_due
from clusters.subscriptions.sending import continue_sending
from clusters.subscriptions.withdrawals import tell_of_withdrawal
from fedcms.core.changes.outbox import subscribe
from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import DAY, register_recurring

SECONDS_BETWEEN_LOOKS = 5.0


def run() -> None:
    """Registers them; called once, from the startup of the app."""
    subscribe("mails to subscribers", note_appearances, at_once=100)
    register_recurring(
        "tell subscribers at once", SECONDS_BETWEEN_LOOKS, continue_announcements, Lane.FOLLOWERS
    )
    register_recurring("open digests", SECONDS_BETWEEN_LOOKS, open_digests, Lane.FOLLOWERS)
    register_recurring("send mails to subscribers", SECONDS_BETWEEN_LOOKS, continue_sending, Lane.MAIL)
    register_recurring("erase subscribers", DAY, erase_due)
    tracking.connect(note_event, dispatch_uid="clusters.subscriptions.note_event")
    post_save.connect(
        tell_of_withdrawal, sender=EmergencyWithdrawal, dispatch_uid="clusters.subscriptions.withdrawal"
    )
