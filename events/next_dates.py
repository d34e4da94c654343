"""Moves events that repeat on to their next date once one is over: lists of what is coming sort by it."""

from django.db import transaction
from django.utils import timezone

from events.models import EventPage

SECONDS_BETWEEN_LOOKS = 60.0


def advance_next_dates() -> int:
    """Writes the next date of each event whose last known one has begun; returns how many have another. Safe to repeat.

    Saved as any other column: what the public sees has changed, so searches, caches and feeds follow.
    """
    begun = EventPage.objects.filter(next_at__lte=timezone.now()).order_by("pk").values_list("pk", flat=True)
    return sum(_advance(pk) for pk in list(begun))


def _advance(pk: int) -> bool:
    """Does it for one event, unless somebody has just published it with other dates."""
    with transaction.atomic():
        event = EventPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if event is None or (coming := event.next_start()) == event.next_at:
            return False
        event.next_at = coming
        event.save(update_fields=["next_at"], clean=False)
    return True
