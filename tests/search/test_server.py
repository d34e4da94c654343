"""A search server beside the database: fed by the outbox, equal to what is public, replaced when it is gone."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from elastic_transport import ConnectionError as GoneError
from elasticsearch.client import IndicesClient

from clusters.models import Cluster
from search.engines import Change, ElasticsearchEngine, SearchUnavailable, VectorSpace
from search.engines.breaker import LONGEST_PAUSE
from search.engines.elasticsearch.mapping import MAPPING_VERSION, MAPPINGS
from search.entries import outbox
from search.entries.outbox_thread import OutboxThread
from search.entries.server_lag import PATIENCE, ServerLag
from search.maintenance.consistency import differences
from search.models import IndexChange, SearchEntry, version_of
from tests.factories import make_article, make_cluster, publish

from .conftest import feed

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

WORD = "quadrivium"
MARK = ("\\u003C", "<")
"""How JSON for web pages may write the beginning of a tag."""


@pytest.fixture
def cluster(federation: object, search_server: ElasticsearchEngine) -> Cluster:
    """A cluster with its section, known to the search_server."""
    made = make_cluster("found", "FOU")
    feed()
    return made


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """To code with the next version of the mapping."""
    version = MAPPING_VERSION + 1
    monkeypatch.setattr("search.engines.elasticsearch.storage.MAPPING_VERSION", version)
    mappings = MAPPINGS | {"_meta": {"version": version}}
    monkeypatch.setattr("search.engines.elasticsearch.storage.MAPPINGS", mappings)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Looks until it is so; the site itself waits less than `LONGEST_PAUSE`."""
    end = time.monotonic() + 2 * LONGEST_PAUSE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def answer(word: str = WORD) -> tuple[list[str], bool]:
    """Titles that a program gets, and whether the database stood in for the server."""
    response = Client().get("/api/search/", {"q": word, "locale": "fr"})
    assert response.status_code == 200
    found = response.json()
    return [result["title"] for result in found["results"]], found["stands_in"]


def test_what_is_published_changed_and_taken_back_follows(
    cluster: Cluster, search_server: ElasticsearchEngine
) -> None:
    page = make_article(cluster, title=f"Le {WORD}")
    feed()
    assert answer() == ([f"Le {WORD}"], False)
    page.title = f"Un {WORD} nouveau"
    publish(page)
    feed()
    assert answer() == ([f"Un {WORD} nouveau"], False)
    page.unpublish()
    feed()
    assert answer() == ([], False)
    publish(page)
    page.delete()
    feed()
    assert answer() == ([], False)
    assert differences() == []
    assert not IndexChange.objects.waiting().exists()


def test_what_the_server_does_not_know_yet_is_neither_shown_nor_shown_as_it_was(
    cluster: Cluster, search_server: ElasticsearchEngine
) -> None:
    page = make_article(cluster, title=f"Le {WORD} confidentiel")
    gone = make_article(cluster, title=f"Autre {WORD}")
    feed()
    page.title = f"Le {WORD} public"
    publish(page)
    gone.unpublish()
    for path in ("/fr/search/", "/api/search/", "/api/search/suggestions/"):
        shown = strip_tags(Client().get(path, {"q": WORD, "locale": "fr"}).content.decode().replace(*MARK))
        assert f"{WORD} public" in shown
        assert f"{WORD} confidentiel" not in shown
        assert f"Autre {WORD}" not in shown
    assert [line.split(" ", 1)[1] for line in differences()] == [
        "is out of date in the search server: names, title yet; it waits for the worker",
        "is in the search server and should not be yet; it waits for the worker",
    ]


def test_what_was_just_delivered_is_not_shown_as_it_was_either(
    cluster: Cluster, search_server: ElasticsearchEngine
) -> None:
    page = make_article(cluster, title=f"Le {WORD} confidentiel")
    feed()
    page.title = f"Le {WORD} public"
    publish(page)
    # Delivered, and not yet found by the server's searches.
    assert outbox.deliver(search_server)
    assert answer() == ([f"Le {WORD} public"], False)
    highlighted = Client().get("/api/search/", {"q": WORD}).json()["results"][0]["highlighted_title"]
    assert strip_tags(highlighted) == f"Le {WORD} public"
    IndexChange.objects.update(delivered_at=timezone.now() - 2 * outbox.REMEMBERED)
    assert outbox.deliver(search_server) == 0
    assert not IndexChange.objects.exists()


def test_a_late_change_never_hides_a_newer_one(search_server: ElasticsearchEngine, cluster: Cluster) -> None:
    make_article(cluster, title=f"Le {WORD}")
    entry = SearchEntry.objects.get(title=f"Le {WORD}")
    feed()
    stale = Change(entry.key, 1, None)
    assert search_server.apply("federation", [stale]) == {entry.key}
    assert differences() == []
    # One that is noted before what the server was told, and committed after: it is noted again until it wins.
    soon = version_of(timezone.now() + timedelta(seconds=1))
    search_server.apply("federation", [Change(entry.key, soon, outbox.as_document(entry))])
    entry.delete()
    assert outbox.deliver(search_server) == 1
    assert IndexChange.objects.waiting().filter(key=entry.key).exists()
    wait_until(lambda: outbox.deliver(search_server) == 0)
    assert differences() == [f"{entry.key} is public but has no entry"]


