"""Samples of week.html."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from clusters.content.teasers import Teaser
from events.week import Week, build_week
from events.weeks import week_begin
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    begin = week_begin(MOMENT.date())

    def week(*teasers: Teaser) -> Week:
        """Returns the week of the 24th of November 2026, in which the 25th is today."""
        return build_week(begin, teasers, date(2026, 11, 25), date(2026, 9, 1), date(2026, 12, 31))

    where = things.text("where")
    event = things.teaser("event", details={"starts_at": MOMENT, "where": where, "former": where})
    on = MOMENT - timedelta(days=9)
    long = replace(things.long_teaser("event"), details={"starts_at": on, "ends_at": MOMENT})
    off = {"starts_at": MOMENT, "status_label": things.text("status"), "is_off": True, "is_void": True}
    full = week(long, event, things.teaser("mission", details=off), event)
    next(day for _name, day in full.days if day.teasers).hidden = 14
    yield Sample("several on a day, one that began before", {"week": full})
    yield Sample("nothing", {"week": week()})
