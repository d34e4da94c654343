"""An answer that is kept, and until when it may be given again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import ResolverMatch

LONGEST = timedelta(hours=1)
"""For how long an answer is kept at most."""
STALE = timedelta(minutes=1)
"""For so long after `LONGEST` it is answered to others while one thread makes it anew."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is sent again."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    tags: frozenset[str]
    since: datetime
    until: datetime
    end: datetime
    """The moment at which the clock changes it: `until` is earlier, or the same."""
    match: ResolverMatch | None = None
    """Which view made it."""
    is_one_of_many: bool = False
    """Whether it counts among the answers with filters, though its address has no query."""

    @property
    def stale_until(self) -> datetime:
        """Until when it may be answered while one thread makes it anew."""
        return min(self.end, self.until + STALE)

    @property
    def size(self) -> int:
        """Bytes, roughly: each tag stands in a set of the answer, and its key in one of the tag."""
        headers = sum(len(name) + len(value) + 150 for name, value in self.headers)
        return len(self.body) + headers + 1_000 + 250 * len(self.tags)


def is_one_of_many(key: str, answer: KeptAnswer) -> bool:
    """Returns whether an answer is one with filters. The query is the last line of a key."""
    return answer.is_one_of_many or not key.endswith("\n")
