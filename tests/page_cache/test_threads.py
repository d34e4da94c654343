"""Threads of one process, each with a connection of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from fedcms.core.models import DroppedTags, Topic
from fedcms.core.page_cache.store import store
from tests.search.races import shared_database

pytestmark = pytest.mark.database("postgresql")


@pytest.fixture(autouse=True)
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[None]:
    """Instead of one transaction around each test: what is written here is seen by every connection."""
    settings.FEDCMS_PAGE_CACHE = True
    with django_db_blocker.unblock(), shared_database():
        yield


def in_a_thread(job: Callable[[], object]) -> None:
    def alone() -> None:
        try:
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone).result()


def test_a_thread_whose_connection_opens_while_a_page_is_made_drops_what_it_writes(
    settings: Settings,
) -> None:
    settings.FEDCMS_PAGE_CACHE_LOOK_SECONDS = 60.0
    store.look()

    def read_and_write() -> None:
        # Nothing is asked of the database before the page is made.
        assert Client().get("/fr/").status_code == 200
        Topic.objects.create(key="new", labels={"fr": "Nouveau"})

    in_a_thread(read_and_write)
    assert [note.tags for note in DroppedTags.objects.order_by("-pk")[:1]] == ["t:core_topic"]
