"""Unsaved objects of a newsroom for samples: contacts on duty, a spokesperson, coverage, a key figure."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.patterns.things import Things
from news.models import KeyFigure, MediaCoverage
from news.newsroom.contents import ShownContact, ShownCoverage, ShownSpokesperson
from news.newsroom.duty import Hours, Roster

OFFICE = tuple(
    Hours(day, opens, closes)
    for day in range(5)
    for opens, closes in ((time(9), time(12)), (time(14), time(18)))
)


def contacts(things: Things, *, with_hours: bool = True) -> list[ShownContact]:
    """Returns a contact of a cluster and one of the federation, by different clocks."""
    return [
        ShownContact(
            cluster=cluster,
            name=TranslatedText({things.language: things.text("organisation")}),
            telephone="+33261910012",
            shown_telephone="+33 2 61 91 00 12",
            email="presse@bretagne.example",
            languages=("fr", "ar"),
            zone=zone,
            roster=Roster(ZoneInfo(zone), OFFICE if with_hours else ()),
        )
        for cluster, zone in ((things.cluster(), "Europe/Paris"), (None, "Africa/Casablanca"))
    ]


def spokesperson(things: Things, **changes: Any) -> ShownSpokesperson:
    """Returns a spokesperson."""
    values: dict[str, Any] = {
        "key": 1,
        "cluster": things.cluster(),
        "name": "Maël Exemple",
        "role": {things.language: things.text("topic")},
        "biography": {"en": "He explains what works offline, and what was stopped."},
        "topics": tuple(things.topics(2)),
        "languages": ("fr", "ar"),
        "telephone": "+33261910012",
        "email": "mael@bretagne.example",
        "portrait": None,
        "credit": things.text("credit"),
        "download": None,
    }
    values |= changes
    for name in ("role", "biography"):
        values[name] = TranslatedText(values[name])
    return ShownSpokesperson(shown_telephone="+33 2 61 91 00 12", **values)


def coverage(things: Things, *, about: tuple[str, str] = ("", ""), **fields: Any) -> ShownCoverage:
    """Returns a piece of media coverage; `about` is title and address of the page that it is about."""
    values: dict[str, Any] = {
        "title": things.text("long_title"),
        "medium": "The Channel Review",
        "language": things.language,
        "published_on": date(2026, 11, 24),
        "link": "https://channel-review.example/article",
    }
    return ShownCoverage(MediaCoverage(**(values | fields)), things.cluster(), *about)


def figure(things: Things, **fields: Any) -> KeyFigure:
    """Returns a key figure."""
    values: dict[str, Any] = {
        "label": {things.language: things.text("long_summary")},
        "source_name": things.text("organisation"),
        "measured_on": date(2026, 9, 1),
    }
    return KeyFigure(**(values | fields))
