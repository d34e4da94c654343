"""Whether one may still apply to a mission, and whether it takes place: what its call says, else the page's own day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.models import CallForApplications, TradeMissionPage


@dataclass(frozen=True)
class MissionOpening:
    """What people and machines are told: a mission's page, its structured data, the API."""

    is_open: bool
    is_cancelled: bool
    closes: date | datetime
    """The moment (aware) of a call, else a day."""


def opening_of(
    mission: "TradeMissionPage", call: "CallForApplications | None", now: datetime
) -> MissionOpening:
    """Returns what holds at `now` (aware)."""
    if call is None:
        is_open = mission.is_open and not mission.is_over
        return MissionOpening(is_open, is_cancelled=False, closes=mission.deadline)
    return MissionOpening(call.is_open(now) and not mission.is_over, call.is_cancelled, call.closes_at)
