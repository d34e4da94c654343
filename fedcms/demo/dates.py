"""The demo's dates: relative to the day of loading, in the time zone of the place."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

FEDERATION_ZONE = ZoneInfo("Europe/Paris")
# Nobody publishes in the same minute as the loading.
_SOME_MINUTES = timedelta(minutes=20)


@dataclass(frozen=True)
class Calendar:
    """What "today" is for one place, from the moment of loading (aware)."""

    now: datetime
    zone: ZoneInfo = FEDERATION_ZONE

    def day(self, days: int) -> date:
        """The day so many days from today in this zone."""
        return self.now.astimezone(self.zone).date() + timedelta(days=days)

    def published(self, days: int, key: str) -> datetime:
        """A moment of that day's office hours, always the same for a key, never after the loading."""
        number = int(sha256(key.encode()).hexdigest(), 16)
        hour = time(8 + number % 10, 5 * (number // 10 % 12))
        moment = datetime.combine(self.day(days), hour, tzinfo=self.zone)
        return min(moment, self.now - _SOME_MINUTES)


def clock(value: str | None) -> time | None:
    """The time of day that "09:30" says; `None` stays `None` (a whole day)."""
    return time.fromisoformat(value) if value else None
