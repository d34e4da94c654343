"""How the demo's events repeat, with dates that are left out or cancelled."""

import json
from datetime import date, timedelta
from typing import TypedDict
from uuid import NAMESPACE_OID, uuid5

from events.models import DateChange


class Repetition(TypedDict, total=False):
    """How an event repeats (`Repeats`), how often, and which weeks of it are left out or cancelled, from 0 on."""

    how: str
    count: int
    left_out: list[int]
    cancelled: list[int]


def repetition_of(key: str, repetition: Repetition | None, first: date) -> dict[str, object]:
    """Returns how an event repeats, with its exceptions; nothing for one that does not."""
    if repetition is None:
        return {}
    weeks = {
        DateChange.LEFT_OUT: repetition.get("left_out", []),
        DateChange.CANCELLED: repetition.get("cancelled", []),
    }
    said = [(first + timedelta(weeks=week), change) for change, named in weeks.items() for week in named]
    blocks = [
        {
            "type": "date",
            "id": str(uuid5(NAMESPACE_OID, f"{key} {day}")),
            "value": {"day": day.isoformat(), "change": change.value},
        }
        for day, change in said
    ]
    return {
        "repeats": repetition["how"],
        "repeat_count": repetition["count"],
        "exceptions": json.dumps(blocks),
    }
