"""Events that are not for everybody are not found, and nothing of them is kept."""

import pytest

from clusters.models import Cluster
from search.maintenance.consistency import differences
from search.models import HarvestedItem
from tests.search.harvest.reading import calendar
from tests.search.harvest.server import Site
from tests.search.harvest.support import found, harvested, make_source, titles

pytestmark = pytest.mark.django_db


def event(uid: str, title: str, more: str = "") -> str:
    return f"UID:{uid}\r\nSUMMARY:{title}\r\nDTSTART:20261203T090000Z\r\n{more}".strip()


OPEN = event("1@x", "Journée quadrivium")


@pytest.mark.parametrize("said", ["CLASS:PRIVATE", "CLASS:CONFIDENTIAL"])
def test_an_event_that_is_private_or_becomes_so_is_forgotten(cluster: Cluster, site: Site, said: str) -> None:
    """By the process apart, as the worker does."""
    hidden = event("2@x", "Entretien quadrivium", said)
    source = harvested(make_source(cluster, site.at("/ics", calendar(OPEN, hidden))))
    assert titles() == ["Journée quadrivium"]
    assert HarvestedItem.objects.count() == 1
    site.at("/ics", calendar(event("1@x", "Journée quadrivium", said), hidden))
    source = harvested(source)
    assert titles() == []
    assert not HarvestedItem.objects.exists()
    assert (source.failures, source.last_error) == (0, ""), "a calendar of private events is no failure"
    assert differences() == []
    site.at("/ics", calendar(OPEN))
    harvested(source)
    assert titles() == ["Journée quadrivium"]
    assert differences() == []


@pytest.mark.usefixtures("quick_parsing")
def test_what_a_private_event_credited_stands_for_itself(cluster: Cluster, site: Site) -> None:
    source = harvested(make_source(cluster, site.at("/one", calendar(OPEN)), name="Un"))
    harvested(make_source(cluster, site.at("/two", calendar(OPEN)), name="Deux"))
    site.at("/one", calendar(event("1@x", "Journée quadrivium", "CLASS:PRIVATE")))
    harvested(source)
    ((name, also),) = [(result["publisher"], result["also"]) for result in found("quadrivium")]
    assert (name, also) == ("Deux", [])
    assert differences() == []


@pytest.mark.usefixtures("quick_parsing")
def test_a_private_event_without_title_or_uid_is_forgotten(cluster: Cluster, site: Site) -> None:
    address = "URL:https://ouest.example/jour"
    named, unnamed = event("1@x", "Journée quadrivium"), event("2@x", "Autre quadrivium", address)
    source = harvested(make_source(cluster, site.at("/ics", calendar(named, unnamed))))
    bare = "UID:1@x\r\nCLASS:PRIVATE\r\nDTSTART:20261203T090000Z"
    site.at("/ics", calendar(bare, f"DTSTART:20261203T090000Z\r\nCLASS:PRIVATE\r\n{address}"))
    harvested(source)
    assert titles() == []
    assert not HarvestedItem.objects.exists()