def test_a_rebuild_loses_nothing_that_changes_meanwhile(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [make_article(cluster, title=f"Le {WORD} {number}") for number in range(3)]
    feed()
    read = outbox.all_documents

    def with_changes_meanwhile(space: VectorSpace | None) -> Iterator[object]:
        """Entries are read; then, before they are written, one changes, one goes and one comes."""
        documents = list(read(space))
        pages[0].title = f"Le {WORD} neuf"
        publish(pages[0])
        pages[1].unpublish()
        make_article(cluster, title=f"Le {WORD} de plus")
        outbox.deliver(search_server)
        yield from documents

    monkeypatch.setattr(outbox, "all_documents", with_changes_meanwhile)
    outbox.rebuild_server(search_server)
    feed()
    assert sorted(answer()[0]) == [f"Le {WORD} 2", f"Le {WORD} de plus", f"Le {WORD} neuf"]
    assert differences() == []
    (name,) = search_server._physical("federation", search_server._pattern("federation"))
    # What comes after it is found within a second.
    settings = search_server._patient.indices.get_settings(index=name, flat_settings=True)[name]["settings"]
    assert settings["index.refresh_interval"] == "1s"


def test_an_index_that_is_not_put_together_is_searched_all_the_same(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy may end a request that takes minutes; what was filled is not thrown away for it."""
    make_article(cluster, title=f"Le {WORD}")

    def ended(*_args: object, **_options: object) -> None:
        raise GoneError("gone")

    monkeypatch.setattr(IndicesClient, "forcemerge", ended)
    outbox.rebuild_server(search_server)
    assert answer() == ([f"Le {WORD}"], False)


def test_an_index_of_another_version_is_left_alone_and_a_new_one_is_built_without_a_hand(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(cluster, title=f"Le {WORD}")
    feed()
    upgrade(monkeypatch)
    assert not search_server.is_ready("federation")
    with pytest.raises(SearchUnavailable):
        list(search_server.ids("federation"))
    feeder = OutboxThread()
    feeder.run()
    assert search_server.is_ready("federation")
    assert differences() == []
    monkeypatch.undo()
    # Code of yesterday still finds its own.
    assert search_server.is_ready("federation")
    assert answer() == ([f"Le {WORD}"], False)


def test_the_index_of_an_earlier_version_goes_when_the_new_one_is_a_day_old(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However old it was itself: what is rolled back, or was not started again yet, asks it."""
    outbox.rebuild_server(search_server)

    def versions() -> list[str]:
        names = search_server._physical("federation", search_server._pattern("federation"))
        return sorted({name.split("-")[-3] for name in names})

    upgrade(monkeypatch)
    # All that is there now is older than a day.
    monkeypatch.setattr("search.engines.elasticsearch.storage._SECONDS_KEPT", -60)
    both = [f"v{MAPPING_VERSION}", f"v{MAPPING_VERSION + 1}"]
    search_server.rebuild("federation", [])
    assert versions() == both
    monkeypatch.setattr("search.engines.elasticsearch.storage._SECONDS_KEPT", 86_400)
    search_server.rebuild("federation", [])
    assert versions() == both
    monkeypatch.setattr("search.engines.elasticsearch.storage._SECONDS_KEPT", -60)
    search_server.rebuild("federation", [])
    assert versions() == both[1:]


def test_a_server_that_knows_otherwise_is_set_right_when_the_worker_starts(
    search_server: ElasticsearchEngine, cluster: Cluster
) -> None:
    """As after the restoration of a database, or a time in which no server was named."""
    known = make_article(cluster, title=f"Le {WORD}")
    feed()
    unknown = make_article(cluster, title=f"Un {WORD} de plus")
    known.unpublish()
    IndexChange.objects.all().delete()
    assert len(differences()) == 2
    OutboxThread().run()
    feed()
    assert differences() == []
    assert answer() == ([unknown.title], False)


def test_a_server_that_is_empty_again_gets_its_index_though_nothing_changes(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(cluster, title=f"Le {WORD}")
    feed()
    feeder = OutboxThread()
    feeder.run()
    search_server.drop("federation")
    monkeypatch.setattr("search.entries.outbox_thread.SECONDS_BETWEEN_LOOKS", 0)
    feeder._next_look = 0.0
    feeder.run()
    assert answer() == ([f"Le {WORD}"], False)


def test_the_outbox_says_that_the_worker_stands_still(search_server: ElasticsearchEngine) -> None:
    freshness = ServerLag()
    change = IndexChange.objects.create(key="page-0")
    assert freshness()
    IndexChange.objects.filter(pk=change.pk).update(created_at=timezone.now() - 2 * PATIENCE)
    assert freshness(), "it asks once a second"
    assert not ServerLag()()
    IndexChange.objects.update(delivered_at=timezone.now())
    assert ServerLag()()


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_worker_that_dies_around_the_delivery_has_lost_nothing(
    search_server: ElasticsearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class KilledError(BaseException):
        """What no code catches."""

    page = make_article(cluster, title=f"Le {WORD}")
    feed()
    page.title = f"Le {WORD} neuf"
    publish(page)
    apply = search_server.apply

    def dies(index: str, changes: list[Change]) -> set[str]:
        if step == "after":
            apply(index, changes)
        raise KilledError

    monkeypatch.setattr(search_server, "apply", dies)
    with pytest.raises(KilledError):
        outbox.deliver(search_server)
    assert IndexChange.objects.waiting().exists()
    monkeypatch.undo()
    feed()
    assert answer() == ([f"Le {WORD} neuf"], False)
    assert differences() == []
