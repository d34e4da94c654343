"""A new section is nobody's but its team's, until one of its publishers opens it: all of it, or nothing."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from clusters.directory.cluster_index import index_entries
from clusters.models import Cluster, ClusterPage, Federation
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from clusters.sections.opening import is_closed, open_section, section_in_languages
from clusters.sections.provisioning import provision_cluster
from fedcms.core.visibility import visible_q
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import client_of
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import section_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Cluster:
    """A cluster as the admin makes it."""
    return make_cluster("neuf", "NEU", is_closed=True)


@pytest.fixture
def paul(closed: Cluster) -> User:
    """Its publisher."""
    return make_user("paul", closed, "publisher")


def public_of(cluster: Cluster) -> int:
    """How many pages of its section are public."""
    found = 0
    for root in ClusterPage.objects.filter(cluster=cluster):
        found += Page.objects.filter(visible_q(), path__startswith=root.path).count()
    return found


def test_the_public_sees_nothing_of_a_new_section_anywhere(closed: Cluster, paul: User) -> None:
    page = make_article(closed, title="Avant l’ouverture", slug="avant")
    section = section_of(closed)
    visitor = Client()
    for address in (section.url_path, page.url_path):
        assert visitor.get(address).status_code == 302, "only the form to sign in"
    assert public_of(closed) == 0
    assert "neuf" not in str([entry.url for entry in index_entries(section.locale_id)])
    for address in (
        "/fr/",
        "/fr/clusters/",
        "/sitemap.xml",
        "/fr/search/?q=ouverture",
        "/api/search/?q=ouverture",
        "/fr/actualites/",
    ):
        answer = visitor.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"clusters/neuf" not in body, address
        assert "Avant l’ouverture" not in body.decode(), address


def test_its_team_reads_it_as_it_will_be(closed: Cluster, paul: User) -> None:
    page = make_article(closed, title="Avant l’ouverture", slug="avant")
    stranger = make_user("stan", make_cluster("sud", "SUD"), "publisher")
    for user, status in ((paul, 200), (make_user("nora", closed), 200), (stranger, 302)):
        assert client_of(user).get(page.url_path).status_code == status, user


def test_its_publisher_opens_it_and_all_of_it_is_public(closed: Cluster, paul: User) -> None:
    page = make_article(closed, title="Avant l’ouverture", slug="avant")
    client = client_of(paul)
    assert "Ouvrir votre section au public" in client.get("/admin/").content.decode()
    address = f"/admin/sections/{closed.pk}/open/"
    screen = client.get(address).content.decode()
    assert "Seule l’équipe voit cette section" in screen
    assert section_of(closed).url_path in screen
    assert "encore vide" in screen
    assert "1 contenu publié" in screen
    answer = client.post(address)
    assert "est ouverte au public" in shown_messages(answer)
    assert not is_closed(closed)
    for address_ in (section_of(closed).url_path, section_of(closed, "ar").url_path, page.url_path):
        assert Client().get(address_).status_code == 200
    assert "clusters/neuf" in Client().get("/fr/clusters/").content.decode()
    assert page.url_path in Client().get("/fr/search/?q=ouverture").content.decode()
    assert "Ouvrir votre section" not in client.get("/admin/").content.decode()
    assert "était déjà ouverte" in shown_messages(client.post(address))
    history = client.get(f"/admin/clusters/history/{closed.pk}/").content.decode()
    assert history.count("La section est ouverte au public") == 1


def test_nobody_else_opens_it(closed: Cluster, federation: Federation) -> None:
    address = f"/admin/sections/{closed.pk}/open/"
    for user in (
        make_user("nora", closed),
        make_user("stan", make_cluster("sud", "SUD"), "publisher"),
        make_user("fred", federation, "publisher"),
        make_user("nobody"),
    ):
        client = client_of(user)
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302
        assert is_closed(closed)
        with pytest.raises(Refusal):
            open_section(closed, user)
    assert Client().post(address).status_code == 302
    assert is_closed(closed)
    root = User.objects.create_superuser("root", "root@people.example", "x")
    client_of(root).post(address)
    assert not is_closed(closed)


def test_the_publication_service_is_asked_and_a_refusal_opens_nothing(closed: Cluster, paul: User) -> None:
    page = make_article(closed, title="Sous embargo")
    asked: list[int] = []

    def refuse(publication: Publication) -> Refusal | None:
        asked.append(publication.page.pk)
        return Refusal("Pas encore.") if publication.page.pk == page.pk else None

    with policy_for_now(refuse, Stage.AGREEMENT):
        answer = client_of(paul).post(f"/admin/sections/{closed.pk}/open/")
    assert "Pas encore." in answer.content.decode()
    assert is_closed(closed)
    assert public_of(closed) == 0
    wanted = {page.pk, *ClusterPage.objects.filter(cluster=closed).values_list("pk", flat=True)}
    assert wanted <= set(asked)


def test_what_the_administration_closed_publishers_do_not_open(closed: Cluster, paul: User) -> None:
    PageViewRestriction.objects.filter(page=section_of(closed)).update(restriction_type="login")
    answer = client_of(paul).post(f"/admin/sections/{closed.pk}/open/")
    assert "administration du site a fermé" in answer.content.decode()
    assert is_closed(closed)


def test_a_language_that_is_added_is_as_the_others_are(closed: Cluster) -> None:
    opened = make_cluster("ouest", "OUE")
    for cluster in (closed, opened):
        Page.objects.get(pk=section_of(cluster, "es").pk).specific.delete()
        provision_cluster(cluster)
        spanish = section_of(cluster, "es")
        assert PageViewRestriction.objects.filter(page=spanish).exists() is (cluster == closed)
    assert Locale.objects.count() == ClusterPage.objects.filter(cluster=opened).count()


def test_clusters_are_made_closed_unless_the_operator_says_so(federation: Federation) -> None:
    options = {"code": "OUV", "name": "Ouvert", "email": "a@b.example"}
    call_command("provision_cluster", "ouvert", open=True, verbosity=0, **options)
    call_command("provision_cluster", "ferme", verbosity=0, **(options | {"code": "FER", "name": "Fermé"}))
    assert [is_closed(each) for each in Cluster.objects.order_by("slug")] == [True, False]


def test_who_publishes_in_a_closed_section_is_led_to_open_it(closed: Cluster, paul: User) -> None:
    page = make_article(closed, live=False, title="Une annonce", owner=paul)
    page.save_revision(user=paul)
    from clusters.publishing.next_steps import next_steps  # noqa: PLC0415

    page.get_latest_revision().publish(user=paul)
    labels = [label for label, _url in next_steps(page, paul)]
    assert "Ouvrir la section" in labels
    assert "Voir en ligne" not in labels
    open_section(closed, paul)
    labels = [label for label, _url in next_steps(page, paul)]
    assert "Ouvrir la section" not in labels
    assert "Voir en ligne" in labels


def test_what_is_empty_is_said_page_by_page(closed: Cluster) -> None:
    french = next(each for each in section_in_languages(closed) if each.root.locale.language_code == "fr")
    empty = {page.slug: is_empty for page, is_empty in french.pages}
    assert empty["actualites"]
    make_article(closed, title="Une annonce", first_published_at=timezone.now())
    french = next(each for each in section_in_languages(closed) if each.root.locale.language_code == "fr")
    assert not {page.slug: is_empty for page, is_empty in french.pages}["actualites"]
    assert french.content == 1


def test_what_a_superuser_closed_for_other_people_stays_closed(paul: User) -> None:
    cluster = make_cluster("ouvert", "OUV")
    paul.groups.add(cluster.publishers_group)
    root = ClusterPage.objects.filter(cluster=cluster).first()
    restriction = PageViewRestriction.objects.create(page=root, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set([Federation.load().editors_group])
    with pytest.raises(Refusal, match="L’administration du site a fermé cette section"):
        open_section(cluster, paul)
    assert is_closed(cluster)
