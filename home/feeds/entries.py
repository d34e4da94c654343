"""Reads the entries of a feed: the newest visible pages of a subscription, as plain values.

The number of queries does not depend on that of pages (tests/home/test_feeds.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.db.models.functions import Coalesce
from wagtail.models import Page

from clusters.content.next_change import next_change
from clusters.content.registry import content_types
from clusters.content.subscriptions import FEDERATION, SubscriptionScope, federation_name
from clusters.content.teaser_rows import as_rows, as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.content.topic_labels import topic_labels
from clusters.models import ContentPage
from clusters.models.listing_group import ListingGroup
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute, home_address, quoted_path
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import declared, page_tag, set_tag
from fedcms.core.visibility import visible_q
from fedcms.media.enclosures import Enclosure, enclosure_of
from home.feeds.wording import entry_text
from home.page_keys import HOME_KEY

MOST_ENTRIES = 30
FEDERATION_CODE = "FED"


@dataclass(frozen=True)
class Author:
    """The publisher of an entry: "code – name"; `url` is absolute, "" while their section is not public."""

    name: str
    url: str


@dataclass(frozen=True)
class FeedEntry:
    """One page in a feed. Addresses are absolute, moments aware, texts plain."""

    id: str
    """A URN that stays the same when the page is renamed or moved; each translation has its own."""
    url: str
    title: str
    text: str
    published_at: datetime
    updated_at: datetime
    author: Author
    categories: tuple[str, ...]
    image: Enclosure | None
    image_url: str


@dataclass(frozen=True)
class FeedContent:
    """The content of a feed, before it is written in a format. `url` is the page that shows the same to people."""

    scope: SubscriptionScope
    title: str
    description: str
    url: str
    entries: tuple[FeedEntry, ...]

    @property
    def updated_at(self) -> datetime | None:
        """When an entry was last published again; None for an empty feed."""
        return max((entry.updated_at for entry in self.entries), default=None)


class _Moments(NamedTuple):
    """When a page was released, and when it was last published."""

    published_at: datetime
    updated_at: datetime


def read_feed(scope: SubscriptionScope) -> FeedContent:
    """Returns the newest pages of a scope, by their release: the date of an event only orders the agenda."""
    newest = _newest(scope)
    with declared(*scope.tags):
        rows = as_rows(rows_of(scope.pages().filter(pk__in=newest)))
    rows.sort(key=lambda row: newest.index(row.pk))
    teasers = as_teasers(rows)
    ids = [row.pk for row in rows]
    moments, topics = _moments(ids), topic_labels(ids)
    listing, root = _pages_of(scope)
    public = _addresses(scope.language, {listing, root, *map(_section_key, teasers)})
    return FeedContent(
        scope=scope,
        title=clean_line(scope.title),
        description=clean_line(_description(scope)),
        url=absolute(_page_of(scope, listing, root, public)),
        entries=tuple(
            _entry(
                teaser, scope.language, moments[row.pk], topics[row.pk], public.get(_section_key(teaser), "")
            )
            for row, teaser in zip(rows, teasers, strict=True)
        ),
    )


def _newest(scope: SubscriptionScope) -> tuple[int, ...]:
    """Returns the primary keys of the newest pages; cached until the content changes.

    The moments of release are in two tables, so no index has them: all pages of the scope are sorted.
    """

    def sort() -> tuple[tuple[int, ...], datetime | None]:
        until = next_change(locale_id=scope.locale_id)
        released = Coalesce("go_live_at", "first_published_at", "sort_at")
        pages = scope.pages().order_by(released.desc(), "-pk")
        with declared(*scope.tags):
            return tuple(pages.values_list("pk", flat=True)[:MOST_ENTRIES]), until

    return remember(("feed", scope), sort, scope.locale_id)


def _description(scope: SubscriptionScope) -> str:
    """Returns the title, with the federation's name if the title does not contain it."""
    return f"{scope.title} – {federation_name()}" if scope.cluster else scope.title


def _entry(
    teaser: Teaser, language: str, moments: _Moments, topics: Sequence[str], section: str
) -> FeedEntry:
    image = enclosure_of(teaser.lead_image)
    return FeedEntry(
        id=entry_id(teaser.translation_key, language),
        url=absolute(teaser.url),
        title=clean_line(teaser.title),
        text=entry_text(teaser),
        published_at=moments.published_at,
        updated_at=max(moments.updated_at, teaser.changed_at or moments.updated_at),
        author=_author(teaser, section),
        categories=tuple(clean_line(label) for label in (teaser.kind_label, *topics)),
        image=image,
        image_url=absolute(image.url) if image else "",
    )


def entry_id(translation_key: UUID, language: str) -> str:
    """Returns the permanent id of a page in one language, as a URN."""
    return uuid5(translation_key, language).urn


def _author(teaser: Teaser, section: str) -> Author:
    """Returns the cluster that publishes, or the federation, with the address of its section if that is public."""
    code = teaser.cluster.code if teaser.cluster else FEDERATION_CODE
    name = str(teaser.cluster) if teaser.cluster else federation_name()
    return Author(name=clean_line(f"{code} – {name}"), url=absolute(section) if section else "")


def _section_key(teaser: Teaser) -> UUID:
    """Returns the translation key of the root of the publisher's section."""
    return teaser.cluster.section_key if teaser.cluster else HOME_KEY


def _moments(ids: Sequence[int]) -> dict[int, _Moments]:
    """Returns release and last publication (never before the release) by primary key."""
    columns = ("pk", "go_live_at", "first_published_at", "sort_at", "last_published_at")
    found = {}
    with declared(*map(page_tag, ids)):
        rows = list(ContentPage.objects.filter(pk__in=ids).values_list(*columns))
    for pk, go_live_at, first_at, sort_at, last_at in rows:
        released = go_live_at or first_at or sort_at
        found[pk] = _Moments(released, max(released, last_at or released))
    return found


def _pages_of(scope: SubscriptionScope) -> tuple[UUID, UUID]:
    """Returns the translation keys of the listing that shows what the scope contains, and of its section's root."""
    root = scope.cluster.section_key if scope.cluster else HOME_KEY
    group = content_types()[scope.kinds[0]].listing_group
    return (uuid5(root, group) if scope.kind or scope.topic else root), root


def _addresses(language: str, keys: Collection[UUID]) -> Mapping[UUID, str]:
    """Returns the addresses of visible structural pages in a language, by translation key. One query."""
    pages = Page.objects.filter(visible_q(), locale__language_code=language, translation_key__in=keys)
    with declared(*map(set_tag, keys)):
        return {
            key: quoted_path(url_path) for key, url_path in pages.values_list("translation_key", "url_path")
        }


def _page_of(scope: SubscriptionScope, listing: UUID, root: UUID, public: Mapping[UUID, str]) -> str:
    """Returns the address where people see what the scope contains, with filters; else its section or the home page."""
    if listing not in public or listing == root:
        return public.get(root, home_address(scope.language))
    filters = {
        "cluster": FEDERATION if scope.is_federations_own else "",
        "kind": "" if scope.kind in ListingGroup else scope.kind,
        "topic": scope.topic,
    }
    query = urlencode({name: value for name, value in filters.items() if value})
    return public[listing] + (f"?{query}" if query else "")
