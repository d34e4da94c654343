"""Notes each page that appears, once a language, and writes the mails to who wants to know at once.

Only what appears is told: a correction, another address, the same words published again are no news. The public change
is the moment (docs/adr/0030), so that nothing is early; a grace after it lets another language appear that a reader
prefers. A page that is not public when its turn has come is forgotten; one that appears again within its week is told
to those whom no mail has told of it.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from clusters.content.registry import content_types
from clusters.models import Announcement, ContentPage, MailedPage, MailPurpose, Rhythm, Subscriber
from clusters.models.subscriber import SubscriberQuerySet
from clusters.subscriptions.choices import wanting
from clusters.subscriptions.mail_rows import write_page_mails
from clusters.subscriptions.matching import ToTell, Versions, batch_size, public_versions, wanted_pages
from clusters.subscriptions.tasks_under_way import has_ready
from fedcms.core.changes.outbox import Change
from fedcms.core.lanes import Lane
from fedcms.core.models import Reason

MOST_TOGETHER = 500
"""So many announcements that are due are told together, in one mail a reader."""
SECONDS_AT_ONCE = 5.0
NEWS_DAYS = 7
"""What was published longer ago is no news when it becomes public again, or a section opens with it."""
SAME_PAGE_DAYS = 60
"""A translation that appears later is not announced: who was told of the page may not be known any more."""
AFTER_OTHER_FOLLOWERS = -10


def note_appearances(changes: Sequence[Change]) -> None:
    """Notes the pages that appeared. The handler of the outbox: told again, or late, it notes nothing twice."""
    kinds = content_types()
    appeared = {
        change.object_id: change
        for change in changes
        if change.reason is Reason.PUBLISHED and change.subject == "page" and change.kind in kinds
    }
    if not appeared:
        return
    for page in ContentPage.objects.filter(pk__in=appeared, live=True).select_related("locale"):
        change = appeared[page.pk]
        published_at = page.published_at or change.moment
        if published_at >= change.moment - timedelta(days=NEWS_DAYS):
            _note(page, change)


@transaction.atomic
def _note(page: ContentPage, change: Change) -> None:
    """Notes a page in its language; waits for who is just about to forget it, so that it is not lost in between."""
    noted = Announcement.objects.select_for_update().filter(translation_key=page.translation_key)
    known = {each.language: each for each in noted.order_by("pk")}
    language = page.locale.language_code
    appears_at = max(change.moment, page.go_live_at or change.moment)
    due_at = appears_at + timedelta(minutes=settings.FEDCMS_SUBSCRIPTION_GRACE_MINUTES)
    if language in known:
        _open_again(known[language], appears_at, due_at)
        return
    oldest = change.moment - timedelta(days=SAME_PAGE_DAYS)
    if any(each.announced_at < oldest for each in known.values()):
        return
    Announcement.objects.get_or_create(
        translation_key=page.translation_key,
        language=language,
        defaults={"announced_at": appears_at, "due_at": due_at},
    )


def _open_again(announcement: Announcement, appears_at: datetime, due_at: datetime) -> None:
    """Has a page that was away told to those who missed it: its mails may have been left out, a digest have passed.

    Nobody is told twice (`MailedPage`), nor who subscribed since: it stays news of the moment when it first appeared.
    """
    since = appears_at - announcement.announced_at
    if timedelta(0) < since <= timedelta(days=NEWS_DAYS):
        announcement.due_at, announcement.after_id, announcement.is_done = due_at, 0, False
        announcement.was_daily = announcement.was_weekly = False
        announcement.save(update_fields=["due_at", "after_id", "is_done", "was_daily", "was_weekly"])


def continue_announcements() -> int:
    """Makes a task when announcements are due; returns how many are. A recurring job."""
    number = Announcement.objects.due(timezone.now()).count()
    if number and not has_ready(tell_due):
        tell_due.enqueue()
    return number


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=AFTER_OTHER_FOLLOWERS)
def tell_due() -> int:
    """Writes the mails of due announcements, a batch a transaction; returns how many. Safe in several workers."""
    end, number, is_done = time.monotonic() + SECONDS_AT_ONCE, 0, False
    while not is_done and time.monotonic() < end:
        told, is_done = tell_batch()
        number += told
    return number


@transaction.atomic
def tell_batch() -> tuple[int, bool]:
    """Writes one mail to each of the next subscribers who want something that is due at once.

    Returns how many, and whether nothing is due any more. How far each announcement came is written with the mails: cut
    off at any point, it goes on there. One that becomes due while others are under way catches up with them first, so
    that those who follow get one mail.
    """
    due = Announcement.objects.due(timezone.now()).order_by("pk").select_for_update()
    waiting = list(due[:MOST_TOGETHER])
    if not waiting:
        return 0, True
    start = min(each.after_id for each in waiting)
    others = [each.after_id for each in waiting if each.after_id > start]
    together = [each for each in waiting if each.after_id == start]
    versions = public_versions(together)
    announced = {(page.translation_key, page.language) for known in versions.values() for _a, page in known}
    gone = [each.pk for each in together if (each.translation_key, each.language) not in announced]
    Announcement.objects.filter(pk__in=gone).delete()
    to_tell, reached, is_last = _next_readers(versions, start, min(others, default=None))
    number = write_page_mails(to_tell, MailPurpose.PAGE, Rhythm.AT_ONCE)
    Announcement.objects.filter(pk__in=[each.pk for each in together]).update(
        after_id=reached, is_done=is_last
    )
    return number, False


def _next_readers(
    versions: Versions, after: int, until: int | None
) -> tuple[Mapping[int, ToTell], int, bool]:
    """Returns the next who want a page at once with their pages, how far that is, and whether these were all."""
    if not versions:
        return {}, after if until is None else until, until is None
    size = batch_size(versions)
    # Of one page, the database finds those who want it, mostly few; of several, they are matched here.
    found = _wanting_one(versions) if len(versions) == 1 else Subscriber.objects.active()
    found = found.filter(rhythm=Rhythm.AT_ONCE, pk__gt=after).order_by("pk")
    some = list((found if until is None else found.filter(pk__lte=until))[:size])
    to_tell = wanted_pages(some, versions)
    if len(some) == size:
        return to_tell, some[-1].pk, False
    return to_tell, after if until is None else until, until is None


def _wanting_one(versions: Versions) -> SubscriberQuerySet:
    """Returns those who want the only page in one of its versions, and were not told of it."""
    ((key, known),) = versions.items()
    told = MailedPage.objects.filter(subscriber=OuterRef("pk"), translation_key=key)
    found = Subscriber.objects.none()
    for announcement, page in known:
        found = found | wanting(page).filter(active_since__lte=announcement.announced_at)
    return found.filter(~Exists(told))
