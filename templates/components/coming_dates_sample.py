"""Samples of coming_dates.html."""

from collections.abc import Iterator
from types import SimpleNamespace

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """Usual dates, with one that is cancelled and one that is moved; then a single one."""
    usual = {
        "starts_at": MOMENT,
        "days": things.text("where"),
        "hours": "",
        "is_cancelled": False,
        "moved_from": "",
    }
    moved = {"hours": "14:00 – 16:00 (Paris)", "moved_from": things.text("where")}
    coming = [SimpleNamespace(**(usual | more)) for more in ({}, {"is_cancelled": True}, moved)]
    yield Sample("several", {"dates": SimpleNamespace(coming=coming, more=12)})
    yield Sample("one", {"dates": SimpleNamespace(coming=coming[:1], more=0)})
