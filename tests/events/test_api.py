"""The public API of events and missions: filters, pages, tags, refusals in words, nothing that is not public."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from fedcms.core.models import Topic
from tests.factories import make_cluster, make_event, make_mission
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)
EVENTS, MISSIONS = "/api/v1/events/", "/api/v1/missions/"


@pytest.fixture(scope="module")
def kept_agenda(keep: Keep) -> None:
    """Events of one cluster and of the federation, over and to come; a draft; a mission."""
    with keep(), time_machine.travel(NOW):
        cluster = make_cluster("nord", "NOR")
        topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
        lille = {"venue_city": "Lille", "venue_country": "FR", "for_school": True}
        workshop = make_event(
            cluster,
            title="Atelier",
            starts_on=date(2027, 4, 3),
            start_time=time(9, 30),
            end_time=time(11, 0),
            time_zone=ZoneInfo("America/Toronto"),
            **lille,
        )
        workshop.topics.add(topic)
        workshop.save_revision().publish()
        make_event(None, title="Salon", starts_on=date(2027, 3, 10), ends_on=date(2027, 3, 12))
        make_event(
            None,
            title="Webinaire",
            starts_on=date(2027, 5, 1),
            venue_city="",
            online_url="https://x.example/",
        )
        make_event(None, title="Brouillon", starts_on=date(2027, 5, 2), live=False)
        make_event(None, "en", title="Meetup", starts_on=date(2027, 5, 3))
        make_mission(
            None,
            title="Mission",
            starts_on=date(2027, 6, 1),
            ends_on=date(2027, 6, 4),
            deadline=date(2027, 5, 1),
        )


@pytest.fixture(autouse=True)
def agenda(kept_agenda: None, federation: object, db: None) -> None:
    """On the first of April 2027; nobody has asked yet."""
    cache.clear()


def ask(query: str = "", path: str = EVENTS, **headers: str) -> object:
    """The answer, as JSON where there is one."""
    with time_machine.travel(NOW):
        return Client().get(f"{path}{query}", headers=headers)


def names(query: str = "", path: str = EVENTS) -> list[str]:
    """The names of the results."""
    answer = ask(query, path)
    assert answer.status_code == 200, answer.content  # type: ignore[attr-defined]
    return [result["name"] for result in answer.json()["results"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Atelier", "Webinaire"]),
        ("?cluster=nord", ["Atelier"]),
        ("?cluster=federation", ["Webinaire"]),
        ("?topic=ai", ["Atelier"]),
        ("?audience=school", ["Atelier"]),
        ("?country=FR", ["Atelier"]),
        ("?attendance=online", ["Webinaire"]),
        ("?period=past", ["Salon"]),
        ("?period=week", ["Atelier"]),
        ("?from=2027-03-12&to=2027-04-03", ["Salon", "Atelier"]),
        ("?from=0001-01-01&to=9999-12-31", ["Salon", "Atelier", "Webinaire"]),
        ("?year=2026", []),
        ("?locale=en", ["Meetup"]),
    ],
)
def test_filters_are_those_of_the_agenda(query: str, expected: list[str]) -> None:
    assert names(query) == expected


def test_a_result_is_what_its_page_says_to_machines() -> None:
    answer = ask().json()  # type: ignore[attr-defined]
    workshop = answer["results"][0]
    assert (answer["@type"], answer["@context"]["@vocab"]) == ("ItemList", "https://schema.org/")
    assert workshop["@type"] == "Event"
    assert workshop["startDate"] == "2027-04-03T09:30:00-04:00"
    assert workshop["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Lille",
        "addressCountry": "FR",
    }
    assert (workshop["cluster"], workshop["topics"], workshop["audiences"]) == ("nord", ["ai"], ["school"])
    mission = ask(path=MISSIONS).json()["results"][0]  # type: ignore[attr-defined]
    assert (mission["@type"], mission["offers"]["validThrough"]) == ("BusinessEvent", "2027-05-01")


def test_pages_lead_to_one_another() -> None:
    first = ask("?page_size=1")
    assert names("?page_size=1") == ["Atelier"]
    body = first.json()  # type: ignore[attr-defined]
    assert (body["total"], body["pages"], body["previous"]) == (2, 2, None)
    assert body["next"].endswith("/api/v1/events/?page_size=1&page=2")
    assert first["Link"] == f'<{body["next"]}>; rel="next"'  # type: ignore[index]
    assert names("?page_size=1&page=2") == ["Webinaire"]
    beyond = ask("?page=3&locale=en")
    assert (beyond.status_code, beyond.json()) == (404, {"errors": {"page": ["There is only 1 page."]}})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("cluster=nowhere", "cluster"),
        ("topic=none", "topic"),
        ("country=XX", "country"),
        ("attendance=soon", "attendance"),
        ("from=2027-2-3", "from"),
        ("from=2027-05-01&to=2027-04-01", "to"),
        ("page=0", "page"),
        ("page=%EF%BC%91", "page"),
        ("page_size=101", "page_size"),
        ("locale=de", "locale"),
        ("period=", "period"),
        ("topic=ai&topic=ai", "topic"),
        ("view=month", "view"),
        ("year=%00", "year"),
    ],
)
def test_what_is_no_value_is_refused_with_its_field_and_the_reason(query: str, field: str) -> None:
    answer = ask(f"?{query}")
    assert answer.status_code == 400  # type: ignore[attr-defined]
    errors = answer.json()["errors"]  # type: ignore[attr-defined]
    assert list(errors) == [field]
    assert all(errors[field])


def test_who_has_the_answer_gets_none_until_something_is_withdrawn() -> None:
    from events.models import EventPage  # noqa: PLC0415

    first = ask()
    tag = first["ETag"]  # type: ignore[index]
    assert first["Cache-Control"] == "no-cache"  # type: ignore[index]
    assert first["Access-Control-Allow-Origin"] == "*"  # type: ignore[index]
    assert "Last-Modified" in first.headers  # type: ignore[attr-defined]
    assert ask(**{"if-none-match": tag}).status_code == 304  # type: ignore[attr-defined]
    EventPage.objects.get(title="Webinaire").unpublish()
    # Withdrawing makes nothing newer: a date alone would hide it.
    assert ask(**{"if-modified-since": first["Last-Modified"]}).status_code == 200  # type: ignore[index, attr-defined]
    assert ask(**{"if-none-match": tag}).status_code == 200  # type: ignore[attr-defined]
    assert names() == ["Atelier"]
    assert Client().head(EVENTS).status_code == 200
    assert Client().post(EVENTS).status_code == 405


def test_what_is_scheduled_appears_at_its_moment() -> None:
    with time_machine.travel(NOW):
        make_event(
            None,
            title="Plus tard",
            starts_on=date(2027, 5, 9),
            go_live_at=timezone.now() + timedelta(hours=2),
        )
    assert "Plus tard" not in names()


def test_who_asks_too_often_learns_when_to_come_back(settings: Settings) -> None:
    settings.FEDCMS_API_RATE = "2/m"
    statuses = [Client().get(EVENTS).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert 1 <= int(Client().get(MISSIONS)["Retry-After"]) <= 60


def test_the_examples_of_the_documentation_are_answered() -> None:
    documentation = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    examples = re.findall(r"curl 'https://edtech\.example(/[^']+)'", documentation)
    assert len(examples) >= 6
    assert [Client().get(example).status_code for example in examples] == [200] * len(examples)
    described = Client().get("/api/v1/openapi.json").json()["paths"][EVENTS]["get"]["parameters"]
    assert all(f"`{parameter['name']}`" in documentation for parameter in described)


@pytest.mark.parametrize("path", [EVENTS, "/api/v1/missions/"])
def test_scripts_of_other_sites_may_send_the_tag_back(path: str, settings: Settings) -> None:
    """A browser asks first, as often as it likes, and without a database."""
    settings.FEDCMS_API_RATE = "1/m"
    asked = {"Origin": "https://partner.example", "Access-Control-Request-Method": "GET"}
    for _again in range(3):
        answer = Client().options(path, headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
        assert answer.status_code == 204
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
        assert "GET" in answer["Access-Control-Allow-Methods"]
        assert not answer.content
