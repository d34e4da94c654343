"""Creates what the demo's newsrooms show besides releases: contacts on duty, spokespeople, key figures, coverage."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from clusters.models import Cluster, ContentPage, Federation
from fedcms.core.models import Topic
from fedcms.demo.accounts import Team
from fedcms.demo.bodies import stable_id
from fedcms.demo.dates import Calendar
from fedcms.demo.source import FOLDER
from news.models import DutyAbsence, DutyHours, KeyFigure, MediaCoverage, PressContact, Spokesperson

WORKDAYS, SATURDAY = range(5), (5,)


def make_newsrooms(
    owners: Mapping[str, Cluster | Federation],
    teams: Mapping[str, Team],
    topics: Mapping[str, Topic],
    calendar: Calendar,
) -> int:
    """Creates the rows of all owners, by code, once the pages are there; returns how many."""
    specs = yaml.safe_load((FOLDER / "newsroom.yaml").read_text())
    made = 0
    for code, spec in specs.items():
        owner = owners[code]
        newsroom = _Newsroom(owner if isinstance(owner, Cluster) else None, topics, calendar)
        made += sum(newsroom.contact(each) for each in spec.get("contacts", ()))
        made += sum(newsroom.spokesperson(each, teams[code]) for each in spec.get("spokespeople", ()))
        figures = enumerate(spec.get("figures", ()))
        made += sum(newsroom.figure(number, each) for number, each in figures)
        made += sum(newsroom.coverage(each) for each in spec.get("coverage", ()))
    return made


class _Newsroom:
    """One owner's newsroom; each function creates a row, and returns 1."""

    def __init__(self, cluster: Cluster | None, topics: Mapping[str, Topic], calendar: Calendar) -> None:
        self.cluster, self.topics, self.calendar = cluster, topics, calendar

    def contact(self, spec: dict[str, Any]) -> int:
        contact = PressContact(
            cluster=self.cluster,
            name=spec["name"],
            telephone=spec["telephone"],
            email=spec["email"],
            languages=",".join(spec["languages"]),
            time_zone=ZoneInfo(spec["time_zone"]),
        )
        contact.hours = [  # type: ignore[misc]  # modelcluster takes a list
            *_hours(spec["weekdays"], WORKDAYS),
            *_hours(spec.get("saturday", ()), SATURDAY),
        ]
        contact.absences = [  # type: ignore[misc]  # as above
            DutyAbsence(first_day=self.calendar.day(first), last_day=self.calendar.day(last))
            for first, last in spec.get("closed", ())
        ]
        contact.full_clean()
        contact.save()
        return 1

    def spokesperson(self, spec: dict[str, Any], team: Team) -> int:
        given, until = spec["consent_days"]
        person = Spokesperson(
            cluster=self.cluster,
            name=spec["name"],
            role=spec["role"],
            biography=spec.get("biography", {}),
            languages=",".join(spec["languages"]),
            telephone=spec.get("telephone", ""),
            email=spec.get("email", ""),
            consent_given_on=self.calendar.day(given),
            consent_how="Formulaire signé, classeur presse",
            consent_until=self.calendar.day(until),
            consent_recorded_by=team.publisher,
        )
        person.full_clean()
        person.save()
        person.topics.set(self.topics[key] for key in spec["topics"])
        return 1

    def figure(self, number: int, spec: dict[str, Any]) -> int:
        figure = KeyFigure(
            cluster=self.cluster,
            label=spec["label"],
            value=spec["value"],
            kind=spec.get("kind", "number"),
            source_name=spec["source"],
            source_link=spec.get("link", ""),
            measured_on=self.calendar.day(spec["days"]),
            position=number,
        )
        figure.full_clean()
        figure.save()
        return 1

    def coverage(self, spec: dict[str, Any]) -> int:
        about = ContentPage.objects.filter(translation_key=stable_id(spec.get("about", ""))).order_by("pk")
        row = MediaCoverage(
            cluster=self.cluster,
            title=spec["title"],
            medium=spec["medium"],
            language=spec["language"],
            published_on=self.calendar.day(spec["days"]),
            link=spec["link"],
            quote=spec.get("quote", ""),
            about=about.first(),
        )
        row.full_clean()
        row.save()
        row.topics.set(self.topics[key] for key in spec["topics"])
        return 1


def _hours(spans: Iterable[str], days: Iterable[int]) -> list[DutyHours]:
    """Returns the hours of several days from spans like "09:00-12:30"."""
    return [
        DutyHours(weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for day in days
        for opens, closes in (span.split("-") for span in spans)
    ]
