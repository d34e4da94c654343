"""What a shared cache may not hold although the page is public: what is stale already, and what there are many of."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.page_cache import middleware, proxies
from fedcms.core.page_cache.drops import note
from fedcms.core.page_cache.fills import fills
from fedcms.core.page_cache.moments import end_of
from fedcms.core.page_cache.notes import NoteReader
from fedcms.core.page_cache.proxies import HEADER, say_how_long
from fedcms.core.page_cache.store import store
from fedcms.core.shown_tags import page_tag
from tests.page_cache.support import answer as made_answer
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db
ARTICLE, LIST, FEED = (BUDGETS[name][0] for name in ("article", "agenda", "feed"))


@pytest.fixture(autouse=True)
def _kept(settings: Settings) -> Iterator[None]:
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_SHARED_CACHE_SECONDS = True, 30
    ContentType.objects.clear_cache()
    store.forget_all()
    yield
    store.forget_all()
    fills._unkept.clear()


def control(path: str) -> str:
    return str(Client().get(path)["Cache-Control"])


def test_what_was_dropped_while_it_was_made_is_held_by_nobody(
    site: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page.objects.get(url_path=ARTICLE)

    def dropped_meanwhile(*values: object) -> datetime:
        note([page_tag(page.pk)])
        return end_of(*values)  # type: ignore[arg-type]

    def fails(*values: object) -> datetime:
        raise DatabaseError

    for meanwhile in (dropped_meanwhile, fails):
        monkeypatch.setattr(middleware, "end_of", meanwhile)
        assert control(ARTICLE) == PUBLIC, meanwhile
    monkeypatch.setattr(middleware, "end_of", end_of)
    assert control(ARTICLE).startswith(f"{PUBLIC}, s-maxage=")


def test_a_process_that_cannot_read_what_was_dropped_lets_nobody_hold_it(
    site: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "s-maxage" in control(ARTICLE)
    monkeypatch.setattr(store, "look", lambda **values: False)
    monkeypatch.setattr(store, "_read_at", store._read_at - proxies.LONGEST_SINCE_LOOK - 1)
    assert control(ARTICLE) == PUBLIC


@pytest.mark.parametrize("doors", [[], ["http://127.0.0.1:1/"]])
def test_while_the_database_is_away_nobody_holds_anything(
    doors: list[str], site: Cluster, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is kept, with the notice, nor what can be made all the same."""
    settings.FEDCMS_PURGE_URLS = doors
    before = {path: Client().get(path) for path in (ARTICLE, FEED)}
    assert "s-maxage" in before[ARTICLE]["Cache-Control"]

    def away(*values: object) -> object:
        raise OperationalError

    monkeypatch.setattr(NoteReader, "read", away)
    store.look_now()
    page, feed = Client().get(ARTICLE), Client().get(FEED)
    assert "data-away" in page.content.decode()
    assert page["Cache-Control"] == PUBLIC
    assert not {"ETag", HEADER} & set(page.headers)
    assert (feed.content, feed["ETag"]) == (before[FEED].content, before[FEED]["ETag"])
    for answer in (feed, Client().get(LIST), Client().head(LIST)):
        assert answer.status_code == 200
        assert "s-maxage" not in answer["Cache-Control"]
        assert HEADER not in answer
    assert not fills._unkept


def test_what_was_just_kept_is_held_by_nobody_where_the_database_went_away_meanwhile() -> None:
    store.look()

    def said() -> str:
        response = HttpResponse(headers={"Cache-Control": f"{PUBLIC}, s-maxage=30"})
        say_how_long(response, "a\n", made_answer("page:1"), timezone.now())
        return str(response["Cache-Control"])

    assert "s-maxage=30" in said()
    store._failed_at = store._read_at
    assert said() == PUBLIC


def test_answers_with_filters_are_not_held_where_pages_are_dropped_by_tag(
    site: Cluster, settings: Settings
) -> None:
    filtered = f"{LIST}?past=1"
    assert "s-maxage" in control(filtered)
    settings.FEDCMS_PURGE_URLS = ["http://127.0.0.1:1/"]
    for _made_then_kept in range(2):
        for path in (filtered, f"{filtered}&&"):
            answer = Client().get(path)
            assert (answer["Cache-Control"], HEADER in answer) == (PUBLIC, False), path
        assert HEADER in Client().get(LIST)
