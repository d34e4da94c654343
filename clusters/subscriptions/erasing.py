"""Erases subscribers with all that is kept of them, also while a worker writes a mail for one of them.

A row is locked before it is deleted, and its key is checked again by who writes mails (mail_rows.py): else a mail that
is written in between would forbid the deletion at its end, and nobody would be unsubscribed.
"""

from django.db import transaction

from clusters.models import Subscriber
from clusters.models.subscriber import SubscriberQuerySet

_BATCH = 500


@transaction.atomic
def erase_subscribers(subscribers: SubscriberQuerySet) -> int:
    """Erases subscribers; returns how many. In one transaction: for few, or a batch."""
    locked = list(subscribers.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if locked:
        Subscriber.objects.filter(pk__in=locked).delete()
    return len(locked)


def erase_in_batches(subscribers: SubscriberQuerySet) -> int:
    """Erases however many subscribers, a batch a transaction; returns how many."""
    number = 0
    while some := list(subscribers.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        # Asked again of the locked rows: who confirmed or answered meanwhile stays.
        erased = erase_subscribers(subscribers.filter(pk__in=some))
        number += erased
        if not erased:
            break
    return number
