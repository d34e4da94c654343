"""Moves events that repeat on to their next date once one is over: lists of what is coming sort by it."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from events.models import EventPage
from fedcms.core.pages.write_locks import lock_with_pages

SECONDS_BETWEEN_LOOKS = 60.0


def advance_next_dates() -> int:
    """Writes the next date of each event whose last known one has begun; returns how many have another. Safe to repeat.

    Saved as any other column: what the public sees has changed, so searches, caches and feeds follow.
    """
    begun = EventPage.objects.filter(next_at__lte=timezone.now()).order_by("pk").values_list("pk", flat=True)
    return sum(_advance(pk) for pk in list(begun))


def _advance(pk: int) -> bool:
    """Does it for one event, unless somebody has just published it with other dates.

    In the order of all who write pages (docs/adr/0029): its set of translations first, then it is read.
    """
    with transaction.atomic():
        page = Page.objects.filter(pk=pk).first()
        if page is None:
            return False
        lock_with_pages(page)
        event = EventPage.objects.filter(pk=pk).first()
        if event is None or (coming := event.next_start()) == event.next_at:
            return False
        event.next_at = coming
        event.save(update_fields=["next_at"], clean=False)
    return True
