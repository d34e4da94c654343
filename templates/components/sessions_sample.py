"""Samples of sessions.html."""

from collections.abc import Iterator
from types import SimpleNamespace

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """A session with all that may be said, and one with a title alone; then an event that is put off."""
    bare = {"starts_at": MOMENT, "hours": "14 h", "title": things.text("title"), "hall": ""}
    whole = bare | {
        "hours": "9 h 30 – 11 h",
        "hall": things.text("where"),
        "speakers": "Nadia Haddad",
        "text": things.text("summary"),
    }
    day = SimpleNamespace(
        day=MOMENT.date(), sessions=[SimpleNamespace(**whole), SimpleNamespace(**bare, speakers="", text="")]
    )
    values = {"programme": [day], "clock_city": "Lille"}
    yield Sample("a day", values)
    yield Sample("put off", values | {"is_void": True})
