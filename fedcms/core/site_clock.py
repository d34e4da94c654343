"""Today by the site's own clock, whatever time zone is active: the admin has that of the person who is signed in."""

from datetime import date, datetime

from django.utils import timezone


def site_today() -> date:
    """Returns today in the site's time zone, by which consents and image rights begin and end."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def site_day(moment: datetime) -> date:
    """Returns the day of a moment (aware) in the site's time zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())
