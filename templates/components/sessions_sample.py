"""Samples of sessions.html."""

from collections.abc import Iterator
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """A session with all that may be said, and one with a title alone; then an event that is put off."""
    bare = {"starts_at": MOMENT, "hours": "14:00", "title": things.text("title"), "hall": ""}
    whole = bare | {
        "hours": "09:30 – 11:00",
        "hall": things.text("where"),
        "speakers": "Nadia Haddad",
        "text": things.text("summary"),
    }
    day = SimpleNamespace(
        day=MOMENT.date(), sessions=[SimpleNamespace(**whole), SimpleNamespace(**bare, speakers="", text="")]
    )
    values = {"programme": [day], "zone": ZoneInfo("Europe/Paris")}
    yield Sample("a day", values)
    yield Sample("put off", values | {"is_void": True})
