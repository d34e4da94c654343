"""Samples of duty_board.html."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fedcms.patterns.newsroom_things import contacts
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from news.newsroom.duty_board import duty_board


def samples(things: Things) -> Iterator[Sample]:
    """Somebody answers, nobody does now, nobody ever will."""
    office = contacts(things)
    open_at, closed_at = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 11, 28, 9, tzinfo=UTC)
    yield Sample("somebody answers", {"duty": duty_board(office, open_at)})
    yield Sample("who is next", {"duty": duty_board(office, closed_at)})
    yield Sample("no hours", {"duty": duty_board(contacts(things, with_hours=False), open_at)})
