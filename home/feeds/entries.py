"""What a feed holds: the newest visible pages of a scope, as plain values that every format writes.

A bounded number of queries, whatever the number of pages (tests/home/test_feeds.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5

from django.db.models.functions import Coalesce
from wagtail.models import Page

from clusters.cards import Card, as_cards, as_rows, rows_of
from clusters.listings import NEWS_AND_AGENDA
from clusters.models import ContentPage
from clusters.subscriptions import FEDERATION, Scope, federation_name
from fedcms.core.addresses import absolute, home_address
from fedcms.core.machine_text import clean_line
from fedcms.core.visibility import visible_q
from fedcms.media.enclosures import Enclosure, enclosure_of
from home.feeds.wording import entry_text
from home.keys import HOME_KEY

MOST_ENTRIES = 30
FEDERATION_CODE = "FED"


@dataclass(frozen=True)
class Author:
    """The signature of who publishes: code and name; `url` is absolute."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One page in a feed. Addresses are absolute, moments aware, texts plain."""

    id: str
    """A URN that stays when the page is renamed or moved; translations have their own."""
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
    """A feed before it is written in a format. `url` is the page that shows the same to people."""

    scope: Scope
    title: str
    description: str
    url: str
    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime | None:
        """When the newest change of an entry was published; `None` for an empty feed."""
        return max((entry.updated_at for entry in self.entries), default=None)


class _Moments(NamedTuple):
    """When a page was released and when it was last published."""

    published_at: datetime
    updated_at: datetime


def read_feed(scope: Scope) -> FeedContent:
    """The newest pages of a scope, by the moment of their release: an event's own date orders the agenda alone."""
    released = Coalesce("go_live_at", "first_published_at", "sort_at")
    rows = as_rows(rows_of(scope.pages().order_by(released.desc(), "-pk"))[:MOST_ENTRIES])
    cards = as_cards(rows)
    ids = [row.pk for row in rows]
    moments, topics = _moments(ids), _topics(ids)
    return FeedContent(
        scope=scope,
        title=clean_line(scope.title),
        description=clean_line(_description(scope)),
        url=absolute(_page_of(scope)),
        entries=tuple(
            _entry(card, scope.language, moments[row.pk], topics[row.pk])
            for row, card in zip(rows, cards, strict=True)
        ),
    )


def _description(scope: Scope) -> str:
    """The title, with the federation's name where it is not in it."""
    return f"{scope.title} – {federation_name()}" if scope.cluster else scope.title


def _entry(card: Card, language: str, moments: _Moments, topics: Sequence[str]) -> Entry:
    image = enclosure_of(card.lead_image)
    return Entry(
        id=entry_id(card.translation_key, language),
        url=absolute(card.url),
        title=clean_line(card.title),
        text=entry_text(card),
        published_at=moments.published_at,
        updated_at=moments.updated_at,
        author=_author(card),
        categories=tuple(clean_line(label) for label in (card.kind_label, *topics)),
        image=image,
        image_url=absolute(image.url) if image else "",
    )


def entry_id(translation_key: UUID, language: str) -> str:
    """What names one page in one language for ever."""
    return uuid5(translation_key, language).urn


def _author(card: Card) -> Author:
    """The cluster that signs, with the address of its section, or the federation."""
    code = card.cluster.code if card.cluster else FEDERATION_CODE
    name = str(card.cluster) if card.cluster else federation_name()
    # "", language, clusters, slug of the cluster, …
    parts = card.url.split("/")[: 4 if card.cluster else 2]
    return Author(name=clean_line(f"{code} – {name}"), url=absolute("/".join(parts) + "/"))


def _moments(ids: Sequence[int]) -> dict[int, _Moments]:
    """By primary key: the release, and the last publication (never before it)."""
    columns = ("pk", "go_live_at", "first_published_at", "sort_at", "last_published_at")
    found = {}
    for pk, go_live_at, first_at, sort_at, last_at in ContentPage.objects.filter(pk__in=ids).values_list(
        *columns
    ):
        released = go_live_at or first_at or sort_at
        found[pk] = _Moments(released, max(released, last_at or released))
    return found


def _topics(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The topics of each page in the active language, by its primary key."""
    labels: dict[int, list[str]] = defaultdict(list)
    links = ContentPage.topics.through.objects.filter(contentpage__in=ids).order_by("topic__key")
    for page_id, key, texts in links.values_list("contentpage_id", "topic__key", "topic__labels"):
        labels[page_id].append(str(texts) or key)
    return labels


def _page_of(scope: Scope) -> str:
    """The address of the page that shows what the scope follows, with its filters; a section's root, or the home page.

    One query. What is not public in this language is not named.
    """
    root = scope.cluster.section_key if scope.cluster else HOME_KEY
    group = next((group for group, kinds in NEWS_AND_AGENDA.items() if scope.kinds[0] in kinds), "")
    listing = uuid5(root, group) if scope.kind or scope.topic else root
    pages = Page.objects.filter(
        visible_q(), locale__language_code=scope.language, translation_key__in={listing, root}
    )
    found = {key: quote(url_path) for key, url_path in pages.values_list("translation_key", "url_path")}
    if listing not in found or listing == root:
        return found.get(root, home_address(scope.language))
    filters = {
        "cluster": FEDERATION if scope.is_federations_own else "",
        "kind": "" if scope.kind in NEWS_AND_AGENDA else scope.kind,
        "topic": scope.topic,
    }
    query = urlencode({name: value for name, value in filters.items() if value})
    return found[listing] + (f"?{query}" if query else "")
