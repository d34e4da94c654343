"""Finds the pages that each of some subscribers is to be told of, as digests and several pages at once need it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from clusters.models import Announcement, MailedPage, Subscriber
from clusters.subscriptions.announced_pages import AnnouncedPage, public_pages
from clusters.subscriptions.choices import choices_of

MOST_IN_A_MAIL = 60
"""A mail tells of so many pages, the newest; for others it leads to the site."""
BATCH = 500
ROWS_AT_ONCE = 20_000
"""So many pairs of a subscriber and a page are looked at in one batch, so that its memory is bounded."""


@dataclass(frozen=True)
class ToTell:
    """The pages of one mail by translation key, the newest first, and how many more there are on the site."""

    keys: tuple[UUID, ...]
    left_out: int = 0


Versions = Mapping[UUID, list[tuple[Announcement, AnnouncedPage]]]


def public_versions(announcements: Iterable[Announcement]) -> Versions:
    """Returns those of the announced versions that are public now, by translation key, the newest first."""
    noted = {(each.translation_key, each.language): each for each in announcements}
    found: dict[UUID, list[tuple[Announcement, AnnouncedPage]]] = {}
    for page in public_pages({key for key, _language in noted}):
        if (announcement := noted.get((page.translation_key, page.language))) is not None:
            found.setdefault(page.translation_key, []).append((announcement, page))
    return dict(
        sorted(found.items(), key=lambda item: max(a.announced_at for a, _p in item[1]), reverse=True)
    )


def batch_size(pages: Collection[object]) -> int:
    """Returns how many subscribers are taken at once for so many pages."""
    return max(1, min(BATCH, ROWS_AT_ONCE // max(1, len(pages))))


def wanted_pages(subscribers: Collection[Subscriber], versions: Versions) -> dict[int, ToTell]:
    """Returns what each subscriber is to be told of, by primary key; who wants nothing is left out."""
    if not versions or not subscribers:
        return {}
    choices = choices_of(subscribers)
    had = MailedPage.objects.filter(
        subscriber__in=[each.pk for each in subscribers], translation_key__in=list(versions)
    )
    told = set(had.values_list("subscriber_id", "translation_key"))
    found: dict[int, ToTell] = {}
    for each in subscribers:
        keys = [
            key
            for key, known in versions.items()
            if (each.pk, key) not in told
            and any(
                choices[each.pk].want(page)
                and each.active_since is not None
                and announcement.announced_at >= each.active_since
                for announcement, page in known
            )
        ]
        if keys:
            found[each.pk] = ToTell(tuple(keys[:MOST_IN_A_MAIL]), max(0, len(keys) - MOST_IN_A_MAIL))
    return found
