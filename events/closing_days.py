"""Says on which day a call's closing moment falls, and how many days are left until it."""

from datetime import date, datetime, timedelta, tzinfo

from fedcms.core.site_clock import site_day

_A_TICK = timedelta(microseconds=1)


def last_day_of(closes_at: datetime, time_zone: tzinfo) -> date:
    """Returns the last day on which one may apply, by the clock of the call.

    Its moment is no part of it: what closes at midnight is open until the day before.
    """
    return (closes_at - _A_TICK).astimezone(time_zone).date()


def days_until(closes_at: datetime, closes_on: date, now: datetime) -> int:
    """Returns the days left until a call's moment: by its own calendar or the site's, whichever promises less."""
    own = (closes_on - site_day(now)).days
    return max(0, min(own, (site_day(closes_at - _A_TICK) - site_day(now)).days))
