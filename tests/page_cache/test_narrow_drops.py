"""What is kept although it shows other things than pages, and a list with filters that others' pages do not drop."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from pytest_django import Settings
from wagtail.models import Collection, CollectionViewRestriction, Page

from clusters.models import Cluster
from fedcms.media.models import FederationDocument
from news.models import ReleaseAttachment
from tests.factories import make_article, make_cluster, make_event, make_release
from tests.page_cache.support import fresh, is_kept, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

RELEASE, NEWS = BUDGETS["release"][0], BUDGETS["news"][0]


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True


@pytest.fixture
def shelf(site: Cluster) -> Collection:
    """Where a document of the release stands."""
    assert site.collection is not None
    shelf: Collection = site.collection.add_child(name="Dossiers")
    document = FederationDocument.objects.create(
        title="Dossier",
        licence="press",
        credit="Studio",
        file=ContentFile(b"text", "d.txt"),
        collection=shelf,
    )
    release = Page.objects.get(url_path=RELEASE).specific
    release.attachments = [ReleaseAttachment(document=document)]
    release.save_revision().publish()
    return shelf


def test_a_release_with_documents_is_kept_until_its_shelf_is_closed(shelf: Collection) -> None:
    fresh(RELEASE)  # Wagtail remembers the site's address from here on
    open_to_all = kept(RELEASE)
    assert "Dossier" in open_to_all[1]
    assert is_kept(RELEASE)
    closed = CollectionViewRestriction.objects.create(collection=shelf, restriction_type="login")
    assert kept(RELEASE) == fresh(RELEASE) != open_to_all
    closed.delete()
    assert kept(RELEASE) == open_to_all


def test_a_release_is_made_anew_when_its_shelf_moves_to_a_closed_one(shelf: Collection) -> None:
    closed: Collection = Collection.get_first_root_node().add_child(name="Fermé")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    open_to_all = kept(RELEASE)
    Collection.objects.get(pk=shelf.pk).move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    assert kept(RELEASE) == fresh(RELEASE) != open_to_all


def test_a_list_of_one_cluster_is_dropped_by_what_it_counts_in_other_languages(site: Cluster) -> None:
    other = make_cluster("autre", "AUT")
    mine, theirs = f"{NEWS}?cluster={site.slug}", f"{NEWS}?cluster={other.slug}"
    before = {path: kept(path) for path in (mine, theirs)}
    assert all(is_kept(path) for path in before)
    make_article(site, "en")
    assert is_kept(theirs)
    assert kept(mine) == fresh(mine) != before[mine]
    assert kept(theirs) == fresh(theirs) == before[theirs]
    make_article(None, "en")
    assert [is_kept(mine), is_kept(theirs)] == [True, True]


def test_a_list_of_one_kind_is_dropped_by_its_kind_in_other_languages(site: Cluster) -> None:
    releases, articles, all_kinds = f"{NEWS}?kind=release", f"{NEWS}?kind=article", NEWS
    for path in (releases, articles, all_kinds):
        kept(path)
    make_article(site, "en")
    assert [is_kept(path) for path in (releases, articles, all_kinds)] == [True, False, False]
    make_release(site, "en")
    assert [is_kept(path) for path in (releases, articles, all_kinds)] == [False, True, False]
    for path in (releases, articles, all_kinds):
        assert kept(path) == fresh(path), path


def test_a_list_of_the_federation_is_dropped_by_any_of_its_kinds(site: Cluster) -> None:
    path = f"{NEWS}?cluster=federation"
    before = kept(path)
    make_article(None, "en")
    assert kept(path) == fresh(path) != before


def test_an_article_leaves_kept_calendars(site: Cluster) -> None:
    """They hold what has dates: an event drops them."""
    calendars = [BUDGETS[name][0] for name in ("calendar", "calendar narrowed")]
    for path in calendars:
        kept(path)
    make_article(site, title="Sans date", slug="sans-date").save_revision().publish()
    assert all(is_kept(path) for path in calendars)
    before = kept(calendars[0])
    make_event(site, title="Une date neuve", slug="date-neuve").save_revision().publish()
    assert kept(calendars[0]) == fresh(calendars[0]) != before
