"""An event as a calendar reads it back: the same hours in the same zone, whole days, and its state."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar import Event as Component

from clusters.models import Cluster, Federation
from events.ical.components import deadline_key
from events.ical.feeds import Written, calendar_of_page
from events.models import EventPage, EventStatus, TradeMissionPage

# A page that is not saved still asks for its content type.
pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
COMING = timezone.localdate() + timedelta(days=30)
ZONES = [
    "Europe/Paris",
    "America/Toronto",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
    "Europe/Zurich",
    "Etc/GMT+5",
]
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@pytest.fixture(autouse=True)
def federation_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about bytes; what is read from the database is tested in test_calendars.py."""
    owner = Federation(pk=1, email="contact@federation.example", name={"fr": "La fédération"})
    monkeypatch.setattr(Federation, "load", classmethod(lambda _cls: owner))


def event(**fields: object) -> EventPage:
    """An event that is not saved."""
    values: dict[str, object] = {
        "title": "Rencontre",
        "summary": "Un résumé.",
        "starts_on": date(2027, 3, 10),
        "time_zone": ZoneInfo("Europe/Paris"),
        "translation_key": uuid.uuid4(),
        "url_path": "/fr/agenda/rencontre/",
        "first_published_at": PUBLISHED,
        "last_published_at": PUBLISHED,
        "sort_at": PUBLISHED,
    }
    return EventPage(**(values | fields))


def mission(**fields: object) -> TradeMissionPage:
    """A mission that is not saved."""
    values: dict[str, object] = {
        "title": "Cap sur Montréal",
        "summary": "Un résumé.",
        "destination_city": "Montréal",
        "destination_country": "CA",
        "starts_on": date(2027, 3, 10),
        "ends_on": date(2027, 3, 14),
        "deadline": date(2027, 1, 31),
        "eligibility": "Tout membre.",
        "contact": "Bureau export, export@federation.example",
        "translation_key": uuid.uuid4(),
        "url_path": "/fr/missions/montreal/",
        "first_published_at": PUBLISHED,
        "last_published_at": PUBLISHED,
        "sort_at": PUBLISHED,
    }
    return TradeMissionPage(**(values | fields))


def written(page: EventPage | TradeMissionPage) -> Written:
    """The calendar of one page, in French."""
    with translation.override("fr"):
        return calendar_of_page(page, "fr")


def components_of(page: EventPage | TradeMissionPage) -> list[Component]:
    """What a program reads of the calendar of one page."""
    events: list[Component] = Calendar.from_ical(written(page).body).events
    return events


def component_of(page: EventPage) -> Component:
    """The only component of an event's calendar."""
    (component,) = components_of(page)
    return component


def local(moment: datetime, zone: str) -> datetime:
    """The wall-clock time of a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_clear(moment: datetime) -> bool:
    """Whether its hour comes once that night: one that comes twice, or never, is written in UTC."""
    return moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset()


@given(
    day=DAYS,
    more_days=st.none() | st.integers(0, 5),
    start=st.none() | QUARTERS,
    end=st.none() | QUARTERS,
    zone=st.sampled_from(ZONES),
    status=st.sampled_from(EventStatus),
)
def test_dates_come_back_as_they_were_typed(
    day: date, more_days: int | None, start: time | None, end: time | None, zone: str, status: EventStatus
) -> None:
    """Hours, whole days, several days, any zone, nights of a change of the hour: what is read is what was meant."""
    last = None if more_days is None else day + timedelta(days=more_days)
    page = event(
        starts_on=day, ends_on=last, start_time=start, end_time=end, time_zone=ZoneInfo(zone), status=status
    )
    assume(start is not None or end is None)
    assume(start is None or end is None or page.ends_at > page.starts_at)
    component = component_of(page)
    if start is None:
        assert day == component.DTSTART
        assert (last or day) + timedelta(days=1) == component.DTEND
        assert not isinstance(component.DTSTART, datetime)
    else:
        assert local(component.DTSTART, zone) == local(page.starts_at.astimezone(UTC), zone)
        if is_clear(page.starts_at):
            assert component.DTSTART.replace(tzinfo=None) == datetime.combine(day, start)
        assert component.DTSTART.timestamp() == page.starts_at.timestamp()
        has_end = end is not None or (last is not None and last != day)
        if has_end and page.ends_at.timestamp() > page.starts_at.timestamp():
            assert component.DTEND.timestamp() == page.ends_at.timestamp()
            if is_clear(page.ends_at):
                assert component.DTEND.replace(tzinfo=None) == page.ends_at.replace(tzinfo=None)
        else:
            assert component.DTEND is None
    assert component.end >= component.start


@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_survives_the_lines_of_a_calendar(text: str) -> None:
    """Commas, line breaks, quotes, control characters, long words: valid lines, and one title."""
    body = written(
        event(title=text or "x", summary=text, organisers=text, venue_city=text, venue_name=text)
    ).body
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    body.decode()
    calendar = Calendar.from_ical(body)
    assert not calendar.errors
    (component,) = calendar.events
    assert not component.errors
    assert "\n" not in str(component["SUMMARY"])


@pytest.mark.parametrize(
    ("status", "state", "title"),
    [
        ("scheduled", "CONFIRMED", "Rencontre"),
        ("moved", "CONFIRMED", "Rencontre"),
        ("postponed", "TENTATIVE", "Reporté – Rencontre"),
        ("cancelled", "CANCELLED", "Annulé – Rencontre"),
    ],
)
def test_the_state_in_the_three_words_of_the_standard(status: str, state: str, title: str) -> None:
    """What does not take place as announced takes nobody's time."""
    component = component_of(event(status=status, start_time=time(9)))
    assert (component["STATUS"], str(component["SUMMARY"])) == (state, title)
    assert component["TRANSP"] == ("OPAQUE" if state == "CONFIRMED" else "TRANSPARENT")


