"""Caches values made of all public content (counts, calendars, sitemaps) until it changes.

`note_change` is called in the transaction that changes something; from its commit on, what was remembered before is not
given any more, in no process. What the clock changes is made anew at the moment that its maker named.

A version is the marks of a language together, each random: no two states have the same, nor has a restored database
the one of what it was. A writer takes a mark that no other writer holds, or adds one: nobody waits for another, so that
no lock order is needed; there are as many marks as writers were ever at work at once.
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

MOST_REMEMBERED = 1_000
"""Values a process keeps; the ones that were not asked for the longest go first."""

T = TypeVar("T")
Made = tuple[T, datetime | None]
"""A value, and the moment (aware) at which the clock alone makes it another one; `None`: never."""


@dataclass(frozen=True)
class _Remembered:
    version: tuple[str, ...]
    since: datetime
    until: datetime | None
    value: object

    def holds_at(self, now: datetime) -> bool:
        """Whether the clock has changed nothing; one that was set back has, too."""
        return self.since <= now and (self.until is None or now < self.until)


_remembered: OrderedDict[Hashable, _Remembered] = OrderedDict()
_lock = Lock()


def note_change(locale_id: int | None = None) -> None:
    """The public content of a language changed, or (`None`) something that pages of all languages show.

    Within the transaction of the change. One statement, two where other writers hold all marks.
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
    """The version of what is public in a language; of all of it (`None`). One query."""
    values = {} if locale_id is None else {"locale": locale_id}
    return tuple(str(mark) for (mark,) in fetch(_marks, **values))


def remember(key: Hashable, make: Callable[[], Made[T]], locale_id: int | None = None) -> T:
    """What `make` made of the present content of a language (`None`: of all); one query where it is known.

    The key names all that the value depends on besides. The value is shared: nobody changes it.
    """
    # Before anything is read: what changes meanwhile makes another version.
    version, now = version_of(locale_id), timezone.now()
    with _lock:
        known = _remembered.get(key)
        if known is not None:
            _remembered.move_to_end(key)
    if known is not None and known.version == version and known.holds_at(now):
        return cast("T", known.value)
    value, until = make()
    with _lock:
        _remembered[key] = _Remembered(version, now, until, value)
        _remembered.move_to_end(key)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return value


def forget_all() -> None:
    """Forgets what this process remembers; for tests, which take back what they wrote."""
    with _lock:
        _remembered.clear()
