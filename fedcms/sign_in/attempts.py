"""Limits how often something is tried, counted in the database, so that all web processes count together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from fedcms.sign_in.models import RecentTries

AT_ONCE = 500
"""So many rows are deleted in one transaction."""


@dataclass(frozen=True)
class Limit:
    """At most so many tries at what `subject` names (an account, an address) within any so many seconds."""

    name: str
    subject: str
    most: int
    seconds: int

    @property
    def key(self) -> str:
        """Returns the key of its row: a digest, so that neither names nor addresses are stored."""
        return salted_hmac("fedcms.sign_in", f"{self.name}:{self.subject}", algorithm="sha256").hexdigest()


class TooManyTries(Exception):
    """A limit is reached. `seconds` says after how many of them the next try is looked at."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, math.ceil(seconds))

    @property
    def words(self) -> str:
        """Returns what the person reads, in the language in use: the same whether the account exists or not."""
        minutes = math.ceil(self.seconds / 60)
        return ngettext(
            "Trop d’essais en peu de temps. Réessayez dans %(count)d minute.",
            "Trop d’essais en peu de temps. Réessayez dans %(count)d minutes.",
            minutes,
        ) % {"count": minutes}


@dataclass(frozen=True)
class Tries:
    """One try, as it was counted under each of its limits."""

    keys: tuple[str, ...]
    moment: float

    def give_back(self) -> None:
        """Counts the try no more: the password was right. Safe to repeat."""
        with transaction.atomic():
            for key in self.keys:
                row = RecentTries.objects.select_for_update().filter(key=key).first()
                if row is not None and self.moment in row.moments:
                    row.moments.remove(self.moment)
                    row.save(update_fields=["moments"])


def take_try(limits: Sequence[Limit]) -> Tries:
    """Counts a try under all limits, or under none; to be called before anything is looked at.

    Callers that share limits give them in one order, so that none waits for another in a circle. Raises
    `TooManyTries` when one of them is reached. Who is refused is not counted again, so that waiting is enough. Not
    to be called in a transaction that may be undone, which would undo the count.
    """
    now = timezone.now().timestamp()
    # Most of a flood ends here: one query, no lock, no write.
    known = RecentTries.objects.in_bulk([limit.key for limit in limits])
    for limit in limits:
        if limit.key in known:
            _check(limit, known[limit.key].moments, now)
    with transaction.atomic():
        for limit in limits:
            _count(limit, now)
    return Tries(tuple(limit.key for limit in limits), now)


def forget_tries(limit: Limit) -> None:
    """Counts none of the tries under a limit any more."""
    RecentTries.objects.filter(key=limit.key).delete()


def forget_past() -> int:
    """Deletes rows that count no more; returns how many. A recurring job, safe to repeat.

    Some at once, so that no flood of invented accounts has to be read into memory.
    """
    forgotten = 0
    while count := _forget_some():
        forgotten += count
    return forgotten


@transaction.atomic
def _forget_some() -> int:
    """Deletes rows that nobody is just trying. It waits for no lock, and whoever waits for its own counts anew."""
    past = RecentTries.objects.filter(over_at__lt=timezone.now())
    keys = list(past.select_for_update(skip_locked=True).values_list("key", flat=True)[:AT_ONCE])
    return past.filter(key__in=keys).delete()[0]


def _count(limit: Limit, now: float) -> None:
    """Adds a try to a limit's row, which stays locked until the transaction ends."""
    over_at = datetime.fromtimestamp(now + limit.seconds, UTC)
    # What inserts the row or else writes to it has it to itself: two first tries at once count as two.
    RecentTries.objects.bulk_create(
        [RecentTries(key=limit.key, over_at=over_at)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["over_at"],
    )
    row = RecentTries.objects.get(key=limit.key)
    recent = _check(limit, row.moments, now)
    RecentTries.objects.filter(key=limit.key).update(moments=[*recent, now])


def _check(limit: Limit, moments: Sequence[float], now: float) -> list[float]:
    """Returns the moments that still count. Raises `TooManyTries` when they are as many as may be."""
    recent = [moment for moment in moments if moment > now - limit.seconds]
    if len(recent) >= limit.most:
        raise TooManyTries(recent[-limit.most] + limit.seconds - now)
    return recent
