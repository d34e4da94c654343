"""Two libraries that did not write our calendars read all kinds of them alike: ical, and ical.js in Node.

Missions with their last day, sessions, followed calendars with series, the file of somebody who has signed up, the
programme of a delegation. One process of Node in all.
"""

import json
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from ical.calendar_stream import IcsCalendarStream

from clusters.models import Cluster
from events.delegations.calendars import own_calendar
from events.ical.wording import event_description, mission_description
from events.models import EventPage, EventStatus, ProgrammeItem, TradeMissionPage
from fedcms.core.models import Topic
from tests.events.applications.support import applied, make_call, make_far_mission
from tests.events.signup.support import arrived, make_sheet, work
from tests.events.test_repetition import exception
from tests.events.test_series_readers import meant as meant_dates
from tests.events.test_sessions import meeting
from tests.events.test_two_readers import Read, as_told, in_utc, read_by_ical, read_by_node
from tests.factories import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.node]
RABAT = ZoneInfo("Africa/Casablanca")
SEATED, WAITING = "zoe+agenda@ecole.example", "waits@ecole.example"


def series(cluster: Cluster, zone: str, **fields: object) -> EventPage:
    """Five weeks through a change of the hour: the second date is left out, the third cancelled, the fourth moved."""
    said = [
        exception("2037-03-24", "left_out"),
        exception("2037-03-31", "cancelled"),
        exception("2037-04-07", "moved", new_day="2037-04-09", **({} if "start_time" in fields else MOVED)),
    ]
    values: dict[str, object] = {
        "title": "Atelier ; « à l’heure », ou\xa0presque",
        "starts_on": date(2037, 3, 17),
        "start_time": time(9),
        "end_time": time(10, 30),
        "time_zone": zone,
        "repeats": "weekly",
        "repeat_count": 5,
        "exceptions": json.dumps(said),
    }
    return make_event(cluster, **(values | fields))


MOVED = {"start_time": "14:00:00", "end_time": "15:00:00"}


def expanded_by_ical(text: str) -> dict[str, list[list[str]]]:
    """The dates of each entry, by its UID."""
    (calendar,) = IcsCalendarStream.from_ics(text).calendars
    found: dict[str, list[list[str]]] = {}
    for one in calendar.timeline_tz(ZoneInfo("Europe/Paris")):
        state = ["CANCELLED"] if one.recurrence_id and one.status and one.status.value == "CANCELLED" else []
        times = [as_told(one.dtstart), as_told(one.dtend or one.dtstart), *state]
        found.setdefault(str(one.uid), []).append(times)
    return {uid: sorted(times) for uid, times in found.items()}


def agreed(name: str, text: str, by_node: Read) -> dict[str, dict[str, object]]:
    """What both read of a calendar, by UID; they must say the same, dates and details."""
    assert isinstance(by_node, list), f"ical.js {name}: {by_node}\n{text}"
    dates = expanded_by_ical(text)
    calendar = IcsCalendarStream.from_ics(text).calendars[0]
    dated = {one.uid for one in calendar.events if one.recurrence_id is not None}
    by_python: dict[str, dict[str, object]] = {}
    for one in read_by_ical(text):
        by_python.setdefault(str(one["uid"]), one | {"occurrences": dates[str(one["uid"])]})
    found = {str(one["uid"]): one for one in by_node}
    for one in found.values():
        assert isinstance(one["occurrences"], list)
        one["occurrences"] = sorted(one["occurrences"])
    assert found == by_python, f"{name}\n{text}"
    assert len(found) + len([one for one in calendar.events if one.recurrence_id]) == len(calendar.events)
    assert dated <= set(found), "each date that differs is one of a series that is there"
    return found


def mission_in_rabat(cluster: Cluster) -> TradeMissionPage:
    """The call closes in the evening of a day of Ramadan, by the clock of Rabat."""
    mission = make_far_mission(
        cluster,
        title="Cap au sud ; l’« autre » rive, enfin",
        destination_city="Rabat",
        destination_country="MA",
        starts_on=date(2037, 12, 7),
        ends_on=date(2037, 12, 11),
        deadline=date(2037, 10, 20),
    )
    closes_at = datetime(2037, 10, 20, 23, 30, tzinfo=RABAT)
    make_call(mission, closes_at=closes_at, time_zone="Africa/Casablanca")
    return mission


