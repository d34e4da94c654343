"""What is one thing and what is not, and that every change ends in what a fresh look at everything would give."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from search.harvest.deduplication_check import deduplication_differences
from search.harvest.scheduling import visit_due
from search.harvest.sources import resume, withdraw
from search.maintenance.consistency import differences
from search.models import HarvestedItem, SearchEntry
from tests.factories import make_article, publish
from tests.search.harvest.reading import calendar
from tests.search.harvest.server import Site
from tests.search.harvest.support import WHEN, found, harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]

TITLE = "Le quadrivium ouvre ses portes à Rennes"


@pytest.fixture
def other(federation: object) -> Cluster:
    """Another cluster."""
    return Cluster.objects.create(
        slug="est", code="EST", name={"fr": "Est"}, territory={"fr": "Est"}, email="a@b.example"
    )


def event(uid: str, title: str, when: str, more: str = "") -> str:
    return f"UID:{uid}\r\nSUMMARY:{title}\r\nDTSTART:{when}\r\n{more}".strip()


ASSEMBLY = event("1", "Assemblée quadrivium de l’Ouest", "20300101T100000Z")
FORUM = event("1", "Forum quadrivium annuel", "20310615T100000Z")
MOVED = event("1", "Assemblée quadrivium de l’Ouest", "20300102T100000Z")
RENAMED = event("1", "Une rencontre quadrivium", "20300101T100000Z")
LINK = "URL:https://ouest.example/agenda"


@pytest.mark.parametrize(
    ("first", "second", "is_same_cluster", "results"),
    [
        pytest.param(ASSEMBLY, FORUM, False, 2, id="another event of another cluster"),
        pytest.param(ASSEMBLY, FORUM, True, 2, id="another event of the same cluster"),
        pytest.param(ASSEMBLY, ASSEMBLY, False, 2, id="another cluster"),
        pytest.param(ASSEMBLY, MOVED, True, 1, id="moved"),
        pytest.param(ASSEMBLY, RENAMED, True, 1, id="renamed"),
        pytest.param(f"{ASSEMBLY}\r\n{LINK}", f"{FORUM}\r\n{LINK}", True, 2, id="page of several"),
        pytest.param(f"{ASSEMBLY}\r\n{LINK}", f"{MOVED}\r\n{LINK}", False, 1, id="same address"),
    ],
)
def test_the_uid_of_a_calendar_is_not_trusted_alone(
    cluster: Cluster, other: Cluster, site: Site, first: str, second: str, is_same_cluster: bool, results: int
) -> None:
    harvested(make_source(cluster, site.at("/one", calendar(first)), name="Un"))
    harvested(
        make_source(cluster if is_same_cluster else other, site.at("/two", calendar(second)), name="Deux")
    )
    assert len(titles()) == results
    assert differences() == []


def test_a_guid_of_a_site_under_construction_is_not_trusted_alone(
    cluster: Cluster, other: Cluster, site: Site
) -> None:
    guid = "http://localhost/?p=1"
    later = WHEN + timedelta(days=40)
    harvested(make_source(cluster, site.at("/one", rss(item("Un premier quadrivium", "/a", guid)))))
    harvested(make_source(cluster, site.at("/two", rss(item("Un autre quadrivium", "/b", guid, when=later)))))
    harvested(make_source(other, site.at("/three", rss(item("Un premier quadrivium", "/c", guid)))))
    assert len(titles()) == 3
    assert differences() == []


def test_two_things_on_the_home_page_are_two(cluster: Cluster, site: Site) -> None:
    harvested(make_source(cluster, site.at("/one", rss(item("Premier quadrivium", "/", "1")))))
    harvested(make_source(cluster, site.at("/two", rss(item("Second quadrivium", "/", "2", when=None)))))
    assert len(titles()) == 2
    assert differences() == []


def test_a_credit_ends_when_the_result_becomes_something_else(cluster: Cluster, site: Site) -> None:
    first = harvested(make_source(cluster, site.at("/one", rss(item(TITLE, "/a", "1"))), name="Un"))
    second = harvested(make_source(cluster, site.at("/two", rss(item(TITLE, "/b", "1"))), name="Deux"))
    third = harvested(make_source(cluster, site.at("/three", rss(item(TITLE, "/c", "1"))), name="Trois"))
    assert [result["publisher"] for result in found("quadrivium")] == ["Un"]
    site.at("/one", rss(item("Tout autre chose au quadrivium demain", "/a", "1")))
    harvested(first)
    also = {
        result["publisher"]: [credit["name"] for credit in result["also"]] for result in found("quadrivium")
    }  # type: ignore[attr-defined]
    assert also == {"Un": [], "Deux": ["Trois"]}
    assert differences() == []
    site.at("/one", rss(item(TITLE, "/a", "1")))
    harvested(first)
    (result,) = found("quadrivium")
    assert (result["publisher"], len(result["also"])) == ("Un", 2)  # type: ignore[arg-type]
    assert differences() == []
    site.at("/one", rss(item(TITLE, "/a", "1", when=WHEN - timedelta(days=30))))
    harvested(first)
    assert len(titles()) == 2
    assert differences() == []
    for source in (second, third):
        withdraw(source)
        assert differences() == []
    resume(second)
    assert len(titles()) == 2
    assert differences() == []


def test_a_credit_by_address_ends_when_the_address_is_another(cluster: Cluster, site: Site) -> None:
    first = harvested(make_source(cluster, site.at("/one", rss(item("Un quadrivium", "/a", "1")))))
    harvested(make_source(cluster, site.at("/two", rss(item("Deuxième quadrivium", "/a", "2", when=None)))))
    assert titles() == ["Un quadrivium"]
    site.at("/one", rss(item("Un quadrivium", "/b", "1")))
    harvested(first)
    assert len(titles()) == 2
    assert differences() == []
    site.at("/one", rss(item("Un quadrivium", "/a", "1")))
    harvested(first)
    assert titles() == ["Un quadrivium"]
    assert differences() == []


def test_an_item_that_comes_back_leads_again(cluster: Cluster, site: Site) -> None:
    first = harvested(make_source(cluster, site.at("/one", rss(item(TITLE, "/a"))), name="Un"))
    harvested(make_source(cluster, site.at("/two", rss(item(TITLE, "/b"))), name="Deux"))
    withdraw(first)
    assert [result["publisher"] for result in found("quadrivium")] == ["Deux"]
    assert differences() == []
    resume(first)
    assert [result["publisher"] for result in found("quadrivium")] == ["Un"]
    assert differences() == []


def test_a_wrong_credit_is_reported_in_as_many_queries_for_many_items(section: Cluster, site: Site) -> None:
    now = timezone.now()
    harvested(make_source(section, site.at("/one", rss(item(TITLE, "/a", when=now)))))
    harvested(
        make_source(section, site.at("/two", rss(item("Un autre sujet du quadrivium", "/b", when=now))))
    )
    first, second = HarvestedItem.objects.order_by("pk")
    assert list(deduplication_differences(now)) == []
    with CaptureQueriesContext(connection) as few:
        list(deduplication_differences(now))
    HarvestedItem.objects.filter(pk=second.pk).update(same_as=SearchEntry.objects.get(item=first))
    assert f"item-{second.pk} is credited though nothing says the same" in differences()
    HarvestedItem.objects.filter(pk=second.pk).update(same_as=None, title_key=first.title_key)
    assert differences() == [f"item-{second.pk} is not credited in item-{first.pk}"]
    many = [item(f"Numéro {n} du quadrivium", f"/{n}", when=now) for n in range(40)]
    harvested(make_source(section, site.at("/three", rss(*many))))
    page = make_article(section, title="Numéro 7 du quadrivium")
    with CaptureQueriesContext(connection) as more:
        assert len(list(deduplication_differences(timezone.now()))) == 1
    assert len(more) == len(few) <= 2
    page.title = "Un article qui ne dit plus cela"
    publish(page)
    assert len(list(deduplication_differences(timezone.now()))) == 1


def pages(site: Site, canonical: dict[str, str], *, named: str = "") -> None:
    """Pages with their titles' last word and what they say is their address."""
    for path, address in canonical.items():
        head = f"<title>Le quadrivium {named or path}</title><link rel=canonical href='{address}'>"
        site.at(path, f"<html><head>{head}</head></html>", content_type="text/html")


@pytest.mark.parametrize("address", ["/", "?", "/p0", "/p1"])
def test_a_template_that_gives_all_pages_one_address_makes_them_no_single_result(
    cluster: Cluster, site: Site, address: str
) -> None:
    paths = [f"/p{n}" for n in range(4)]
    rows = "".join(f"<url><loc>{site.base}{path}</loc></url>" for path in paths)
    harvested(make_source(cluster, site.at("/map.xml", f"<urlset>{rows}</urlset>")))
    pages(site, dict.fromkeys(paths, site.base + address))
    visit_due()
    assert sorted(str(result["url"]) for result in found("quadrivium")) == [
        site.base + path for path in paths
    ]
    assert differences() == []


def test_a_page_for_printing_is_the_page(cluster: Cluster, site: Site) -> None:
    rows = "".join(f"<url><loc>{site.base}{path}</loc></url>" for path in ("/p", "/print/p"))
    harvested(make_source(cluster, site.at("/map.xml", f"<urlset>{rows}</urlset>")))
    pages(site, {"/p": "/p", "/print/p": "/p"}, named="sur une page")
    visit_due()
    assert [result["url"] for result in found("quadrivium")] == [f"{site.base}/p"]
    assert differences() == []
