"""Samples of month.html."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from clusters.content.teasers import Teaser
from events.month import Month, build_month
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    first = date(2026, 11, 1)
    on = MOMENT - timedelta(days=5)

    def month(*teasers: Teaser) -> Month:
        """Returns November 2026, in which the 25th is today; links lead from September to December."""
        return build_month(first, teasers, date(2026, 11, 25), date(2026, 9, 1), date(2026, 12, 1))

    event = things.teaser("event", details={"starts_at": MOMENT})
    long = replace(things.long_teaser("event"), details={"starts_at": on, "ends_at": MOMENT})
    off = {"starts_at": MOMENT, "status_label": things.text("status"), "is_off": True, "is_void": True}
    crowd = [event, things.teaser("mission", details=off), event, event]
    yield Sample("several on a day, one over six", {"month": month(long, *crowd)})
    full = month(*crowd)
    next(day for week in full.weeks for day in week if day.teasers).hidden = 14
    yield Sample("more on a day than it has room for", {"month": full})
    yield Sample("nothing", {"month": month()})
