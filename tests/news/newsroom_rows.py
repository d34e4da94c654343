"""Rows of newsrooms for tests, and what an anonymous reader sees of them."""

from datetime import time, timedelta

from django.test import Client
from lxml import html

from clusters.models import Cluster
from fedcms.core.site_clock import site_today
from news.models import DutyHours, FigureKind, KeyFigure, MediaCoverage, PressContact, Spokesperson

FEDERATION, CLUSTER = "/fr/presse/", "/fr/clusters/nord/presse/"


def page(path: str) -> html.HtmlElement:
    """A page as an anonymous reader gets it."""
    response = Client().get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def words(path: str) -> str:
    """What stands in its main part, in one line."""
    (main,) = page(path).xpath("//main")
    return " ".join(main.text_content().split())


def make_person(cluster: Cluster | None, name: str, **fields: object) -> Spokesperson:
    """A spokesperson whose consent runs for a year, unless `fields` say otherwise."""
    today = site_today()
    values: dict[str, object] = {
        "role": {"fr": "Direction"},
        "languages": "fr",
        "telephone": "+33261910012",
        "consent_given_on": today,
        "consent_how": "Formulaire",
        "consent_until": today + timedelta(days=365),
    }
    topics = fields.pop("topics", ())
    person = Spokesperson.objects.create(cluster=cluster, name=name, **(values | fields))
    person.topics.set(topics)  # type: ignore[arg-type]  # topics
    return person


def make_press_contact(
    cluster: Cluster | None, name: str, *, always: bool = True, **fields: object
) -> PressContact:
    """A contact that answers day and night, or never."""
    values: dict[str, object] = {"telephone": "+33261910034", "languages": "fr,en"}
    contact = PressContact(cluster=cluster, name={"fr": name}, **(values | fields))
    if always:
        contact.hours = [DutyHours(weekday=day, opens=time(0), closes=time(0)) for day in range(7)]
    contact.save()
    return contact


def make_coverage(cluster: Cluster | None, title: str, **fields: object) -> MediaCoverage:
    """An article of another's."""
    values: dict[str, object] = {
        "medium": "Le Journal",
        "published_on": site_today(),
        "link": "https://journal.example/article",
    }
    return MediaCoverage.objects.create(cluster=cluster, title=title, **(values | fields))


def make_figure(cluster: Cluster | None, label: str, **fields: object) -> KeyFigure:
    """A number with its source."""
    values: dict[str, object] = {
        "value": "12500",
        "kind": FigureKind.NUMBER,
        "unit": {"fr": "élèves"},
        "source_name": "Rectorat",
        "measured_on": site_today(),
    }
    return KeyFigure.objects.create(cluster=cluster, label={"fr": label}, **(values | fields))
