"""What a mission's call says, its page and the API say to machines: cancelled, extended, closed."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from events.models import CallForApplications, TradeMissionPage
from fedcms.core.seo.structured_data import Json
from tests.events.applications.support import make_call, make_far_mission
from tests.factories import make_cluster


@pytest.fixture
def mission(federation: object) -> TradeMissionPage:
    return make_far_mission(make_cluster("nord", "NOR"))


def told(mission: TradeMissionPage) -> dict[str, Json]:
    """What the API says of the mission; its page says the same."""
    (listed,) = Client().get("/api/v1/missions/").json()["results"]
    page = html.fromstring(Client().get(mission.url_path).content)
    graph = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
    (own,) = [each for each in graph if each["@type"] == "BusinessEvent"]
    for name in ("eventStatus", "offers"):
        assert own[name] == listed[name]
    found: dict[str, Json] = listed
    return found


def test_a_mission_without_a_call_says_its_own_day(mission: TradeMissionPage) -> None:
    offer = told(mission)["offers"]
    assert offer["validThrough"] == mission.deadline.isoformat()
    assert offer["availability"].endswith("InStock")


def test_a_call_that_is_extended_or_closed_says_so(mission: TradeMissionPage) -> None:
    call = make_call(mission, closes_at=timezone.now() - timedelta(minutes=1))
    assert told(mission)["offers"]["availability"].endswith("SoldOut"), "although the page names a later day"
    tag = Client().get("/api/v1/missions/")["ETag"]
    TradeMissionPage.objects.update(deadline=timezone.localdate() - timedelta(days=1))
    CallForApplications.objects.update(closes_at=call.closes_at + timedelta(days=10))
    mission.refresh_from_db()
    offer = told(mission)["offers"]
    assert offer["availability"].endswith("InStock"), "although the page names a day that is over"
    assert offer["validThrough"].startswith((call.closes_at + timedelta(days=10)).isoformat()[:10])
    assert Client().get("/api/v1/missions/", headers={"If-None-Match": tag}).status_code == 200


def test_a_mission_that_is_cancelled_says_so(mission: TradeMissionPage) -> None:
    make_call(mission, is_cancelled=True)
    assert told(mission)["eventStatus"] == "https://schema.org/EventCancelled"
    assert told(mission)["offers"]["availability"].endswith("SoldOut")
