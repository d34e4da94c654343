"""Samples of kept_notice.html."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """One page of a morning."""
    yield Sample("while the database is away", {"kept_at": datetime(2026, 12, 1, 8, 30, tzinfo=UTC)})
