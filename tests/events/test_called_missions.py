"""A mission whose call is cancelled or extended tells it everywhere at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Component
from wagtail.models import Revision

from clusters.content.teaser_rows import as_teasers, rows_of
from clusters.models import Cluster, ContentPage
from events.models import CallForApplications, TradeMissionPage
from fedcms.core.models import PublicChange
from search.models import SearchEntry
from tests.events.applications.support import applied, make_call, make_far_mission, typed
from tests.factories import make_user

MONTREAL = ZoneInfo("America/Montreal")
CLOSING = datetime(2031, 5, 12, 23, 30, tzinfo=MONTREAL)
NOW = datetime(2031, 4, 1, 12, tzinfo=MONTREAL)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(loire: Cluster) -> Iterator[TradeMissionPage]:
    with time_machine.travel(NOW, tick=False):
        yield make_far_mission(loire, title="Cap à l’ouest")


def entries(path: str) -> dict[str, Component]:
    """The entries of a calendar: the mission's, then that of its last day to apply."""
    calendar = Calendar.from_ical(Client().get(path).content)
    return dict(zip(("mission", "deadline"), calendar.events, strict=True))


def shown(path: str) -> str:
    """What an address shows."""
    response = Client().get(path, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def cancel(call: CallForApplications) -> None:
    """Cancels a call as the organisers do."""
    call.is_cancelled = True
    call.save(update_fields=["is_cancelled"])


def test_the_calendar_of_a_cancelled_mission_says_so_and_is_newer(mission: TradeMissionPage) -> None:
    """State, title and description of both entries; programs that have it see a higher SEQUENCE."""
    call = make_call(mission, closes_at=CLOSING)
    for path in (f"{mission.url_path}calendar.ics", "/fr/feeds/kinds/mission/calendar.ics"):
        before = entries(path)
        assert [str(each["STATUS"]) for each in before.values()] == ["CONFIRMED", "CONFIRMED"]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        cancel(call)
        for path in (f"{mission.url_path}calendar.ics", "/fr/feeds/kinds/mission/calendar.ics"):
            after = entries(path)
            for name, each in after.items():
                assert str(each["STATUS"]) == "CANCELLED"
                assert "Annulé – Cap à l’ouest" in str(each["SUMMARY"])
                assert "Candidatures jusqu’au" not in str(each["DESCRIPTION"])
                assert each["TRANSP"] == "TRANSPARENT"
                assert int(each["SEQUENCE"]) > int(before[name]["SEQUENCE"])
                assert each["LAST-MODIFIED"].dt == timezone.now()


def test_the_entry_of_the_last_day_is_that_of_the_call_and_follows_it(mission: TradeMissionPage) -> None:
    """By the clock of the call: in Paris it is the next day already."""
    call = make_call(mission, closes_at=CLOSING)
    path = f"{mission.url_path}calendar.ics"
    first = entries(path)["deadline"]
    assert first["DTSTART"].dt == CLOSING.date()
    assert "23\xa0h\xa030" in str(first["DESCRIPTION"])
    assert "Montréal" in str(first["DESCRIPTION"])
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        call.closes_at = CLOSING + timedelta(days=9)
        call.save(update_fields=["closes_at"])
        later = entries(path)["deadline"]
    assert later["DTSTART"].dt == CLOSING.date() + timedelta(days=9)
    assert int(later["SEQUENCE"]) > int(first["SEQUENCE"])
    assert later["UID"] == first["UID"]


def test_a_cancelled_mission_is_told_by_every_list(mission: TradeMissionPage) -> None:
    """Agenda, month, week, map, feeds and search, which all were kept before: none announces a deadline any more."""
    call = make_call(mission, closes_at=CLOSING)
    month, day = mission.starts_on.strftime("%Y-%m"), mission.starts_on.isoformat()
    places = {
        "list": "/fr/agenda/",
        "month": f"/fr/agenda/?view=month&month={month}",
        "week": f"/fr/agenda/?view=week&week={day}",
        "map": "/fr/agenda/?view=map",
        "atom": "/fr/feeds/kinds/mission/atom.xml",
        "rss": "/fr/feeds/kinds/mission/rss.xml",
        "json": "/fr/feeds/kinds/mission/feed.json",
        "search": "/fr/search/?q=ouest",
    }
    before = {name: shown(path) for name, path in places.items()}
    for name, text in before.items():
        assert "Cap à l’ouest" in text or "ouest" in text, name
        assert "Annulé" not in text, name
    assert "12 mai 2031" in before["atom"]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        cancel(call)
        for name, path in places.items():
            after = shown(path)
            assert "Annulé" in after, name
            assert "Candidatures jusqu’au" not in after, name
        assert timezone.now().strftime("%Y-%m-%dT%H:%M") in shown(places["atom"]).replace("Z", "")


def test_the_page_of_a_cancelled_mission_is_not_added_to_a_calendar(mission: TradeMissionPage) -> None:
    """Its badge says the state, its card, too; the page's own day is announced nowhere."""
    call = make_call(mission, closes_at=CLOSING)
    assert "Ajouter à l’agenda" in shown(mission.url_path)
    cancel(call)
    text = shown(mission.url_path)
    assert "Ajouter à l’agenda" not in text
    assert '<span class="status">Annulé</span>' in text
    assert TradeMissionPage.objects.get(pk=mission.pk).social_card_text().kind == "Mission · Annulé"


def test_a_change_of_a_call_is_one_public_change_of_its_page(mission: TradeMissionPage) -> None:
    """What shows nowhere is none; a call that is taken back is one, too."""
    call = make_call(mission, closes_at=CLOSING)
    changes = PublicChange.objects.filter(subject="page", object_id=mission.pk)
    first = changes.count()
    call.save()
    assert changes.count() == first, "nothing differs"
    cancel(call)
    assert changes.count() == first + 1
    assert SearchEntry.objects.get(page_id=mission.pk).status == "cancelled"
    call.delete()
    assert changes.count() == first + 2
    assert SearchEntry.objects.get(page_id=mission.pk).status == ""


def test_calendars_grow_newer_with_each_public_change_and_never_older(mission: TradeMissionPage) -> None:
    """Nor by what is no public change; a call that is withdrawn makes them newer, and a revision keeps that moment."""

    def numbers() -> tuple[int, datetime]:
        (first, *_rest) = Calendar.from_ical(Client().get(f"{mission.url_path}calendar.ics").content).events
        return int(first["SEQUENCE"]), first["LAST-MODIFIED"].dt

    call = make_call(mission, closes_at=CLOSING)
    found = [numbers()]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        call.costs = {"fr": "Le vol"}
        call.save()
        assert numbers() == found[0], "its costs stand in no calendar"
        call.closes_at += timedelta(days=2)
        call.save()
        found.append(numbers())
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        call.delete()
        found.append(numbers())
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        revision = TradeMissionPage.objects.get(pk=mission.pk).save_revision()
    assert sorted(set(found)) == found
    kept = TradeMissionPage.objects.get(pk=mission.pk).call_withdrawn_at
    assert kept == NOW + timedelta(hours=2)
    type(mission).objects.filter(pk=mission.pk).update(call_withdrawn_at=kept + timedelta(minutes=1))
    assert Revision.objects.get(pk=revision.pk).as_object().call_withdrawn_at == kept + timedelta(minutes=1)


def test_nobody_is_reminded_of_the_deadline_of_what_is_cancelled(mission: TradeMissionPage) -> None:
    publisher = make_user("rita", mission.cluster, "publisher")
    client = Client()
    client.force_login(publisher)
    call = make_call(mission, closes_at=CLOSING)
    page = TradeMissionPage.objects.get(pk=mission.pk)
    month = f"/admin/editorial-calendar/?date={page.deadline:%Y-%m-%d}"
    assert "fin des candidatures" in client.get(month).content.decode()
    cancel(call)
    assert "fin des candidatures" not in client.get(month).content.decode()


def test_lists_ask_once_for_all_calls(mission: TradeMissionPage, django_assert_num_queries: object) -> None:
    """Three missions with calls, and the same number of queries as one."""
    make_call(mission, closes_at=CLOSING)
    missions = ContentPage.objects.filter(pk=mission.pk)
    as_teasers(rows_of(missions, with_images=False))
    with django_assert_num_queries(3) as one:  # type: ignore[operator]  # pytest-django's
        as_teasers(rows_of(missions, with_images=False))
    for number in range(2):
        make_call(make_far_mission(mission.cluster, title=f"Autre {number}"), closes_at=CLOSING)
    with django_assert_num_queries(len(one)):  # type: ignore[operator]  # pytest-django's
        teasers = as_teasers(rows_of(ContentPage.objects.type(TradeMissionPage), with_images=False))
    assert {teaser.deadline for teaser in teasers} == {CLOSING.date()}
    assert {str(teaser.deadline_label) for teaser in teasers} == {"encore 41 jours"}


def test_a_call_that_has_closed_says_so_on_its_last_day(mission: TradeMissionPage) -> None:
    """Not "last day today": its minute is over."""
    make_call(mission, closes_at=CLOSING)
    with time_machine.travel(CLOSING + timedelta(minutes=1), tick=False):
        assert mission.teaser_details()["deadline_label"] == "candidatures closes"


def test_prolonging_warns_of_the_day_that_the_page_still_says(mission: TradeMissionPage) -> None:
    """As the form of the call does."""
    call = make_call(mission, closes_at=CLOSING, minimum=5)
    applied(call, mission, "one@ecole.example")
    with time_machine.travel(CLOSING + timedelta(minutes=1), tick=False):
        client = Client()
        client.force_login(make_user("paula", mission.cluster, "publisher"))
        later = typed((CLOSING + timedelta(days=3)).astimezone(MONTREAL))
        path = f"/admin/mission-applications/{mission.cluster_id}/{call.pk}/"
        answer = {"kind": "extend", "sure": "1", "closed_at": call.closes_at.isoformat(), "closes_at": later}
        said = client.post(f"{path}shortfall/", answer, follow=True).content.decode()
    assert "garde une autre date limite" in said
