"""The directory of organisations and the page of each: found by name, place, kind and cluster, whatever is missing."""

import re
from datetime import date, time

import pytest
from django.test import Client

from clusters.models import Cluster, Organisation
from tests.clusters.test_cluster_page import make_logo, member
from tests.factories import make_article, make_cluster, make_event, make_story

pytestmark = pytest.mark.django_db

DIRECTORY = "/fr/organisations/"


@pytest.fixture
def cluster(loire: Cluster) -> Cluster:
    """A cluster without members."""
    return loire


def page_of(path: str) -> str:
    """What a visitor gets."""
    response = Client().get(path)
    assert response.status_code == 200, path
    html: str = response.content.decode()
    return html


def names(html: str) -> list[str]:
    """The organisations listed."""
    return re.findall(r'directory__name"><a [^>]+><bdi>([^<]+)', html)


def test_filters_narrow_and_stay_in_the_address(cluster: Cluster) -> None:
    """Each filter alone and together; those that are on can be taken off one by one, or all at once."""
    other = make_cluster("escaut", "ESC")
    member(cluster, "Alpha", city="Nantes")
    member(cluster, "Beta", kind="laboratory", city="Angers")
    member(other, "Gamma", city="Nantes-Sud")
    assert names(page_of(DIRECTORY)) == ["Alpha", "Beta", "Gamma"]
    assert names(page_of(f"{DIRECTORY}?q=nantes")) == ["Alpha", "Gamma"]
    assert names(page_of(f"{DIRECTORY}?kind=laboratory")) == ["Beta"]
    html = page_of(f"{DIRECTORY}?q=nantes&cluster=escaut")
    assert names(html) == ["Gamma"]
    assert 'value="nantes"' in html
    assert '<option value="escaut" selected>' in html
    assert 'href="?q=nantes"' in html
    assert 'href="?cluster=escaut"' in html
    assert "Tout effacer" in html


@pytest.mark.parametrize(
    "query", ["?kind=nothing&cluster=nobody", "?page=zero", "?page=-1", "?q=%00", "?page=9999"]
)
def test_values_that_mean_nothing_still_lead_somewhere(cluster: Cluster, query: str) -> None:
    """An old or hand-made address shows what it can."""
    member(cluster, "Alpha")
    page_of(f"{DIRECTORY}{query}")


def test_nothing_found_and_nothing_there_are_said_apart(cluster: Cluster) -> None:
    """An empty directory is not a filter's fault."""
    assert "L’annuaire est encore vide." in page_of(DIRECTORY)
    member(cluster, "Alpha")
    assert "Aucune organisation ne répond à ces filtres." in page_of(f"{DIRECTORY}?q=zzz")


def test_500_organisations_are_paged(cluster: Cluster) -> None:
    """24 a page, the filters kept in the links to the other pages."""
    Organisation.objects.bulk_create(
        Organisation(slug=f"o-{n}", name=f"Organisation {n:03}", kind="company", cluster=cluster)
        for n in range(500)
    )
    html = page_of(f"{DIRECTORY}?kind=company")
    assert len(names(html)) == 24
    assert "500 organisations" in html
    assert 'href="?kind=company&amp;page=2"' in html
    assert len(names(page_of(f"{DIRECTORY}?kind=company&page=21"))) == 20


def test_an_organisation_shows_what_it_is_and_its_stories_first(cluster: Cluster) -> None:
    """Logo with words, kind, cluster, place, web site; stories as teasers, the rest as list items."""
    lab = member(
        cluster,
        "Lab",
        kind="laboratory",
        city="Nantes",
        website="https://lab.example/",
        logo=make_logo(cluster),
    )
    make_story(cluster, title="Une réussite", organisation=lab)
    make_article(cluster, title="Une nouvelle", organisation=lab)
    make_article(cluster, title="Une autre", organisation=None)
    html = page_of(f"{DIRECTORY}lab/")
    assert 'alt="Logo de Lab"' in html
    assert 'href="/fr/clusters/loire/"' in html
    for part in ("Laboratoire", "Nantes", "<bdi>lab.example</bdi>", 'href="/fr/organisations/"'):
        assert part in html
    assert html.index("Ses réussites") < html.index("Une réussite") < html.index("Aussi à son sujet")
    assert html.index("Aussi à son sujet") < html.index("Une nouvelle")
    assert "Une autre" not in html


def test_an_event_of_an_organisation_says_its_state_and_its_own_day(cluster: Cluster) -> None:
    """Put off, it does not look as planned; an evening in Montréal is not the day after."""
    lab = member(cluster, "Lab")
    make_event(
        cluster,
        organisation=lab,
        status="postponed",
        starts_on=date(2027, 3, 10),
        start_time=time(19),
        time_zone="America/Toronto",
    )
    row = page_of(f"{DIRECTORY}lab/").partition('<article class="dispatch')[2].partition("</article>")[0]
    assert "Reporté" in row
    assert '<time dir="auto" datetime="2027-03-10">10 mars 2027</time>' in row


def test_a_story_told_by_another_cluster_bears_its_code(cluster: Cluster) -> None:
    """Who speaks is who published, not the cluster of whom it is about."""
    lab = member(cluster, "Lab")
    make_story(make_cluster("escaut", "ESC"), organisation=lab)
    story = page_of(f"{DIRECTORY}lab/").split("Ses réussites")[1]
    assert re.findall(r'<span dir="ltr" aria-hidden="true">(\w+)</span>', story)[0] == "ESC"


def test_an_organisation_with_nothing_but_a_name_has_a_page(cluster: Cluster) -> None:
    """A placeholder cover for a logo, no empty row, and what is not there is said once. An unknown one is not found."""
    member(cluster, "Seule " + "très " * 20 + "longue", slug="seule")
    html = page_of(f"{DIRECTORY}seule/")
    assert "Rien de publié dans cette langue" in html
    assert "Ses réussites" not in html
    assert html.count('class="details__row"') == 2
    assert Client().get(f"{DIRECTORY}nobody/").status_code == 404


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_text_in_another_language_says_so(cluster: Cluster, language: str) -> None:
    """The presentation that exists only in French is marked as French wherever it is read."""
    member(cluster, "Alpha", description={"fr": "En français."})
    directory = {"en": "organisations", "es": "organizaciones", "ar": "organisations"}[language]
    for path in (f"/{language}/{directory}/", f"/{language}/{directory}/alpha/"):
        assert re.search(r'<p class="[^"]+" lang="fr" dir="auto">En français\.</p>', page_of(path)), path


def test_one_writes_to_an_organisation_through_its_cluster(cluster: Cluster) -> None:
    """The cluster's form says for whom the message is; of another's, or of nobody, it says nothing."""
    member(cluster, "Alpha & Fils", slug="alpha")
    (address,) = re.findall(r'href="([^"]+)" rel="nofollow"><span>Écrire à', page_of(f"{DIRECTORY}alpha/"))
    assert address == "/fr/clusters/loire/contact/?about=alpha"
    assert 'value="Pour Alpha &amp; Fils"' in page_of(address)
    member(make_cluster("escaut", "ESC"), "Gamma")
    for other in ("gamma", "nobody", "%00", "a b", "x" * 400):
        assert "Pour " not in page_of(f"/fr/clusters/loire/contact/?about={other}").partition("<form")[2]
