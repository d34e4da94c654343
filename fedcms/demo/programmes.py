"""The programmes of the demo: the days of a mission, the sessions of an event."""

import json
from typing import NotRequired, TypedDict
from uuid import NAMESPACE_OID, uuid5


class ProgrammeStep(TypedDict):
    """One day of a mission."""

    day: str
    text: str


class SessionHours(TypedDict):
    """When a session takes place: on the event's first day, its second, and so on."""

    day: int
    start: str
    end: NotRequired[str]


class SessionText(TypedDict):
    """The texts of a session in one language."""

    title: str
    hall: NotRequired[str]
    speakers: NotRequired[str]
    text: NotRequired[str]


def sessions_of(key: str, hours: list[SessionHours], texts: list[SessionText]) -> str:
    """Returns the sessions of an event as its field stores them, with the same ids in every language."""
    return json.dumps(
        [
            {
                "type": "session",
                "id": str(uuid5(NAMESPACE_OID, f"{key} session {number}")),
                "value": {
                    "title": text["title"],
                    "day": when["day"],
                    "start_time": when["start"],
                    "end_time": when.get("end"),
                    "hall": text.get("hall", ""),
                    "speakers": text.get("speakers", ""),
                    "text": text.get("text", ""),
                },
            }
            for number, (when, text) in enumerate(zip(hours, texts, strict=True))
        ]
    )
