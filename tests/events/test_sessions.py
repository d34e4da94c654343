"""The sessions of an event: on its page by day, in its calendar, data and search; what cannot be is told in words."""

import json
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from lxml import html
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from events.models import EventPage
from search.models import SearchEntry
from tests.factories import make_event, make_user
from tests.home.reading import read
from tests.home.schema_checks import problems

pytestmark = pytest.mark.django_db
EMPTY = {"day": 1, "end_time": None, "hall": "", "speakers": "", "text": ""}


def session(title: str, start: str, **more: object) -> dict[str, object]:
    """A session as it is stored."""
    return {
        "type": "session",
        "id": f"id-{title}",
        "value": EMPTY | {"title": title, "start_time": start} | more,
    }


OPENING = session(
    "Ouverture", "09:30", end_time="10:30", hall="Amphi", speakers="Nadia Haddad", text="Trois études."
)
NIGHT = session("Gala", "22:00", end_time="02:00", hall="A")
SAID = [session("Assemblée", "14:00", day=2), session("Ateliers", "11:00"), OPENING]


def meeting(**fields: object) -> EventPage:
    """Two days in Montréal, with three sessions, the last one typed first."""
    values: dict[str, object] = {
        "title": "Assises",
        "starts_on": date(2037, 3, 10),
        "start_time": time(9),
        "ends_on": date(2037, 3, 11),
        "end_time": time(17),
        "time_zone": "America/Toronto",
        "sessions": json.dumps(SAID),
    }
    return make_event(None, **(values | fields))


def days_of(page: html.HtmlElement) -> list[tuple[str, list[str]]]:
    return [
        (day.xpath("./h3/time/@datetime")[0], day.xpath(".//p[@class='sessions__title']//text()"))
        for day in page.xpath("//section[@class='programme__day']")
    ]


def test_page_data_search_and_calendar_say_them(federation: object, client: Client) -> None:
    event = meeting()
    page = html.fromstring(client.get(event.url_path).content)
    assert days_of(page) == [("2037-03-10", ["Ouverture", "Ateliers"]), ("2037-03-11", ["Assemblée"])]
    text = " ".join(page.xpath("//section[@class='programme__day']")[0].text_content().split())
    assert "9 h 30 – 10 h 30 · Amphi Ouverture Nadia Haddad Trois études." in text
    assert page.xpath("//p[@class='sessions__hours']/time/@datetime")[0] == "2037-03-10T09:30:00-04:00"
    assert "Les heures sont celles de Toronto." in page.text_content()

    node = read(event.url_path).thing("Event")
    assert list(problems(node)) == []
    told = [(one["name"], one["startDate"], one.get("endDate")) for one in node["subEvent"]]  # type: ignore[attr-defined]  # JSON
    assert told == [
        ("Ouverture", "2037-03-10T09:30:00-04:00", "2037-03-10T10:30:00-04:00"),
        ("Ateliers", "2037-03-10T11:00:00-04:00", None),
        ("Assemblée", "2037-03-11T14:00:00-04:00", None),
    ]
    assert {key for one in node["subEvent"] for key in one} == {  # type: ignore[attr-defined]  # as above
        *("@type", "name", "description", "startDate", "endDate")
    }
    (result,) = client.get("/api/v1/events/").json()["results"]
    assert result["subEvent"] == node["subEvent"]
    assert {"Haddad", "Amphi", "études"} <= set(
        SearchEntry.objects.get(page_id=event.pk).body.replace(".", "").split()
    )

    # One entry: who put it into a calendar never keeps a session that is gone.
    (entry,) = Calendar.from_ical(client.get(f"{event.url_path}calendar.ics").content).events
    assert "10 mars 2037 (Toronto)\n9 h 30 – 10 h 30 Ouverture, Amphi, Nadia Haddad\n11 h Ateliers\n" in str(
        entry["DESCRIPTION"]
    )


