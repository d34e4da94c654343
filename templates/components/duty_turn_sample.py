"""Samples of duty_turn.html."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fedcms.patterns.newsroom_things import contacts
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from news.newsroom.duty_board import duty_board

FRAME = '<ul class="duty__list">{}</ul>'


def samples(things: Things) -> Iterator[Sample]:
    """Until an hour of today, and from a day on."""
    office = contacts(things)
    now = duty_board(office, datetime(2026, 11, 30, 9, tzinfo=UTC)).now[0]
    later = duty_board(office, datetime(2026, 11, 28, 9, tzinfo=UTC)).next[0]
    yield Sample("now", {"turn": now, "is_now": True}, FRAME)
    yield Sample("later", {"turn": later, "is_now": False}, FRAME)
