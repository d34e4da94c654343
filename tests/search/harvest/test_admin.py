"""A cluster's publishers keep the sources of their own sites, and see how they fare."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clusters.models import Cluster, Federation
from fedcms.users.models import User
from search.harvest.sources import pause
from search.harvest_failures import Failure
from search.models import HarvestSource, SourceState
from tests.clusters.test_permissions_rows import signed_in, was_refused
from tests.factories import make_cluster, make_user
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss, titles
from tests.shared_rows import Keep, again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]

INDEX = "/admin/harvest_sources/"
NEW = f"{INDEX}new/"


@pytest.fixture(scope="module")
def kept_section(keep: Keep) -> Cluster:
    """A cluster with its section and team."""
    with keep():
        return make_cluster("ouest", "OUE", "EdTech Ouest")


@pytest.fixture
def section(kept_section: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_section)


@pytest.fixture
def publisher(section: Cluster) -> User:
    return make_user("yann", section, "publisher")


@pytest.fixture
def source(section: Cluster, site: Site) -> HarvestSource:
    return harvested(
        make_source(section, site.at("/feed", rss(item("Le quadrivium", "/a"))), name="Journal d’Ouest")
    )


def form(**values: object) -> dict[str, object]:
    return {
        "name": "Le blog",
        "address": "http://127.0.0.1:1/feed",
        "format": "auto",
        "kind": "",
        "language": "fr",
        "page_address": "",
        "consent_by": "Anne Le Gall",
        "consent_on": "2026-11-25",
        "licence": "CC BY 4.0",
    } | values


def test_a_publisher_adds_a_source_that_is_read_at_once(
    section: Cluster, publisher: User, site: Site
) -> None:
    address = site.at("/feed", rss(item("Le quadrivium", "/a")))
    other = Cluster.objects.create(
        slug="est", code="EST", name={"fr": "Est"}, territory={"fr": "E"}, email="a@b.example"
    )
    answer = signed_in(publisher).post(NEW, form(address=address, cluster=str(other.pk)), follow=True)
    assert "elle sera lue dans un instant" in answer.content.decode()
    added = HarvestSource.objects.get()
    assert added.cluster == section, "whatever is posted"
    assert titles() == ["Le quadrivium"]


@pytest.mark.parametrize("missing", ["name", "address", "consent_by", "licence", "consent_on"])
def test_consent_and_licence_are_not_left_out(publisher: User, missing: str) -> None:
    signed_in(publisher).post(NEW, form(**{missing: ""}))
    assert not HarvestSource.objects.exists()


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "javascript:alert(1)", "http://a.example:25/", "feed.xml"]
)
def test_an_address_that_no_harvest_would_ask_is_refused_at_the_field(publisher: User, address: str) -> None:
    answer = signed_in(publisher).post(NEW, form(address=address))
    assert "address" in answer.context["form"].errors
    assert not HarvestSource.objects.exists()


def test_health_is_shown_and_actions_work(source: HarvestSource, publisher: User, site: Site) -> None:
    client = signed_in(publisher)
    edit = reverse("harvest_sources:edit", args=[source.pk])
    html = client.get(edit).content.decode()
    assert "En service" in html
    assert "1 élément" in html
    site.at("/feed", status=500)
    client.post(reverse("harvest_sources:act", args=[source.pk, "harvest"]))
    html = client.get(edit).content.decode()
    assert str(Failure.SERVER.label) in html
    assert "1 échec consécutif" in html
    assert str(Failure.SERVER.label) in client.get(INDEX).content.decode()
    for action, state, shown in (
        ("pause", SourceState.PAUSED, ["Le quadrivium"]),
        ("resume", SourceState.ACTIVE, ["Le quadrivium"]),
        ("withdraw", SourceState.WITHDRAWN, []),
        ("resume", SourceState.ACTIVE, ["Le quadrivium"]),
    ):
        client.post(reverse("harvest_sources:act", args=[source.pk, action]))
        source.refresh_from_db()
        assert (source.state, titles()) == (state, shown), action
    assert client.post(reverse("harvest_sources:act", args=[source.pk, "burn"])).status_code != 200
    assert client.get(reverse("harvest_sources:act", args=[source.pk, "withdraw"])).status_code == 405
    client.post(reverse("harvest_sources:act", args=[source.pk, "resume"]))
    assert HarvestSource.objects.get().state == SourceState.ACTIVE, (
        "what the state does not allow changes nothing"
    )


def test_others_see_and_change_nothing(source: HarvestSource, section: Cluster) -> None:
    other = make_cluster("est", "EST")
    strangers = [
        make_user("a", other, "publisher"),
        make_user("b", other),
        make_user("c", section),
        make_user("d"),
    ]
    for person in strangers:
        client = signed_in(person)
        assert "Journal d’Ouest" not in client.get(INDEX).content.decode()
        for name, args in (("edit", ()), ("delete", ()), ("act", ("withdraw",)), ("history", ())):
            address = reverse(f"harvest_sources:{name}", args=[source.pk, *args])
            assert was_refused(client.post(address, form())) or person.groups.count() == 0, (person, name)
    source.refresh_from_db()
    assert (source.name, source.state) == ("Journal d’Ouest", SourceState.ACTIVE)
    assert Client().get(INDEX).status_code == 302


def test_the_federations_team_keeps_all(source: HarvestSource, federation: Federation) -> None:
    editor = make_user("fed", federation)
    client = signed_in(editor)
    assert "Journal d’Ouest" in client.get(INDEX).content.decode()
    edit = reverse("harvest_sources:edit", args=[source.pk])
    client.post(edit, form(address=source.address, name="Nouveau nom", cluster=str(source.cluster_id)))
    assert HarvestSource.objects.get().name == "Nouveau nom"


def test_a_changed_source_is_asked_anew_and_its_entries_follow(
    source: HarvestSource, publisher: User, site: Site
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    HarvestSource.objects.update(
        etag="x", failures=5, told_at=soon, last_error="gone", state="ended", next_try=soon
    )
    new = site.at("/new", rss(item("Le quadrivium", "/a")))
    edit = reverse("harvest_sources:edit", args=[source.pk])
    signed_in(publisher).post(edit, form(address=new, language="es", kind="event", name=source.name))
    source.refresh_from_db()
    assert (source.address, source.etag, source.failures, source.last_error) == (new, "", 0, "")
    assert source.state == SourceState.ACTIVE
    assert source.next_try <= timezone.now()
    assert titles(kind="event") == ["Le quadrivium"]


def test_nobody_names_a_source_for_another_cluster(source: HarvestSource, publisher: User) -> None:
    other = make_cluster("est", "EST")
    edit = reverse("harvest_sources:edit", args=[source.pk])
    signed_in(publisher).post(edit, form(address=source.address, cluster=str(other.pk)))
    source.refresh_from_db()
    assert source.cluster != other


def test_who_works_for_two_clusters_chooses_between_them_alone(section: Cluster, site: Site) -> None:
    second, third = (
        Cluster.objects.create(
            slug=slug, code=slug.upper(), name={"fr": slug}, territory={"fr": slug}, email="a@b.example"
        )
        for slug in ("est", "sud")
    )
    person = make_user("yann", section, "publisher")
    second.publishers_group = Group.objects.create(name="Publication – est")
    second.save()
    person.groups.add(second.publishers_group)
    address = site.at("/feed", rss(item("Le quadrivium", "/a")))
    signed_in(person).post(NEW, form(address=address, cluster=str(third.pk)))
    assert not HarvestSource.objects.exists()
    signed_in(person).post(NEW, form(address=address, cluster=str(second.pk)))
    assert HarvestSource.objects.get().cluster == second


def test_the_list_says_when_a_source_is_asked_next_and_nothing_of_one_that_is_not(
    publisher: User, source: HarvestSource
) -> None:
    def next_try() -> str:
        page = html.fromstring(signed_in(publisher).get(INDEX).content.decode())
        (cell,) = page.xpath("//table[contains(@class, 'listing')]/tbody/tr/td[last()]")
        return str(cell.text_content().strip())

    source.refresh_from_db()
    assert f"{timezone.localtime(source.next_try):%H:%M}" in next_try()
    pause(source)
    assert next_try() == ""