def test_they_move_with_the_event_and_are_struck_while_nobody_knows_when(
    federation: object, client: Client
) -> None:
    event = meeting()
    event.status = "postponed"
    event.save_revision().publish()
    page = html.fromstring(client.get(event.url_path).content)
    assert page.xpath("//section[@class='programme__day']/h3//s/text()") == ["10 mars 2037", "11 mars 2037"]
    assert b"Ouverture" not in client.get(f"{event.url_path}calendar.ics").content
    event.starts_on, event.ends_on = date(2037, 4, 1), date(2037, 4, 2)
    event.save_revision().publish()
    page = html.fromstring(client.get(event.url_path).content)
    assert days_of(page) == [("2037-04-01", ["Ouverture", "Ateliers"]), ("2037-04-02", ["Assemblée"])]
    assert not page.xpath("//section[@class='programme__day']/h3//s")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([session("Trop tard", "09:00", day=3)], "« Trop tard » : l’événement n’a pas de jour 3, il dure 2 jours."),
        ([session("Accueil", "08:30")], "« Accueil » : à cette heure, l’événement n’a pas commencé."),
        ([session("Dîner", "16:30", day=2, end_time="19:00")], "« Dîner » : à cette heure, l’événement est fini."),
        ([OPENING, session("Débat", "10:00", hall=" amphi")], "sont à la même heure dans la même salle"),
        ([session("A", "10:00", hall="B"), session("C", "10:00", hall="B")], "« A » et « C »"),
        ([session("Gala", "20:00", day=2, end_time="02:00")], "« Gala » : la fin vient avant le début"),
        ([NIGHT, session("Bal", "01:00", day=2, hall="A")], "« Gala » et « Bal »"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(said: list[dict[str, object]], words: str) -> None:
    assert words in refused(sessions=json.dumps(said))["sessions"][0]


def test_all_that_cannot_be_is_said_at_once() -> None:
    said = [session("Tôt", "08:00"), session("Tard", "18:00", day=2), session("Jamais", "10:00", day=3)]
    words = refused(sessions=json.dumps(said))["sessions"]
    assert [each.split(" »")[0] for each in words] == ["« Tôt", "« Tard", "« Jamais"]


def test_what_can_be_is_taken() -> None:
    """An earlier hour of the second day, a hall one after the other, one hour in two halls, no hours of the event."""
    said = [
        OPENING,
        session("Petit déjeuner", "08:00", day=2),
        session("Suite", "10:30", hall="Amphi"),
        session("Ailleurs", "10:30", hall="Salle 2"),
    ]
    assert refused(sessions=json.dumps(said)) == {}
    assert refused(sessions=json.dumps([NIGHT, session("Suite", "02:00", day=2, hall="A")])) == {}
    assert refused(sessions=json.dumps([NIGHT]), end_time=time(1))["sessions"][0].endswith("est fini.")
    assert refused(sessions=json.dumps([session("Nuit", "23:00")]), start_time=None, end_time=None) == {}


def test_an_event_that_repeats_has_none() -> None:
    words = refused(repeats="weekly", repeat_count=3, ends_on=None, repeat_days="TU")
    assert "se répète" in words["sessions"][0]


def refused(**fields: object) -> dict[str, list[str]]:
    """The words of each field of an event that is not saved; {} when nothing is refused."""
    values: dict[str, object] = {
        "title": "Assises",
        "summary": "S",
        "starts_on": date(2037, 3, 10),
        "start_time": time(9),
        "ends_on": date(2037, 3, 11),
        "end_time": time(17),
        "sessions": json.dumps(SAID),
    }
    event = EventPage(**(values | fields))
    with translation.override("fr"):
        try:
            event.clean()
        except ValidationError as error:
            found: dict[str, list[str]] = error.message_dict
            return found
    return {}


def test_a_form_keeps_what_was_typed_and_takes_half_a_session_as_a_draft(
    loire: Cluster, client: Client
) -> None:
    event = make_event(loire)
    client.force_login(make_user("editor", loire, "publisher"))
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])
    typed = EMPTY | {"title": "Ouverture", "start_time": "11:00", "end_time": "10:00", "text": "Mes mots"}
    values = {
        "title": "Assises",
        "slug": "assises",
        "summary": "S",
        "body": streamfield([]),
        "exceptions": streamfield([]),
        "starts_on": "2037-03-10",
        "time_zone": "Europe/Paris",
        "status": "scheduled",
        "repeat_interval": "1",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }

    def post(to: str = address) -> TemplateResponse:
        answer: TemplateResponse = client.post(
            to, nested_form_data(values | {"sessions": streamfield([("session", typed)])})
        )
        return answer

    answer = post().content.decode()
    assert "la fin vient avant le d" in answer, "the rest is escaped, within JSON"
    assert "Mes mots" in answer
    typed.update(end_time="12:00", day=4)
    answer = post().content.decode()
    assert "pas de jour 4" in answer
    assert "Mes mots" in answer
    for missing in ("start_time", "day", "title"):
        typed |= {"day": "1", "start_time": "11:00", "title": "Ouverture"} | {missing: ""}
        assert post(preview).json() == {"is_valid": True, "is_available": True}
        assert client.get(preview).status_code == 200
        assert post().status_code == 302
        draft = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
        assert len(draft.programme) == (1 if missing == "title" else 0)
        assert client.get(address).status_code == 200
    # A tab from before there were sessions takes none away.
    typed["title"] = "Ouverture"
    assert post().status_code == 302
    assert client.post(address, nested_form_data(values)).status_code == 302
    (kept,) = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().programme
    assert kept.title == "Ouverture"
