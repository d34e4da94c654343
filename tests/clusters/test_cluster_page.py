"""The page of a cluster says who and where first, shows its logo, its members and whom to write to."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from clusters.models import Cluster, ClusterPage, Organisation
from events.models import TradeMissionPage
from fedcms.media.models import FederationImage
from tests.events.applications.support import make_call
from tests.factories import make_article, make_cluster, make_event, make_mission

pytestmark = pytest.mark.django_db

ADDRESS = "/fr/clusters/loire/"


@pytest.fixture
def cluster(federation: object) -> Cluster:
    """A cluster of a region with everything but a logo."""
    return make_cluster(
        "loire",
        "LOI",
        areas=["FR-PDL"],
        city="Nantes",
        latitude=47.2,
        longitude=-1.55,
        phone="+33 2 00 00 00 00",
        press_email="presse@loire.example",
        website="https://www.loire.example/",
    )


def page_of(path: str = ADDRESS) -> str:
    """What a visitor gets."""
    response = Client().get(path)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def make_logo(owner: Cluster, size: tuple[int, int] = (400, 160), **fields: object) -> FederationImage:
    """A transparent PNG; its renditions are made by the task, as at an upload."""
    file = BytesIO()
    Image.new("RGBA", size, (20, 80, 160, 120)).save(file, "PNG")
    return FederationImage.objects.create(
        title="Logo", file=ImageFile(file, name="logo.png"), collection=owner.collection, **fields
    )


def member(cluster: Cluster, name: str, **fields: object) -> Organisation:
    """An organisation of the cluster."""
    values: dict[str, object] = {"kind": "company", "slug": name.lower().replace(" ", "-")}
    return Organisation.objects.create(name=name, cluster=cluster, **(values | fields))


def test_who_and_where_come_before_the_news(cluster: Cluster) -> None:
    """Name, map, presentation and contacts, then news and agenda, then members, then what can be followed."""
    make_article(cluster, title="Une nouvelle du jour")
    make_event(cluster, title="Un rendez-vous proche")
    member(cluster, "Atelier")
    page = ClusterPage.objects.get(cluster=cluster, locale__language_code="fr")
    page.body = [("paragraph", "<p>Nous sommes un cluster de la Loire.</p>")]
    page.save_revision().publish()
    # A word with a hyphen stays on one line.
    html = re.sub('<span class="nowrap">([^<]+)</span>', r"\1", page_of().partition("<main")[2])
    marks = [
        "<h1>",
        "map--locator",
        "Nous sommes un cluster de la Loire.",
        "presse@loire.example",
        "Une nouvelle du jour",
        "Un rendez-vous proche",
        "Atelier",
        'id="feeds-title"',
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_contacts_say_whom_to_write_to(cluster: Cluster) -> None:
    """Team, press, telephone, web site as people say it, seat."""
    html = page_of()
    for part in ("mailto:contact@loire.example", "mailto:presse@loire.example", "tel:+33200000000", "Nantes"):
        assert part in html
    assert re.search(r'href="https://www.loire.example/"[^>]*><bdi>loire.example</bdi>', html)


def test_a_number_and_an_address_that_an_editor_writes_are_links(cluster: Cluster) -> None:
    """Also in the body, and a number without its prefix is dialled in the cluster's country."""
    Cluster.objects.filter(pk=cluster.pk).update(phone="02 61 91 00 12")
    page = ClusterPage.objects.get(cluster=cluster, locale__language_code="fr")
    page.body = [("paragraph", "<p>Écrivez à accueil@loire.example.</p>"), ("list", ["+33 2 61 91 00 13"])]
    page.save_revision().publish()
    html = page_of()
    for part in ("tel:+33261910012", "mailto:accueil@loire.example", "tel:+33261910013"):
        assert f'href="{part}"' in html
    assert 'href="tel:+33261910012"' in page_of(f"{ADDRESS}contact/")


