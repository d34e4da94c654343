"""Samples of contact_week.html."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fedcms.patterns.newsroom_things import contacts
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from news.newsroom.duty_board import duty_board

FRAME = '<ul class="contacts">{}</ul>'


def samples(things: Things) -> Iterator[Sample]:
    """With its hours, and without."""
    moment = datetime(2026, 11, 30, 9, tzinfo=UTC)
    yield Sample("with hours", {"week": duty_board(contacts(things), moment).weeks[0]}, FRAME)
    bare = duty_board(contacts(things, with_hours=False), moment)
    yield Sample("without hours", {"week": bare.weeks[0]}, FRAME)