def test_both_read_all_kinds_alike(loire: Cluster) -> None:
    topic = Topic.objects.create(key="ai-and-us", labels={"fr": "Intelligence, artificielle ; ou non"})
    mission = TradeMissionPage.objects.get(pk=mission_in_rabat(loire).pk)
    sessions = meeting(
        topics=[topic], latitude=45.5, longitude=-73.55, online_url="https://visio.example/a,b;c"
    )
    weekly = [
        series(loire, zone)
        for zone in ("Europe/Paris", "Africa/Casablanca", "America/Toronto", "Africa/Dakar")
    ]
    weekly.append(series(loire, "Europe/London", start_time=None, end_time=None))
    texts = {
        "feed": get("/fr/feeds/calendar.ics"),
        "mission": get(f"{mission.url_path}calendar.ics"),
        "sessions": get(f"{sessions.url_path}calendar.ics"),
        **programme(mission),
    }
    with translation.override("fr"):
        described = event_description(sessions)
    mailed = {name: mailed_calendars(page) for name, page in (("series", weekly[1]), ("sessions", sessions))}
    texts |= {f"{name} {state}": text for name, each in mailed.items() for state, text in each.items()}
    by_node = read_by_node(texts)
    read = {name: agreed(name, text, by_node[name]) for name, text in texts.items()}

    # What is said is what was meant.
    trip, last_day = (read["mission"][uid] for uid in uids_of(mission, read["mission"]))
    assert trip["occurrences"] == [["2037-12-07", "2037-12-12"]]
    assert last_day["occurrences"] == [["2037-10-20", "2037-10-21"]]
    assert detail(last_day, "related") == [trip["uid"]]
    with translation.override("fr"):
        assert detail(trip, "description") == detail(last_day, "description") == mission_description(mission)
    entry = read["sessions"][key(sessions)]
    assert detail(entry, "description") == described
    assert "Amphi, Nadia Haddad\n" in str(detail(entry, "description"))
    assert detail(entry, "categories") == ["Événement", "Intelligence / artificielle ; ou non", "FED"]
    assert detail(entry, "links") == ["https://visio.example/a,b;c"]
    feed = read["feed"]
    assert set(feed) == {key(page) for page in (mission, sessions, *weekly)} | {str(last_day["uid"])}
    for page in weekly:
        assert feed[key(page)]["occurrences"] == meant_dates(page), page.time_zone

    for name, page in (("series", weekly[1]), ("sessions", sessions)):
        kept, cancelled = (read[f"{name} {state}"][key(page)] for state in ("PUBLISH", "CANCEL"))
        assert (detail(kept, "method"), detail(kept, "attendees")) == ("PUBLISH", [])
        assert (detail(cancelled, "method"), cancelled["state"]) == ("CANCEL", "CANCELLED")
        assert detail(cancelled, "attendees") == [f"mailto:{SEATED}"]
        assert int(str(cancelled["sequence"])) > int(str(kept["sequence"]))
    assert read["series PUBLISH"][key(weekly[1])]["occurrences"] == meant_dates(weekly[1])
    both = sorted(read["programme"].values(), key=lambda one: str(one["occurrences"]))
    assert [one["occurrences"] for one in both] == [
        [[in_utc(datetime(2037, 12, 7, 8, tzinfo=RABAT))] * 2],
        [[in_utc(datetime(2037, 12, 7, hour, minute, tzinfo=RABAT)) for hour, minute in ((9, 30), (10, 15))]],
    ]
    assert [detail(one, "privacy") for one in both] == ["PUBLIC", "PRIVATE"]
    assert both[1]["summary"] == "Chez Zellige ; « Éditions », à l’étage"


def get(path: str) -> str:
    return Client().get(path).content.decode()


def key(page: EventPage | TradeMissionPage) -> str:
    return str(page.translation_key)


def uids_of(mission: TradeMissionPage, read: dict[str, dict[str, object]]) -> tuple[str, str]:
    """The UID of a mission and that of its last day to apply."""
    (other,) = set(read) - {key(mission)}
    return key(mission), other


def detail(one: dict[str, object], name: str) -> object:
    assert isinstance(one["details"], dict)
    return one["details"][name]


def programme(mission: TradeMissionPage) -> dict[str, str]:
    """The calendar of an organisation with something for all, whose end nobody knows, and a meeting of its own."""
    call = make_call(make_far_mission(mission.cluster))
    application = applied(call, mission, "first@ecole.example")
    items = [
        ProgrammeItem.objects.create(
            call=call,
            starts_at=datetime(2037, 12, 7, 8, tzinfo=RABAT),
            time_zone="Africa/Casablanca",
            title={"fr": "Accueil"},
            uid=uuid4(),
        ),
        ProgrammeItem.objects.create(
            call=call,
            starts_at=datetime(2037, 12, 7, 9, 30, tzinfo=RABAT),
            ends_at=datetime(2037, 12, 7, 10, 15, tzinfo=RABAT),
            time_zone="Africa/Casablanca",
            title={"fr": "Chez Zellige ; « Éditions », à l’étage"},
            place="12, rue des Orangers ; 2e",
            is_private=True,
            uid=uuid4(),
        ),
    ]
    return {"programme": own_calendar(application, items, mission).decode()}


def mailed_calendars(event: EventPage) -> dict[str, str]:
    """What somebody with a seat gets by mail, by method: when they have it, and when the event is cancelled."""
    mail.outbox.clear()
    sheet = make_sheet(event, 1)
    arrived(sheet, event, SEATED)
    event.refresh_from_db()
    event.status = EventStatus.CANCELLED
    event.save_revision().publish()
    work()
    found = {}
    for message in mail.outbox:
        for _name, data, kind in message.attachments:
            text = data.decode() if isinstance(data, bytes) else str(data)
            found[str(kind).rpartition("=")[2]] = text
    return found
