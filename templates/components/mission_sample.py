"""Samples of mission.html."""

from collections.abc import Iterator
from dataclasses import replace

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, NARROW, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    details: dict[str, object] = {
        "destination_city": things.text("city"),
        "destination_country": "SN",
        "deadline": MOMENT.date(),
        "deadline_label": things.text("deadline"),
    }
    page = things.teaser("mission", details=details)
    yield Sample("with a deadline", {"page": page, "page_url": URL, "level": 3}, NARROW)
    open_ended = details | {"deadline": None}
    yield Sample(
        "without one",
        {"page": things.teaser("mission", details=open_ended), "page_url": URL, "level": 3},
        NARROW,
    )
    long = replace(
        things.long_teaser("mission"), details=details | {"destination_city": "Saint-Barthélemy-d’Anjou"}
    )
    yield Sample("long title and city", {"page": long, "page_url": URL, "level": 3}, NARROW)
    off: dict[str, object] = {"deadline": None, "status_label": things.text("status"), "is_off": True}
    yield Sample(
        "cancelled",
        {"page": things.teaser("mission", details=details | off), "page_url": URL, "level": 3},
        NARROW,
    )
