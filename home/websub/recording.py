"""Notes which feeds a change has changed; the worker's followers lane calls it."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from fedcms.core.changes.outbox import Change
from fedcms.core.models import Reason
from home.feeds.changed_feeds import FeedPage, feeds_of
from home.feeds.hubs import hub_addresses
from home.models import FeedMembership, HubPing

_COLUMNS = ("language", "cluster", "kind", "topics")


def note_changed_feeds(changes: Sequence[Change]) -> None:
    """Writes a ping for each hub and each feed in which a changed page stands now, or stood before.

    Safe to repeat, and one ping for each feed however many of its pages changed.
    """
    hubs = hub_addresses()
    of_pages = [
        change for change in changes if change.subject == "page" and change.reason is not Reason.REORDERED
    ]
    ids = {change.object_id for change in of_pages}
    if not hubs or not ids:
        return
    with transaction.atomic():
        before = _known(ids)
        now = _visible(ids)
        FeedMembership.objects.filter(page_id__in=before.keys() - now.keys()).delete()
        FeedMembership.objects.bulk_create(
            [
                FeedMembership(page_id=pk, **{name: _column(page, name) for name in _COLUMNS})
                for pk, page in now.items()
            ],
            update_conflicts=True,
            unique_fields=["page_id"],
            update_fields=_COLUMNS,
        )
        unknown = ids - before.keys() - now.keys()
        withdrawn = _as_changes_say([change for change in of_pages if change.object_id in unknown])
        _write_pings(hubs, feeds_of([*before.values(), *now.values(), *withdrawn]))


def _column(page: FeedPage, name: str) -> object:
    value = getattr(page, name)
    return list(value) if isinstance(value, tuple) else value


def _known(ids: Collection[int]) -> dict[int, FeedPage]:
    """Returns where pages stood when hubs were told last, by primary key."""
    return {
        row.page_id: FeedPage(row.language, row.cluster, row.kind, tuple(row.topics))
        for row in FeedMembership.objects.filter(page_id__in=ids)
    }


def _as_changes_say(changes: Sequence[Change]) -> list[FeedPage]:
    """Returns where pages stood that are gone, and that were published before the site named a hub.

    Their topics are those that they have now; of a deleted page, nobody knows them.
    """
    gone = [change for change in changes if change.reason in {Reason.WITHDRAWN, Reason.DELETED}]
    topics = _topics_of([change.object_id for change in gone])
    return [
        FeedPage(change.language, change.cluster, change.kind, tuple(topics.get(change.object_id, ())))
        for change in gone
    ]


def _topics_of(ids: Collection[int]) -> dict[int, list[str]]:
    topics: dict[int, list[str]] = {pk: [] for pk in ids}
    links = ContentPage.topics.through.objects.filter(contentpage__in=topics)
    for pk, key in links.order_by("topic__key").values_list("contentpage_id", "topic__key"):
        topics[pk].append(key)
    return topics


def _visible(ids: Collection[int]) -> dict[int, FeedPage]:
    """Returns where the pages stand that a visitor may see now, by primary key. Two queries."""
    pages = ContentPage.objects.visible().filter(pk__in=ids).order_by()
    rows = list(pages.values_list("pk", "content_type_id", "locale__language_code", "cluster__slug"))
    topics = _topics_of([row[0] for row in rows])
    return {
        pk: FeedPage(language, slug or "", class_of_type(type_id).kind, tuple(topics[pk]))
        for pk, type_id, language, slug in rows
    }


def _write_pings(hubs: Collection[str], feeds: Collection[str]) -> None:
    """Writes pings; one that waits already tells of the later change, too, and keeps the pause of its hub."""
    now = timezone.now()
    HubPing.objects.bulk_create(
        [
            HubPing(hub=hub, feed=feed, changed_at=now, next_try_at=now)
            for hub in hubs
            for feed in sorted(feeds)
        ],
        update_conflicts=True,
        unique_fields=["hub", "feed"],
        update_fields=["changed_at"],
    )
