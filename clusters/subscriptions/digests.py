"""Opens the daily and weekly digests at their hour, and writes their mails.

A digest takes all announcements that none of its rhythm has had, in the transaction that opens it: nothing is lost
while the worker is down, and nothing is in two. Its hour is one of the site's zone, and follows its clocks.
"""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from clusters.models import Announcement, Digest, MailPurpose, Rhythm, Subscriber
from clusters.subscriptions.mail_rows import write_page_mails
from clusters.subscriptions.matching import batch_size, public_versions, wanted_pages
from clusters.subscriptions.tasks_under_way import has_ready
from fedcms.core.lanes import Lane

MOST_OPEN = 50
SECONDS_AT_ONCE = 5.0
AFTER_OTHER_FOLLOWERS = -10
_TAKEN = {Rhythm.DAILY: ("was_daily", "daily_digest"), Rhythm.WEEKLY: ("was_weekly", "weekly_digest")}


def digest_zone() -> ZoneInfo:
    """Returns the zone in which the hour of digests is meant."""
    return ZoneInfo(settings.FEDCMS_DIGEST_ZONE or settings.TIME_ZONE)


def latest_slot(rhythm: Rhythm, now: datetime) -> datetime:
    """Returns the last moment at or before `now` (aware) at which a digest was due, in UTC.

    An hour that the clocks skip is the one after it; of one that they repeat, the first counts: one digest a day.
    """
    zone = digest_zone()
    day = now.astimezone(zone).date()
    while True:
        local = datetime.combine(day, clock_time(settings.FEDCMS_DIGEST_HOUR), tzinfo=zone)
        slot = local.astimezone(UTC)
        is_day = rhythm is Rhythm.DAILY or day.weekday() == settings.FEDCMS_DIGEST_WEEKDAY
        if slot <= now and is_day:
            return slot
        day -= timedelta(days=1)


def open_digests() -> int:
    """Opens the digests whose hour has come, and makes a task for their mails; returns how many. A recurring job."""
    now = timezone.now()
    opened = sum(_open(rhythm, now) for rhythm in _TAKEN)
    if Digest.objects.filter(is_done=False).exists() and not has_ready(write_digests):
        write_digests.enqueue()
    return opened


def _open(rhythm: Rhythm, now: datetime) -> bool:
    """Opens the digest of a rhythm if its hour has come and no worker has opened it; returns whether it did."""
    slot = latest_slot(rhythm, now)
    if Digest.objects.filter(rhythm=rhythm, slot_at=slot).exists():  # reading takes no write lock
        return False
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(rhythm=rhythm, slot_at=slot)
        if is_new:
            flag, column = _TAKEN[rhythm]
            waiting = Announcement.objects.filter(**{flag: False}, due_at__lte=now).order_by("pk")
            # Locked in one order by all who write them.
            taken = list(waiting.select_for_update().values_list("pk", flat=True))
            Announcement.objects.filter(pk__in=taken).update(**{flag: True, column: digest})
            if not taken:
                Digest.objects.filter(pk=digest.pk).update(is_done=True)
    return is_new


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=AFTER_OTHER_FOLLOWERS)
def write_digests() -> int:
    """Writes the mails of open digests, a batch a transaction; returns how many. Safe in several workers."""
    end, number = time.monotonic() + SECONDS_AT_ONCE, 0
    for pk in list(
        Digest.objects.filter(is_done=False).order_by("pk").values_list("pk", flat=True)[:MOST_OPEN]
    ):
        is_done = False
        while not is_done and time.monotonic() < end:
            told, is_done = write_batch(pk)
            number += told
    return number


@transaction.atomic
def write_batch(digest_id: int) -> tuple[int, bool]:
    """Writes the mails to the next subscribers of a digest; returns how many, and whether these were all.

    How far it came is written with the mails: cut off at any point, it goes on there.
    """
    digest = Digest.objects.select_for_update().filter(pk=digest_id, is_done=False).first()
    if digest is None:
        return 0, True
    rhythm = Rhythm(digest.rhythm)
    versions = public_versions(Announcement.objects.filter(**{_TAKEN[rhythm][1]: digest}))
    size = batch_size(versions)
    found = Subscriber.objects.active().filter(rhythm=rhythm, pk__gt=digest.after_id)
    some = list(found.order_by("pk")[:size]) if versions else []
    told = write_page_mails(wanted_pages(some, versions), MailPurpose.DIGEST, rhythm, digest)
    digest.is_done = len(some) < size
    digest.after_id = some[-1].pk if some else digest.after_id
    digest.save(update_fields=["is_done", "after_id"])
    return told, digest.is_done


def tell_pending(subscriber: Subscriber, before: Rhythm) -> int:
    """Writes one mail with what the rhythm that a subscriber leaves would have told them yet; returns how many.

    That is what waits for its next digest, and what one that is under way, or a telling at once, had not told them.
    Must run within a transaction that holds the subscriber's row, whose rhythm is the new one already.
    """
    if before is Rhythm.AT_ONCE:
        pending = Q(is_done=False, after_id__lt=subscriber.pk)
    else:
        flag, column = _TAKEN[before]
        under_way = {f"{column}__is_done": False, f"{column}__after_id__lt": subscriber.pk}
        pending = Q(**{flag: False}) | Q(**under_way)
    announcements = Announcement.objects.filter(pending, due_at__lte=timezone.now())
    wanted = wanted_pages([subscriber], public_versions(announcements))
    return write_page_mails(wanted, MailPurpose.DIGEST, Rhythm(subscriber.rhythm))
