"""Caches values made from all public content (counts, calendars, sitemaps) until it changes.

Call `note_change` in the transaction that changes content: after its commit, no process returns a value cached before.
A value that the clock changes expires at the moment that its function returns.

A version is the set of marks of a language. Marks are random, so no two states have the same version, even after the
database was restored. A writer replaces a mark that no other writer has locked, or adds one. So no writer waits for
another, and no lock order is needed; there are as many marks as writers ever wrote at the same time.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar, cast

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from fedcms.core.compiled_queries import Parameter, fetch
from fedcms.core.models import PublicVersion
from fedcms.core.shown_tags import ShownTags, collecting, note_shown

MOST_REMEMBERED = 1_000
"""The most values that a process caches; those unused for longest are dropped first."""

T = TypeVar("T")
Made = tuple[T, datetime | None]
"""A value, and the moment (aware) when it expires by the clock; None for never."""


@dataclass(frozen=True)
class _Remembered:
    version: tuple[str, ...]
    shown: ShownTags
    """What was read for it, which is noted again whenever it is used."""
    since: datetime
    until: datetime | None
    value: object

    def holds_at(self, now: datetime) -> bool:
        """Returns whether the value is valid at `now`. It is not when the clock was set back to before it was made."""
        return self.since <= now and (self.until is None or now < self.until)


_remembered: OrderedDict[Hashable, _Remembered] = OrderedDict()
_lock = Lock()


def note_change(locale_id: int | None = None) -> None:
    """Notes a change of public content in one language, or with None of something that all languages show.

    Call it in the transaction of the change. One statement, two when other writers have locked all marks.
    """
    table = PublicVersion._meta.db_table
    is_of_locale = "locale_id = %s" if locale_id else "locale_id IS NULL"
    free = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    mark = secrets.token_hex(8)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET mark = %s WHERE id = "  # noqa: S608  # no value is put into it
            f"(SELECT id FROM {table} WHERE {is_of_locale} ORDER BY id LIMIT 1 {free})",
            [mark, locale_id] if locale_id else [mark],
        )
        is_noted = cursor.rowcount == 1
    if not is_noted:
        PublicVersion.objects.create(locale_id=locale_id, mark=mark)


def _marks(*, locale: Parameter | None = None) -> "models.QuerySet[PublicVersion, tuple[str]]":
    rows = PublicVersion.objects.order_by("pk")
    if locale is not None:
        rows = rows.filter(Q(locale_id=locale) | Q(locale=None))
    return rows.values_list("mark")


def version_of(locale_id: int | None = None) -> tuple[str, ...]:
    """Returns the version of public content in one language; with None, in all. One query."""
    values = {} if locale_id is None else {"locale": locale_id}
    return tuple(str(mark) for (mark,) in fetch(_marks, **values))


def remember(key: Hashable, make: Callable[[], Made[T]], locale_id: int | None = None) -> T:
    """Returns the cached value of `key`, or calls `make` for it when public content has changed since. One query.

    `locale_id` limits the content to one language. The key must name everything else that the value depends on.
    Callers share the value, so nobody may change it.
    """
    # Read before `make`: content that changes meanwhile has another version, so the value is not used then. The version
    # alone is no part of what is shown: what the value is made of, is.
    with collecting():
        version, now = version_of(locale_id), timezone.now()
    with _lock:
        known = _remembered.get(key)
        if known is not None:
            _remembered.move_to_end(key)
    if known is not None and known.version == version and known.holds_at(now):
        note_shown(known.shown)
        return cast("T", known.value)
    with collecting() as shown:
        value, until = make()
    # A moment that came while it was made is over: then it is made again the next time.
    until = min((until, *shown.moments) if until is not None else shown.moments, default=None)
    shown.moments = [until] if until is not None else []
    note_shown(shown)
    with _lock:
        _remembered[key] = _Remembered(version, shown, now, until, value)
        _remembered.move_to_end(key)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return value


def forget_all() -> None:
    """Empties the cache of this process; for tests, which roll back what they wrote."""
    with _lock:
        _remembered.clear()
