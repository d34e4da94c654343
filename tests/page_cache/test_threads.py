"""Threads of one process, each with a connection of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connections, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from fedcms.core.models import DroppedTags, Topic
from fedcms.core.page_cache import statements
from fedcms.core.page_cache.drops import drop
from fedcms.core.page_cache.store import PageStore, store
from tests.page_cache.support import answer
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


def test_what_was_noted_first_and_committed_last_is_dropped() -> None:
    noted, kept = Event(), Event()

    def write_slowly() -> None:
        with transaction.atomic():
            drop(["page:1"])
            noted.set()
            assert kept.wait(30)

    process = PageStore()
    process.look()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(in_a_thread, write_slowly)
        assert noted.wait(30)
        try:
            drop(["page:2"])
            process.look()
            process.keep("page:1", answer("page:1"), process.number())
            assert process.get("page:1")
        finally:
            kept.set()
        slow.result(30)
    assert process.get("page:1") is None


def test_a_change_that_cannot_be_noted_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(tags: object) -> None:
        raise OperationalError

    Topic.objects.create(key="old", labels={"fr": "Ancien"})
    monkeypatch.setattr(statements, "drop", fail)
    with pytest.raises(OperationalError):
        Topic.objects.filter(key="old").update(key="new")
    assert Topic.objects.filter(key="old").exists()
