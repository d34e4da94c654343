"""A page that a cache in the same process answers is a view like any other, with Django's own cache middleware."""

from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from fedcms.core.pages.addresses import page_address
from home.view_counts.checks import INSIDE, OURS, OUTSIDE
from news.models import ArticlePage
from tests.view_counts.patient_cache import PATIENT
from tests.view_counts.support import BROWSER, hosts, views, visit

pytestmark = pytest.mark.django_db

UPDATE, FETCH = INSIDE[:2]
REST = [name for name in project.MIDDLEWARE if name != OURS]


@pytest.fixture
def cached(article: ArticlePage, settings: Settings) -> Iterator[ArticlePage]:
    """Pages are kept for a minute, as the documentation of Django orders its middleware."""
    settings.MIDDLEWARE = [OUTSIDE, OURS, PATIENT, *REST, FETCH]
    settings.CACHE_MIDDLEWARE_SECONDS = 60
    cache.clear()
    yield article
    cache.clear()


def test_each_hit_is_one_view(cached: ArticlePage) -> None:
    visit(cached)
    with CaptureQueriesContext(connection) as captured:
        for _ in range(4):
            visit(cached, Referer="https://example.org/")
    assert len(captured) == 0, "it was made anew"
    assert views() == 5
    assert hosts() == {"example.org": 4}


def test_robots_head_and_sessions_are_none_when_it_is_a_hit_either(cached: ArticlePage) -> None:
    visit(cached)
    visit(cached, User_Agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    visit(cached, Sec_Purpose="prefetch")
    Client().head(page_address(cached), headers={"User-Agent": BROWSER})
    client = Client()
    client.cookies[project.SESSION_COOKIE_NAME] = "somebody"
    visit(cached, client)
    assert views() == 1


def test_what_a_robot_asked_first_is_a_view_for_a_person(cached: ArticlePage) -> None:
    visit(cached, User_Agent="curl/8.5")
    visit(cached)
    assert views() == 1


def test_a_304_is_a_view_whoever_makes_it(cached: ArticlePage, settings: Settings) -> None:
    tag = visit(cached)["ETag"]
    answer = visit(cached, If_None_Match=tag)
    assert (answer.status_code, views()) == (304, 2), "of a hit"
    # Of a page that is made anew, made inside of ours.
    settings.MIDDLEWARE = [OURS, OUTSIDE, *REST]
    tag = visit(cached)["ETag"]
    answer = visit(cached, If_None_Match=tag)
    assert (answer.status_code, views()) == (304, 4)
    assert "X-Page-Key" not in answer


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ([OURS, UPDATE, FETCH], []),
        ([OUTSIDE, OURS, UPDATE, FETCH], []),
        ([UPDATE, OURS, FETCH], ["view_counts.E001"]),
        ([OURS, OUTSIDE, UPDATE, FETCH], ["view_counts.E002"]),
        ([OURS, OUTSIDE], []),
        ([UPDATE], []),
    ],
)
def test_an_order_of_middleware_that_would_lose_views_is_an_error(
    settings: Settings, order: list[str], ids: list[str]
) -> None:
    settings.MIDDLEWARE = [*order, *REST]
    assert [str(each.id) for each in run_checks() if str(each.id).startswith("view_counts")] == ids
