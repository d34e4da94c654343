"""Counts that are not in the database yet, and how they are added to those that are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection, models, transaction

from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
)
from home.view_counts.referrers import OTHER

PageDay = tuple[date, int, str]
"""A day, a page and a language."""

LOCK_KEY = 430_001
"""PostgreSQL's advisory lock under which counts are added: one process at a time, so that none waits in a circle."""
BATCH = 400


def _upsert(model: type[models.Model], keys: tuple[str, ...], value: str, *, is_sum: bool = True) -> str:
    """Returns the SQL that adds to a row, or raises it to the new value; names are the model's."""
    table = model._meta.db_table
    now, new = f"{table}.{value}", f"excluded.{value}"
    result = f"{now} + {new}" if is_sum else f"CASE WHEN {new} > {now} THEN {new} ELSE {now} END"
    columns = ", ".join((*keys, value))
    signs = ", ".join(["%s"] * (len(keys) + 1))
    return (
        f"INSERT INTO {table} ({columns}) VALUES ({signs}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {value} = {result}"
    )


_VIEWS = _upsert(PageViewCount, ("day", "page_id", "language"), "views")
_REFERRERS = _upsert(ReferrerCount, ("day", "page_id", "language", "host"), "views")
_DOWNLOADS = _upsert(DownloadCount, ("day", "document_id"), "downloads")
_FEEDS = _upsert(FeedCount, ("day", "feed"), "fetches")
_SUBSCRIBERS = _upsert(FeedSubscriberCount, ("day", "feed", "aggregator"), "subscribers", is_sum=False)


@dataclass
class Counts:
    """Counts to add: bounded by the pages, documents and feeds that exist, and by the most hosts of a page."""

    views: Counter[PageDay] = field(default_factory=Counter)
    hosts: defaultdict[PageDay, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    downloads: Counter[tuple[date, int]] = field(default_factory=Counter)
    fetches: Counter[tuple[date, str]] = field(default_factory=Counter)
    subscribers: dict[tuple[date, str, str], int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.views or self.downloads or self.fetches)

    @property
    def keys(self) -> int:
        """How many pages, documents and feeds are counted, each with its day."""
        return len(self.views) + len(self.downloads) + len(self.fetches)

    def __len__(self) -> int:
        hosts = sum(map(len, self.hosts.values()))
        return len(self.views) + hosts + len(self.downloads) + len(self.fetches) + len(self.subscribers)

    def add_view(self, key: PageDay, host: str, times: int = 1) -> None:
        """Counts views of a page; `host` is that of the referrer, "" without one."""
        self.views[key] += times
        if host:
            known = self.hosts[key]
            is_kept = host in known or len(known) < settings.FEDCMS_PAGE_VIEWS_HOSTS
            known[host if is_kept else OTHER] += times

    def add_subscribers(self, key: tuple[date, str, str], subscribers: int) -> None:
        """Keeps the most subscribers that were declared."""
        self.subscribers[key] = max(self.subscribers.get(key, 0), subscribers)

    def add(self, other: "Counts") -> None:
        """Adds all of another's counts."""
        self.views.update(other.views)
        for key, hosts in other.hosts.items():
            self.hosts[key].update(hosts)
        self.downloads.update(other.downloads)
        self.fetches.update(other.fetches)
        for declared, subscribers in other.subscribers.items():
            self.add_subscribers(declared, subscribers)

    def write(self) -> None:
        """Adds all of it to the database, in one transaction: all or nothing."""
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
            hosts = [
                ((*key, host), views)
                for key, kept in self._within_the_limit().items()
                for host, views in kept.items()
            ]
            for sql, rows in (
                (_VIEWS, self.views.items()),
                (_REFERRERS, hosts),
                (_DOWNLOADS, self.downloads.items()),
                (_FEEDS, self.fetches.items()),
                (_SUBSCRIBERS, self.subscribers.items()),
            ):
                cursor.executemany(sql, sorted((*key, value) for key, value in rows))

    def _within_the_limit(self) -> dict[PageDay, Counter[str]]:
        """Returns the hosts to write: new ones beyond the most that a page may have on a day are `OTHER`."""
        stored = _stored_hosts(self.hosts)
        result: dict[PageDay, Counter[str]] = {}
        for key, hosts in self.hosts.items():
            known = stored.get(key, set())
            free = settings.FEDCMS_PAGE_VIEWS_HOSTS - len(known - {OTHER})
            kept = result[key] = Counter()
            for host, views in sorted(hosts.items(), key=lambda item: (-item[1], item[0])):
                is_new = host not in known and host != OTHER
                kept[OTHER if is_new and free <= 0 else host] += views
                free -= is_new
        return result


def _stored_hosts(keys: Iterable[PageDay]) -> dict[PageDay, set[str]]:
    """Returns the hosts that are in the database already, by page, day and language."""
    wanted = set(keys)
    days = {day for day, _page, _language in wanted}
    pages = sorted({page for _day, page, _language in wanted})
    found: defaultdict[PageDay, set[str]] = defaultdict(set)
    for start in range(0, len(pages), BATCH):
        rows = ReferrerCount.objects.filter(page_id__in=pages[start : start + BATCH], day__in=days)
        for day, page, language, host in rows.values_list("day", "page_id", "language", "host"):
            found[day, page, language].add(host)
    return found
