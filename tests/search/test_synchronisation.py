"""What the search finds equals what is public, after every kind of change, in the transaction of the change."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, ClusterPage
from fedcms.core.models import LocaleState
from news.models import NewsIndexPage
from search.engines import EntryDocument, get_database_engine
from search.entries.indexing import page_key
from search.maintenance import consistency
from search.maintenance.rebuilding import rebuild
from search.models import SearchEntry
from tests.factories import make_article, make_cluster, make_user, publish
from tests.shared_rows import Keep, again

from .conftest import feed

pytestmark = pytest.mark.django_db

WORD = "quadrivium"


def differences() -> list[str]:
    """What check_search tells when the worker had its turn."""
    feed()
    return consistency.differences()


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("found", "FOU")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None, searched_by: str) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def results(**parameters: str) -> list[dict[str, str]]:
    """What a program gets, of the engine that the site searches by and of no stand-in."""
    feed()
    response = Client().get("/api/search/", parameters)
    assert response.status_code == 200
    answer = response.json()
    assert not answer["stands_in"]
    found: list[dict[str, str]] = answer["results"]
    return found


def found(word: str = WORD, locale: str = "fr") -> list[str]:
    """Titles that a program gets."""
    return [result["title"] for result in results(q=word, locale=locale)]


def test_publication_and_withdrawal(cluster: Cluster) -> None:
    """A draft is not found; a published page is; a withdrawn one is not."""
    page = make_article(cluster, live=False, title=f"Le {WORD}")
    assert found() == []
    publish(page)
    assert found() == [f"Le {WORD}"]
    page.unpublish()
    assert found() == []
    assert differences() == []


def test_a_draft_of_a_public_page_stays_unknown(cluster: Cluster) -> None:
    """What is being written is not searched."""
    page = make_article(cluster, title="Public title")
    page.title = f"Secret {WORD}"
    page.save_revision()
    assert found() == []


def test_scheduled_pages_are_found_from_their_moment_to_their_end(cluster: Cluster) -> None:
    """The clock is asked at each search; nothing needs to run."""
    page = make_article(cluster, title=f"Le {WORD}")
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save()
    assert len(found()) == 1
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    page.refresh_from_db()
    page.save()
    assert found() == []


def test_privacy_of_a_section(cluster: Cluster) -> None:
    """Closing a section hides all that it published; opening it shows it again."""
    make_article(cluster, title=f"Le {WORD}")
    section = ClusterPage.objects.get(cluster=cluster, locale__language_code="fr")
    restriction = PageViewRestriction.objects.create(
        page=section, restriction_type="password", password="x" * 12
    )
    assert found() == []
    assert differences() == []
    restriction.delete()
    assert len(found()) == 1


def test_a_closing_that_dies_in_the_middle_closes_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog of the admin: a page is closed together with what follows, or not at all."""
    page = make_article(cluster, title=f"Le {WORD}")
    client = Client(raise_request_exception=False)
    admin = make_user("admin")
    admin.is_superuser = True
    admin.save()
    client.force_login(admin)
    address, closed = f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"}

    def die(*args: object, **kwargs: object) -> None:
        raise SystemError

    with monkeypatch.context() as patch:
        patch.setattr("search.entries.subtrees.take_out_and_release", die)
        assert client.post(address, closed).status_code == 500
    assert not PageViewRestriction.objects.exists()
    assert len(found()) == 1
    assert client.post(address, closed).status_code == 200
    assert PageViewRestriction.objects.get().page_id == page.pk
    assert found() == []
    assert differences() == []


def test_the_index_forgets_what_the_table_does_not_know(cluster: Cluster) -> None:
    """A draft is saved: whatever an index had of it goes."""
    page = make_article(cluster, live=False, title=f"Le {WORD}")
    key = page_key(page.pk)
    get_database_engine().index(settings.FEDCMS_SEARCH_INDEX, [EntryDocument(key, "fr", f"Le {WORD}")])
    assert f"{key} is in the engine but has no entry" in differences()
    page.save()
    assert differences() == []


def test_deletion_of_a_page_and_of_a_subtree(cluster: Cluster) -> None:
    """The entry and the engine forget it with the row."""
    page = make_article(cluster, title=f"Le {WORD}")
    page.delete()
    assert found() == []
    make_article(cluster, title=f"Encore le {WORD}")
    NewsIndexPage.objects.get(pk=Page.objects.get(slug="actualites", depth=5).pk).delete()
    assert found() == []
    assert differences() == []


def test_a_move_changes_address_and_cluster(cluster: Cluster) -> None:
    """Results lead to where the page now stands, and its new cluster's filter finds it."""
    page = make_article(cluster, title=f"Le {WORD}", slug="moving")
    federation_news = NewsIndexPage.objects.get(depth=3, locale__language_code="fr")
    page.move(federation_news, "last-child")
    result = results(q=WORD, locale="fr")[0]
    assert result["url"].endswith("/fr/actualites/moving/")
    assert result["cluster"] is None
    assert results(q=WORD, locale="fr", cluster="found") == []


def test_a_new_slug_above_changes_addresses_below(cluster: Cluster) -> None:
    """No result leads to an old address."""
    page = make_article(cluster, title=f"Le {WORD}", slug="below")
    listing = page.get_parent().specific
    listing.slug = "nouvelles"
    publish(listing)
    result = results(q=WORD, locale="fr")[0]
    assert result["url"].endswith("/fr/clusters/found/nouvelles/below/")
    assert Client().get(result["url"]).status_code == 200


def test_a_closed_locale_is_not_searched(cluster: Cluster) -> None:
    """A language that is being prepared has no results."""
    page = make_article(cluster, title=f"Le {WORD}")
    state = LocaleState.objects.create(locale=page.locale, is_active=False)
    assert found() == []
    state.is_active = True
    state.save()
    assert len(found()) == 1


def test_each_language_is_searched_in_its_own_words(cluster: Cluster) -> None:
    """The English page is not a result in French, and each language's own forms meet."""
    make_article(cluster, "fr", title="Des formations pour les élèves")
    make_article(cluster, "en", title="Trainings for pupils")
    assert found("formation eleve") == ["Des formations pour les élèves"]
    assert found("l'élève") == ["Des formations pour les élèves"]
    assert found("training", "en") == ["Trainings for pupils"]
    assert found("trainings", "fr") == []


def test_a_rebuild_from_nothing_gives_the_same(cluster: Cluster) -> None:
    """The table can be lost."""
    make_article(cluster, title=f"Le {WORD}")
    before = set(SearchEntry.objects.values_list("key", "title", "url"))
    SearchEntry.objects.all().delete()
    rebuild()
    assert set(SearchEntry.objects.values_list("key", "title", "url")) == before
    assert differences() == []


def test_a_difference_is_reported(cluster: Cluster) -> None:
    """The consistency command sees what a lost row would mean."""
    page = make_article(cluster)
    SearchEntry.objects.filter(page=page)._raw_delete("default")
    assert f"page-{page.pk} is public but has no entry" in differences()
