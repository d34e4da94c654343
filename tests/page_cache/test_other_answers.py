"""What is no page goes through the cache as if there were none: feeds, calendars, files and previews."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.page_cache.store import store
from tests.page_cache.support import is_kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

ARTICLE = BUDGETS["article"][0]


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True


def test_a_feed_without_its_newest_entry_is_sent_again() -> None:
    page, feed = Page.objects.get(url_path=ARTICLE).specific, BUDGETS["feed"][0]
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        page.save_revision().publish()
        first = Client().get(feed)
        page.unpublish()
        known = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
        again = Client().get(feed, headers=known)
    assert ARTICLE in first.content.decode()
    assert again.status_code == 200
    assert ARTICLE not in again.content.decode()


@pytest.mark.parametrize("name", ["feed", "calendar"])
def test_who_has_a_feed_makes_the_process_keep_it(name: str) -> None:
    first = Client().get(BUDGETS[name][0])
    store.forget_all()
    again = Client().get(BUDGETS[name][0], headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, first["ETag"], b"")
    assert is_kept(BUDGETS[name][0])


@pytest.mark.parametrize("name", ["feed", "calendar", "archive of a press kit", "release as a file of Word"])
def test_a_file_that_a_program_has_is_not_sent_again(name: str) -> None:
    first = Client().get(BUDGETS[name][0])
    assert first.status_code == 200
    again = Client().get(BUDGETS[name][0], headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
