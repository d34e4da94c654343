"""Samples of next_steps.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """A release, then a mission with everything."""
    page = namespace(is_open=False, signup_url="", get_url=lambda: URL, url_path="/fr/")
    yield Sample("a release", {"page": page, "page_topics": things.topics(1), "press_contact": URL})
    yield Sample(
        "a mission",
        {
            "page": page,
            "page_topics": things.topics(3),
            "application_offer": namespace(is_open=True, address=URL),
            "has_calendar": True,
            "last_outcome": namespace(title=things.text("long_title"), address=URL),
        },
    )
    yield Sample("without topics", {"page": page, "page_topics": []})
