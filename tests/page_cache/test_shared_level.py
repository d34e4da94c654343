"""Processes share what they keep by a real server; what was dropped is answered by none, whoever put it there when."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.core.models import DroppedTags, Topic
from fedcms.core.page_cache import notes, packing, shared, valkey
from fedcms.core.page_cache.packing import name_of
from fedcms.core.page_cache.shared import found_elsewhere, share
from fedcms.core.page_cache.store import PageStore, store
from fedcms.core.page_cache.valkey import Valkey
from tests.page_cache.support import answer
from tests.page_cache.valkey_server import Server, running
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db
KEY = "http\nedtech.example\n\n\n/fr/a/\n"
ARTICLE = BUDGETS["article"][0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("valkey")) as started:
        yield started


@pytest.fixture(autouse=True)
def _shared(server: Server, settings: Settings) -> Iterator[None]:
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PAGE_CACHE_URL = True, server.url
    packing._signing_key.cache_clear()
    shared._server.cache_clear()
    store.forget_all()
    yield
    Valkey(server.url)._client.flushall()
    packing._signing_key.cache_clear()
    shared._server.cache_clear()


def note(tags: str, pk: int | None = None) -> int:
    return int(DroppedTags.objects.create(pk=pk, tags=tags).pk)


def process() -> PageStore:
    """One that has begun."""
    own = PageStore()
    own.look()
    return own


def filled(own: PageStore, key: str = KEY, *, tags: str = "page:1") -> None:
    """A process that made an answer, and shares it."""
    made = answer(*tags.split(" "))
    assert own.keep(key, made, own.number())
    share(own, key, made)


def asked_by(reader: PageStore | None) -> object:
    """What a request finds in this process, which looks first, or in one that begins."""
    own = process() if reader is None else reader
    assert own.get(KEY) is None
    return found_elsewhere(own, KEY)


def test_a_process_finds_what_another_kept_though_it_began_later() -> None:
    note("page:9")
    filler, other = process(), process()
    filled(filler)
    for reader in (other, process()):
        found = found_elsewhere(reader, KEY)
        assert found is not None
        assert found.body == b"page"
        assert reader.get(KEY) is found
    note("page:1")
    assert other.get(KEY) is None, "it is dropped here as what was made here"


@pytest.mark.parametrize("begins", ["before", "after"])
@pytest.mark.parametrize("tags", ["page:1", "menu page:1", "*"])
def test_what_was_dropped_since_is_found_by_nobody(begins: str, tags: str) -> None:
    note("page:9")
    filler = process()
    filled(filler)
    reader = process() if begins == "before" else None
    note(tags)
    assert asked_by(reader) is None


def test_what_a_slow_filler_puts_late_is_found_by_nobody() -> None:
    note("page:9")
    filler, reader = process(), process()
    made = answer("page:1")
    assert filler.keep(KEY, made, filler.number())
    position = filler.position(KEY, made)
    assert position is not None
    note("page:1")
    late = packing.packed(KEY, made, position)
    reader.look()
    valkey_of(late)
    assert found_elsewhere(reader, KEY) is None
    assert found_elsewhere(process(), KEY) is None
    note("page:2")
    assert found_elsewhere(process(), KEY) is None


def valkey_of(data: bytes, key: str = KEY) -> None:
    found = shared.shelf()
    assert found is not None
    found.put(name_of(key), data, 60_000)


@pytest.mark.parametrize("begins", ["before", "after"])
def test_a_note_that_is_committed_after_later_ones_counts(begins: str) -> None:
    before = note("page:9")
    note("page:8", before + 2)
    filler = process()
    filled(filler)
    reader = process() if begins == "before" else None
    note("page:1", before + 1)
    assert asked_by(reader) is None


def test_a_late_note_that_a_process_that_begins_does_not_read_is_reckoned_with() -> None:
    """It reads the last ones by their number, not those that came late with a lower one."""
    before, filler = note("page:9"), process()
    many = [DroppedTags(pk=before + 2 + number, tags="page:2") for number in range(notes.MOST_NOTES + 100)]
    DroppedTags.objects.bulk_create(many[: notes.MOST_NOTES - 500])
    filled(filler)
    assert found_elsewhere(process(), KEY) is None, (
        "one that begins does not know of the number that is missing"
    )
    note("page:1", before + 1)
    DroppedTags.objects.bulk_create(many[notes.MOST_NOTES - 500 :])
    assert found_elsewhere(process(), KEY) is None


def test_a_process_that_has_not_read_as_much_looks_again() -> None:
    note("page:9")
    filler, reader = process(), process()
    reader_read = reader._read_at
    note("page:8")
    filler.look()
    filled(filler)
    assert reader._read_at == reader_read
    assert found_elsewhere(reader, KEY) is not None


def test_what_was_kept_before_a_backup_was_restored_is_found_by_nobody() -> None:
    first = note("page:9")
    filled(process())
    DroppedTags.objects.all().delete()
    note("page:7", first)
    note("page:6", first + 1)
    assert found_elsewhere(process(), KEY) is None


def test_without_any_note_nothing_is_shared() -> None:
    """Nobody could say of which moment it is."""
    filled(process())
    note("page:1")
    assert found_elsewhere(process(), KEY) is None


def test_where_notes_are_forgotten_nobody_judges() -> None:
    note("page:9")
    filled(process())
    DroppedTags.objects.bulk_create(DroppedTags(tags="page:2") for _ in range(notes.MOST_NOTES + 5))
    assert found_elsewhere(process(), KEY) is None


def test_what_is_over_is_found_by_nobody() -> None:
    note("page:9")
    filler = process()
    soon = timezone.now() + timedelta(seconds=0.2)
    made = replace(answer("page:1"), until=soon)
    assert filler.keep(KEY, made, filler.number())
    share(filler, KEY, made)
    time.sleep(0.3)
    assert found_elsewhere(process(), KEY) is None


def test_answers_with_filters_are_not_shared() -> None:
    note("page:9")
    filler = process()
    filled(filler, f"{KEY}year=2026")
    one = replace(answer("page:1"), is_one_of_many=True)
    assert filler.keep(KEY, one, filler.number())
    share(filler, KEY, one)
    assert Valkey(shared.settings.FEDCMS_PAGE_CACHE_URL)._client.dbsize() == 0


def test_what_others_write_there_is_not_answered() -> None:
    """Somebody who reaches the server: other bytes, the answer of another address, of another site."""
    note("page:9")
    filler = process()
    made = answer("page:1")
    assert filler.keep(KEY, made, filler.number())
    position = filler.position(KEY, made)
    assert position is not None
    whole = packing.packed(KEY, made, position)
    elsewhere = packing.packed(KEY.replace("/a/", "/b/"), made, position)
    for data in (b"", b"x" * 10, whole[:-1] + b"!", whole[:-1], elsewhere):
        valkey_of(data)
        assert found_elsewhere(process(), KEY) is None
    valkey_of(whole)
    assert found_elsewhere(process(), KEY) is not None
    for changed in ({"SECRET_KEY": "another"}, {"FEDCMS_RELEASE": "next"}):
        packing._signing_key.cache_clear()
        with override_settings(**changed):
            valkey_of(whole)
            assert found_elsewhere(process(), KEY) is None, changed


def seconds_of(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_a_server_that_hangs_costs_milliseconds_once(server: Server, site: Cluster) -> None:
    ContentType.objects.clear_cache()
    assert Client().get(ARTICLE).status_code == 200
    with server.hung():
        store.forget_all()
        page = Client().get(ARTICLE)
        assert page.status_code == 200
        asked = Valkey(server.url)
        assert seconds_of(lambda: asked.get("a")) < 10 * valkey.PATIENCE
        assert seconds_of(lambda: [asked.get("a") for _ in range(100)]) < valkey.PATIENCE, (
            "it is not asked again"
        )
    asked._server.asked_again_at = 0
    asked.put("a", b"b", 10_000)
    assert asked.get("a") == b"b", "it is asked again after a while"


def test_a_server_that_is_killed_or_was_never_there_is_missed_by_nobody(
    tmp_path_factory: pytest.TempPathFactory, site: Cluster, settings: Settings
) -> None:
    ContentType.objects.clear_cache()
    with running(tmp_path_factory.mktemp("killed")) as other:
        settings.FEDCMS_PAGE_CACHE_URL = other.url
        packing._signing_key.cache_clear()
        assert Client().get(ARTICLE).status_code == 200
        other.process.kill()
        other.process.wait()
        store.forget_all()
        assert Client().get(ARTICLE).status_code == 200
        shared._server.cache_clear()
        store.forget_all()
        assert Client().get(ARTICLE).status_code == 200


def test_a_page_is_made_by_one_process_and_answered_by_another(site: Cluster) -> None:
    ContentType.objects.clear_cache()
    note("page:0")
    first = Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    store.forget_all()
    with CaptureQueriesContext(connection) as captured:
        again = Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    # Its beginning and the notes; nothing of the page.
    assert all("droppedtags" in query["sql"] for query in captured.captured_queries)
    assert (again.content, again["ETag"], again["Content-Encoding"]) == (first.content, first["ETag"], "gzip")
    [match] = [kept.match for kept in store._kept.values()]
    assert match is not None
    assert match.view_name == "fedcms_serve"
    store.forget_all()
    Topic.objects.create(key="new", labels={"fr": "Nouveau"})
    with CaptureQueriesContext(connection) as captured:
        Client().get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    assert not all("droppedtags" in query["sql"] for query in captured.captured_queries), "made anew"


def test_what_is_one_readers_never_gets_there(site: Cluster) -> None:
    ContentType.objects.clear_cache()
    note("page:0")
    client = Client()
    client.cookies["sessionid"] = "somebody"
    client.get(ARTICLE)
    Client().get(ARTICLE, headers={"Host": "testserver:8443"})
    Client().get(ARTICLE, headers={"Authorization": "Basic YTpi"})
    Client().get(f"{ARTICLE}?utm_source=a")
    Client().get(f"{BUDGETS['contact'][0]}?sent=1")
    Client().post(BUDGETS["contact"][0])
    Client().get(BUDGETS["subscribe"][0])
    Client().get("/fr/nothing/")
    assert Valkey(shared.settings.FEDCMS_PAGE_CACHE_URL)._client.dbsize() == 0
