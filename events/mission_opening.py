"""Whether one may still apply to a mission, and whether it takes place: what its call says, else the page's own day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class Call(Protocol):
    """What is asked of a call for applications."""

    is_cancelled: bool
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Returns whether one may apply at `now` (aware)."""


class Mission(Protocol):
    """What is asked of a mission's page."""

    deadline: date

    @property
    def is_open(self) -> bool:
        """Whether one may apply by the page's own day."""

    @property
    def is_over(self) -> bool:
        """Whether the delegation is back."""


@dataclass(frozen=True)
class MissionOpening:
    """What machines are told: the API, and the mission's page as structured data."""

    is_open: bool
    is_cancelled: bool
    closes: date | datetime
    """The moment (aware) of a call, else a day."""


def opening_of(mission: Mission, call: Call | None, now: datetime) -> MissionOpening:
    """Returns what holds at `now` (aware)."""
    if call is None:
        return MissionOpening(
            mission.is_open and not mission.is_over, is_cancelled=False, closes=mission.deadline
        )
    return MissionOpening(call.is_open(now) and not mission.is_over, call.is_cancelled, call.closes_at)
