"""Sections and languages of many pages, closed, opened, moved: hidden at once at a fixed price, shown in a while."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from clusters.models import Cluster, Organisation
from fedcms.core.models import LocaleState
from search.entries import subtrees
from search.maintenance.consistency import differences
from search.models import IndexChange, SearchEntry
from tests.factories import make_article, make_cluster
from tests.factories.content import section_of
from tests.shared_rows import Keep, again

from .conftest import feed

pytestmark = pytest.mark.django_db

WORD = "quadrivium"


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("found", "FOU")


@pytest.fixture
def cluster(
    kept_cluster: Cluster, searched_by: str, db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Cluster:
    """A cluster with its section; more than two pages are many, and nothing is done unless a worker does it."""
    made = again(kept_cluster)
    Organisation.objects.create(slug="o", name=f"Les ateliers du {WORD}", kind="company", cluster=made)
    monkeypatch.setattr(subtrees, "AT_ONCE", 2)
    monkeypatch.setattr("search.entries.shared_labels.AT_ONCE", 2)
    monkeypatch.setattr("search.entries.shared_labels.A_TASK", 3)
    settings.TASKS = settings.TASKS | {
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }
    return made


def total() -> int:
    """How many results a search counts, on its own page too."""
    feed()
    answer = Client().get("/api/search/", {"q": WORD, "locale": "fr", "kind": "article"}).json()
    assert len(answer["results"]) == min(answer["total"], 10)
    return int(answer["total"])


def work() -> int:
    """What the worker does, each task twice as after its death; returns how many tasks there were."""
    done = 0
    while row := DBTaskResult.objects.ready().first():
        for _time in range(2):
            row.task.call(**row.args_kwargs["kwargs"])
        row.delete()
        done += 1
    return done


def statements(change: Callable[[], object]) -> int:
    """How many SQL statements the change takes."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change()
    return len(queries)


def test_closing_a_section_hides_it_at_once_whatever_its_size(cluster: Cluster) -> None:
    def close() -> None:
        PageViewRestriction.objects.create(page=section_of(cluster), restriction_type="login")

    prices = []
    for size in (3, 9):
        while SearchEntry.objects.filter(kind="article").count() < size:
            make_article(cluster, title=f"Un {WORD}")
        work()
        assert total() == size
        prices.append(statements(close))
        assert total() == 0
        assert differences() == []
        work()
        assert differences() == []
        PageViewRestriction.objects.all().delete()
        # What is public again comes by the worker; nobody waits for it.
        assert total() == 0
        assert work() > 1
        assert total() == size
        assert differences() == []
    assert prices[0] == prices[1]


def test_closing_a_language_hides_pages_and_organisations_at_once(cluster: Cluster) -> None:
    pages = [make_article(cluster, title=f"Un {WORD} {number}") for number in range(4)]
    make_article(cluster, "en", title=f"A {WORD}")
    work()
    assert SearchEntry.objects.filter(kind="organisation", language="fr").exists()
    state = LocaleState.objects.create(locale=pages[0].locale, is_active=False)
    assert not SearchEntry.objects.filter(language="fr").exists()
    assert SearchEntry.objects.filter(language="en", kind="article").count() == 1
    feed()
    assert differences() == []
    work()
    state.is_active = True
    state.save()
    assert work() > 1
    assert total() == 4
    assert SearchEntry.objects.filter(kind="organisation", language="fr").exists()
    assert differences() == []


def test_what_is_moved_below_something_closed_is_hidden_at_once(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_cluster("autre", "AUT")
    page = make_article(cluster, title=f"Un {WORD}")
    work()
    assert total() == 1
    PageViewRestriction.objects.create(page=section_of(other), restriction_type="login")
    monkeypatch.setattr(subtrees, "AT_ONCE", 0)
    page.move(section_of(other), "last-child")
    assert total() == 0
    work()
    assert total() == 0
    assert differences() == []


def test_an_entry_that_goes_is_noted_once(cluster: Cluster, request: pytest.FixtureRequest) -> None:
    page = make_article(cluster, title=f"Un {WORD}")
    feed()
    IndexChange.objects.all().delete()
    page.unpublish()
    page.save()
    noted = IndexChange.objects.filter(key=f"page-{page.pk}").count()
    assert noted == ("server" in request.node.name)
