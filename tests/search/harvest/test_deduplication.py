"""One result for one thing: what was seen twice, or is published here too, is credited and never shown twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.changes.page_batches import written_together
from fedcms.core.pages.addresses import absolute, page_address
from search.harvest.deduplication import deduplicate_by_the_clock
from search.harvest.likeness import alike, title_key
from search.harvest.sources import withdraw
from search.maintenance.consistency import differences
from search.models import HarvestSource, SearchEntry
from tests.factories import make_article, make_cluster, publish
from tests.search.harvest.server import Site
from tests.search.harvest.support import found, harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]

TITLE = "Le quadrivium ouvre ses portes à Rennes"


def credited() -> list[tuple[object, object, list[object]]]:
    """Title, publisher and credits of each result."""
    return [
        (result["title"], result["publisher"], [credit["name"] for credit in result["also"]])  # type: ignore[index,attr-defined]
        for result in found("quadrivium")
    ]


def two_sources(cluster: Cluster, site: Site, first: str, second: str) -> tuple[HarvestSource, HarvestSource]:
    one = harvested(make_source(cluster, site.at("/one", rss(first)), name="Un"))
    two = harvested(make_source(cluster, site.at("/two", rss(second)), name="Deux"))
    return one, two


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(item("Du quadrivium", "/a?utm_source=x"), item("Autre titre", "/a"), id="address"),
        pytest.param(
            item("Du quadrivium", "/a", "https://x.example/?p=1"),
            item("Autre", "/b", "https://x.example/?p=1"),
            id="guid",
        ),
        pytest.param(item(TITLE, "/a"), item(f"{TITLE}.", "/b"), id="title"),
    ],
)
def test_the_same_item_of_two_sources_is_one_result(
    cluster: Cluster, site: Site, first: str, second: str
) -> None:
    one, two = two_sources(cluster, site, first, second)
    ((_title, publisher, also),) = credited()
    assert (publisher, also) == ("Un", ["Deux"])
    assert differences() == []
    withdraw(one)
    assert SearchEntry.objects.get(source="external").item.source == two  # type: ignore[union-attr]
    assert differences() == []
    withdraw(two)
    assert titles() == []
    assert differences() == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            item("Du quadrivium", "/a", "42"), item("Du quadrivium aussi", "/b", "42"), id="short guid"
        ),
        pytest.param(
            item(TITLE, "/a"), item("Le quadrivium ouvre ses portes à Brest", "/b"), id="other title"
        ),
        pytest.param(item("Quadrivium n° 1", "/a"), item("Quadrivium n° 1", "/b"), id="short title"),
        pytest.param(
            item(TITLE, "/a"), item(TITLE, "/b", when=timezone.now() - timedelta(days=300)), id="another year"
        ),
        pytest.param(item(TITLE, "/a", when=None), item(TITLE, "/b", when=None), id="no date"),
    ],
)
def test_what_is_only_like_it_is_another_result(
    cluster: Cluster, site: Site, first: str, second: str
) -> None:
    two_sources(cluster, site, first, second)
    assert len(credited()) == 2


def test_the_same_title_of_another_cluster_or_of_one_source_is_another_result(
    cluster: Cluster, site: Site
) -> None:
    other = Cluster.objects.create(
        slug="est", code="EST", name={"fr": "Est"}, territory={"fr": "Est"}, email="a@b.example"
    )
    harvested(make_source(cluster, site.at("/one", rss(item(TITLE, "/a"), item(TITLE, "/c")))))
    harvested(make_source(other, site.at("/two", rss(item(TITLE, "/b")))))
    assert len(credited()) == 3


def test_what_is_published_here_too_is_the_pages_result(section: Cluster, site: Site) -> None:
    """Whichever came first; and when the page goes, the item stands for itself."""
    address = site.at("/feed", rss(item(TITLE, "/a", when=timezone.now())))
    harvested(make_source(section, address))
    assert credited() == [(TITLE, "Le blog", [])]
    page = make_article(section, title=TITLE)
    assert credited() == [(TITLE, None, ["Le blog"])]
    html = strip_tags(Client().get("/fr/search/?q=quadrivium").content.decode())
    assert "Voir aussi :" in html
    assert "Le blog (sur un autre site)" in " ".join(html.split())
    assert differences() == []
    page.unpublish()
    assert credited() == [(TITLE, "Le blog", [])]
    publish(page)
    assert credited() == [(TITLE, None, ["Le blog"])]
    page.title = "Tout à fait autre chose sur le quadrivium"
    publish(page)
    assert len(credited()) == 2
    page.title = TITLE
    publish(page)
    page.delete()
    assert credited() == [(TITLE, "Le blog", [])]
    assert differences() == []


def test_what_is_published_here_together_with_others_is_the_pages_result(
    section: Cluster, site: Site
) -> None:
    """As where a page is published alone."""
    harvested(make_source(section, site.at("/feed", rss(item(TITLE, "/a", when=timezone.now())))))
    with written_together():
        make_article(section, title=TITLE)
    assert credited() == [(TITLE, None, ["Le blog"])]
    assert differences() == []


def test_an_item_that_leads_to_a_page_of_this_site_is_that_page(section: Cluster, site: Site) -> None:
    page = make_article(section, title="Le quadrivium d’ici")
    link = absolute(page_address(page))
    harvested(make_source(section, site.at("/feed", rss(item("Autrement dit", f"{link}?utm_source=x")))))
    assert credited() == [("Le quadrivium d’ici", None, ["Le blog"])]


def test_a_page_that_is_not_public_yet_hides_no_item(section: Cluster, site: Site) -> None:
    now = timezone.now()
    soon = make_article(section, title=TITLE, live=False, go_live_at=now + timedelta(hours=2))
    soon.save_revision().publish()
    harvested(make_source(section, site.at("/feed", rss(item(TITLE, "/a", when=now)))))
    assert credited() == [(TITLE, "Le blog", [])]
    publish(make_article(section, title="Sans rapport"))
    assert differences() == []


def test_what_appears_and_ends_by_the_clock_is_followed(section: Cluster, site: Site) -> None:
    now = timezone.now()
    page = make_article(section, title=TITLE)
    harvested(make_source(section, site.at("/feed", rss(item(TITLE, "/a", when=now)))))
    SearchEntry.objects.filter(page=page).update(visible_until=now - timedelta(seconds=1))
    assert credited() == []
    deduplicate_by_the_clock()
    assert credited() == [(TITLE, "Le blog", [])]
    Page.objects.filter(pk=page.pk).update(go_live_at=now - timedelta(seconds=1))
    SearchEntry.objects.filter(page=page).update(visible_until=None, visible_from=now - timedelta(seconds=1))
    deduplicate_by_the_clock()
    assert credited() == [(TITLE, None, ["Le blog"])]


def test_results_of_other_sites_say_so_and_can_be_chosen(section: Cluster, site: Site) -> None:
    make_article(section, title="Le quadrivium d’ici")
    harvested(make_source(section, site.at("/feed", rss(item("Le quadrivium d’ailleurs", "/a")))))
    assert titles(source="external") == ["Le quadrivium d’ailleurs"]
    assert titles(source="site") == ["Le quadrivium d’ici"]
    answer = Client().get("/api/search/", {"q": "quadrivium", "locale": "fr"}).json()
    counts = {option["value"]: option["count"] for option in answer["facets"]["source"]}
    assert counts == {"site": 1, "external": 1}
    assert {result["title"]: result["source"] for result in answer["results"]} == {
        "Le quadrivium d’ici": "site",
        "Le quadrivium d’ailleurs": "external",
    }
    html = Client().get("/fr/search/?q=quadrivium&source=external").content.decode()
    assert f'<a href="{site.base}/a" rel="external"' in html
    text = " ".join(strip_tags(html).split())
    assert "d’ailleurs (sur un autre site)" in text
    assert "Source : Le blog" in text
    suggested = Client().get("/api/search/suggestions/", {"q": "quadriv", "locale": "fr"}).json()
    sources = [item["source"] for group in suggested["groups"] for item in group["suggestions"]]
    assert sorted(sources) == ["external", "site"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Journée portes ouvertes de l’école", "Journée portes ouvertes de l'école.", True),
        ("Les lauréats de l’appel à projets 2026", "Les lauréats de l’appel à projets 2025", False),
        ("Les lauréats de l’appel à projets 2026", "Les lauréats de l’appel à projet 2026", True),
        ("Lettre d’information", "Lettre d’information", True),
        ("Portes ouvertes du lycée à Rennes", "Portes ouvertes du lycée à Brest", False),
        ("Portes ouvertes du lycée à Rennes", "Portes ouvertes du lycée", False),
        ("Communiqué", "Communiqué", False),
        ("", "", False),
    ],
)
def test_titles_that_are_nearly_the_same(one: str, other: str, same: bool) -> None:
    assert alike(title_key(one), title_key(other)) is same


def test_a_cluster_that_is_dissolved_takes_its_sources_along(federation: object, site: Site) -> None:
    gone = make_cluster("bientot", "BIE")
    harvested(make_source(gone, site.at("/feed", rss(item(TITLE, "/a")))))
    HarvestSource.objects.filter(cluster=gone).get().delete()
    assert differences() == []