def test_the_profiles_of_a_cluster_are_links_and_told_to_search_engines(cluster: Cluster) -> None:
    profiles = [
        "https://reseau.example/@loire",
        "https://video.example/loire",
        "https://video.example/loire?liste=2",
    ]
    cluster.social_profiles = "\r\n".join([*profiles, "", profiles[0]])
    cluster.full_clean()
    cluster.save()
    html = page_of()
    for profile in profiles:
        assert f'href="{profile}" rel="me noopener external"' in html
    named = re.findall(r'rel="me noopener external"><bdi>([^<]+)</bdi>', html)
    assert named == ["reseau.example/@loire", "video.example/loire", "video.example/loire?liste=2"]
    (same_as,) = re.findall(r'"sameAs": ?(\[[^\]]+\])', html)
    assert json.loads(same_as) == ["https://www.loire.example/", *profiles]


@pytest.mark.parametrize("wrong", ["loire", "http://reseau.example/", "javascript:alert(1)"])
def test_what_is_no_profile_is_refused_in_words(cluster: Cluster, wrong: str) -> None:
    cluster.social_profiles = f"https://reseau.example/@loire\n{wrong}"
    with pytest.raises(ValidationError, match="une par ligne"):
        cluster.full_clean()


def test_the_last_mission_is_the_last_that_is_back(cluster: Cluster) -> None:
    """Neither one that leaves next year, nor one that was cancelled; with none of them, there is nothing to name."""
    today = timezone.localdate()

    def mission(title: str, ago: int) -> TradeMissionPage:
        end = today - timedelta(days=ago)
        return make_mission(
            cluster, title=title, starts_on=end, ends_on=end, deadline=end - timedelta(days=9)
        )

    for title, ago in (("Prochaine", -40), ("Lointaine", -400)):
        mission(title, ago)
    make_call(mission("Annulée", 10), is_cancelled=True)
    assert "Sa dernière mission" not in page_of()
    for title, ago in (("Avant", 400), ("Naguère", 40)):
        mission(title, ago)
    make_event(cluster, title="Un salon", starts_on=today + timedelta(days=3))
    told = page_of().partition("Sa dernière mission")[2].partition("</article>")[0]
    assert "Naguère" in told


def test_a_cluster_with_nothing_but_a_name_has_a_page(federation: object) -> None:
    """No logo, place, text, news or member: no empty heading, and no map that says nothing."""
    make_cluster("loire", "LOI", country="AQ")
    html = page_of()
    assert "Pas encore d’actualité" in html
    assert "Aucun rendez-vous" in html
    for absent in ("map--locator", 'class="members"', "cluster-head__logo", 'class="tally"', "tel:"):
        assert absent not in html


def test_the_logo_is_shown_with_its_words_and_served_at_once(cluster: Cluster) -> None:
    """As a rendition with dimensions; without words of its own it is named after the cluster."""
    cluster.logo = make_logo(cluster, alt_texts={"fr": "Une vague et un livre"})
    cluster.save()
    html = page_of()
    shown = re.search(r'cluster-head__logo">(.*?)</div>', html, re.DOTALL)
    assert shown is not None
    assert 'alt="Une vague et un livre"' in shown[1]
    assert re.search(r'width="\d+" height="\d+"', shown[1])
    source = re.search(r'src="([^"]+)"', shown[1])
    assert source is not None
    assert Client().get(source[1]).status_code == 200

    FederationImage.objects.update(alt_texts={})
    assert 'alt="Logo de EdTech Loire"' in page_of()

    cluster.logo = None
    cluster.save()
    assert Client().get(source[1]).status_code == 404, "no longer the logo of anybody: no longer public"
    assert "cluster-head__logo" not in page_of()


def test_members_are_counted_and_lead_to_the_directory(cluster: Cluster) -> None:
    """Eight are shown, all are counted; the link keeps the cluster in the directory's filter."""
    for number in range(11):
        member(cluster, f"Membre {number:02}")
    html = page_of()
    assert html.count('class="member"') == 8
    assert "Les 11 membres dans l’annuaire" in html
    assert 'href="/fr/organisations/?cluster=loire"' in html
    assert 'href="/fr/organisations/membre-00/"' in html


def test_logos_cost_two_queries_however_many(cluster: Cluster) -> None:
    """With a logo for each of its members and its own, the page stays within its budget of 12."""
    cluster.logo = make_logo(cluster)
    cluster.save()

    def cost() -> int:
        page_of()
        with CaptureQueriesContext(connection) as captured:
            page_of()
        return len(captured)

    member(cluster, "One", logo=make_logo(cluster))
    one = cost()
    for number in range(5):
        member(cluster, f"Other {number}", logo=make_logo(cluster))
    assert cost() == one <= 12
