"""A page that is saved after others changed the tree keeps the place that they gave it, and its children."""

import pytest
from wagtail.models import Page

from clusters.models import Cluster, ClusterPage
from news.models import ArticlePage, NewsIndexPage
from tests.factories import make_article, make_cluster
from tests.factories.content import parent_for, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(db: None) -> Cluster:
    return make_cluster("nord", "NOR")


def listing_of(cluster: Cluster) -> NewsIndexPage:
    return parent_for(ArticlePage, cluster).specific


def test_a_listing_that_was_read_before_its_first_child_came_takes_a_second_one(loire: Cluster) -> None:
    read_before = listing_of(loire)
    first = make_article(loire)
    read_before.title = "Actualités du cluster"
    read_before.save()
    publish(read_before)
    second = make_article(loire)
    listing = listing_of(loire)
    assert listing.numchild == 2
    assert [child.pk for child in listing.get_children()] == [first.pk, second.pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_that_was_read_before_it_was_moved_stays_where_it_was_moved(
    loire: Cluster, north: Cluster
) -> None:
    read_before = make_article(loire, title="Nomade")
    read_before.get_parent()  # treebeard keeps it
    Page.objects.get(pk=read_before.pk).move(listing_of(north), "last-child")
    read_before.title = "Nomade, corrigé"
    publish(read_before)
    now = ArticlePage.objects.get(pk=read_before.pk)
    assert now.title == "Nomade, corrigé"
    assert now.get_parent().pk == listing_of(north).pk
    assert now.url_path == f"{listing_of(north).url_path}{now.slug}/"
    assert read_before.get_parent().pk == listing_of(north).pk
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_that_was_read_before_its_section_got_a_new_address_has_the_new_one(loire: Cluster) -> None:
    read_before = make_article(loire, title="Adresse")
    section = ClusterPage.objects.get(cluster=loire, locale__language_code="fr")
    section.slug = "pays-de-la-loire"
    section.save()
    read_before.save()
    assert "/pays-de-la-loire/" in ArticlePage.objects.get(pk=read_before.pk).url_path


def test_a_new_slug_gives_a_new_address(loire: Cluster) -> None:
    page = make_article(loire, title="Adresse")
    page.slug = "autre"
    page.save()
    assert ArticlePage.objects.get(pk=page.pk).url_path == f"{listing_of(loire).url_path}autre/"


def test_a_page_is_added_with_the_key_that_a_program_gave_it(loire: Cluster) -> None:
    listing = listing_of(loire)
    listing.add_child(
        instance=ArticlePage(pk=987_654, title="Importée", summary="D’ailleurs.", locale=listing.locale)
    )
    assert ArticlePage.objects.get(pk=987_654).title == "Importée"


def test_a_page_that_was_deleted_meanwhile_is_not_written_anew(loire: Cluster) -> None:
    read_before = make_article(loire, title="Supprimée")
    ArticlePage.objects.get(pk=read_before.pk).delete()
    read_before.title = "Revenue"
    with pytest.raises(ArticlePage.DoesNotExist, match="deleted"):
        read_before.save()
    with pytest.raises(ArticlePage.DoesNotExist, match="deleted"):
        read_before.save_revision(clean=False)
    assert not Page.objects.filter(pk=read_before.pk).exists()
    assert listing_of(loire).numchild == 0