def test_an_event_says_where_by_whom_and_how_to_join() -> None:
    """Place, position, address online, who publishes, who organises, the page."""
    cluster = Cluster(
        slug="loire", code="LOI", name={"fr": "EdTech Loire, « la vraie »"}, email="a@loire.example"
    )
    component = component_of(
        event(
            cluster=cluster,
            venue_name="Halle aux toiles",
            venue_address="8, rue des Lainiers",
            venue_postcode="44000",
            venue_city="Nantes",
            venue_country="FR",
            latitude=47.2184,
            longitude=-1.5536,
            online_url="https://visio.example/salle",
            organisers="Lab; et amis",
            signup_url="https://loire.example/inscription",
            starts_on=COMING,
        )
    )
    assert str(component["LOCATION"]) == "Halle aux toiles, 8, rue des Lainiers, 44000 Nantes, France"
    assert (component["GEO"].latitude, component["GEO"].longitude) == (47.2184, -1.5536)
    assert str(component["CONFERENCE"]) == "https://visio.example/salle"
    assert str(component["ORGANIZER"]) == "mailto:a@loire.example"
    assert component["ORGANIZER"].params["CN"] == "EdTech Loire, « la vraie »"
    assert component["URL"].endswith("/fr/agenda/rencontre/")
    assert component["SUMMARY"].params["LANGUAGE"] == "fr"
    description = str(component["DESCRIPTION"])
    for words in ("Un résumé.", "Lab; et amis", "https://loire.example/inscription", "/fr/agenda/rencontre/"):
        assert words in description


@pytest.mark.parametrize(
    ("when", "status", "is_open"),
    [
        (COMING, EventStatus.SCHEDULED, True),
        (COMING, EventStatus.POSTPONED, True),
        (COMING, EventStatus.CANCELLED, False),
        (COMING - timedelta(days=60), EventStatus.SCHEDULED, False),
    ],
)
def test_nobody_is_sent_to_sign_up_for_what_is_over_or_cancelled(
    when: date, status: EventStatus, is_open: bool
) -> None:
    """As on the page of the event."""
    page = event(starts_on=when, status=status, signup_url="https://loire.example/inscription")
    assert ("loire.example/inscription" in str(component_of(page)["DESCRIPTION"])) is is_open


def test_a_mission_is_whole_days_and_its_deadline_a_day_of_its_own() -> None:
    """Two entries that know each other; the second takes no time."""
    page = mission()
    trip, deadline = components_of(page)
    assert (date(2027, 3, 10), date(2027, 3, 15)) == (trip.DTSTART, trip.DTEND)
    assert str(trip["LOCATION"]) == "Montréal, Canada"
    assert (date(2027, 1, 31), date(2027, 2, 1)) == (deadline.DTSTART, deadline.DTEND)
    assert (trip["UID"], deadline["UID"]) == (str(page.translation_key), str(deadline_key(page)))
    assert deadline["RELATED-TO"] == trip["UID"]
    assert (trip["TRANSP"], deadline["TRANSP"]) == ("OPAQUE", "TRANSPARENT")
    assert "export@federation.example" in str(trip["CONTACT"])
    assert "31 janvier 2027" in str(trip["DESCRIPTION"])


def test_a_newer_publication_wins_over_an_older_one() -> None:
    """Programs keep the entry with the greater sequence, and at the same one the later stamp (RFC 5546, 2.1.5)."""
    older, newer = (
        component_of(event()),
        component_of(event(last_published_at=PUBLISHED + timedelta(hours=2))),
    )
    assert newer["SEQUENCE"] > older["SEQUENCE"]
    assert newer.DTSTAMP > older.DTSTAMP
    assert newer["SEQUENCE"] < 2**31
    assert (
        written(event(translation_key=uuid.UUID(int=1))).body
        == written(event(translation_key=uuid.UUID(int=1))).body
    )
