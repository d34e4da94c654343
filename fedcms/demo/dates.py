"""The demo's dates: relative to the day of loading, in the time zone of the owner's place."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

FEDERATION_ZONE = ZoneInfo("Europe/Paris")
# Pages are published at least so long before the loading.
_SOME_MINUTES = timedelta(minutes=20)


@dataclass(frozen=True)
class Calendar:
    """The days of one place, counted from the moment of loading (aware)."""

    now: datetime
    zone: ZoneInfo = FEDERATION_ZONE

    def day(self, days: int) -> date:
        """Returns the day that is so many days from today in this time zone."""
        return self.now.astimezone(self.zone).date() + timedelta(days=days)

    def published(self, days: int, key: str) -> datetime:
        """Returns a moment in that day's office hours, always the same for a key, never after the loading."""
        number = int(sha256(key.encode()).hexdigest(), 16)
        hour = time(8 + number % 10, 5 * (number // 10 % 12))
        moment = datetime.combine(self.day(days), hour, tzinfo=self.zone)
        return min(moment, self.now - _SOME_MINUTES)


def clock(value: str | None) -> time | None:
    """Returns the time of day of "09:30"; None for None (a whole day)."""
    return time.fromisoformat(value) if value else None
