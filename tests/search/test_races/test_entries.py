"""What is published, withdrawn or closed while somebody else writes the same entries: the last word is the row's."""

from collections.abc import Callable

import pytest
from django.conf import settings as site_settings
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from clusters.models import Cluster, Organisation
from fedcms.core.models import LocaleState
from news.models import ArticlePage
from search.engines import EntryDocument, PostgreSQLEngine, SearchRequest, get_database_engine
from search.engines.postgresql import engine as postgresql
from search.engines.sql import Tables
from search.entries import building, subtrees
from search.entries.indexing import page_key
from search.harvest import deduplication, entry_columns, sources
from search.maintenance import rebuilding
from search.models import HarvestedItem, HarvestSource, SearchEntry
from tests.factories import make_article, publish
from tests.factories.content import section_of
from tests.search.races import Held

# SQLite lets one write at a time.
pytestmark = pytest.mark.database("postgresql")

INDEX = site_settings.FEDCMS_SEARCH_INDEX


def found(words: str, **options: object) -> set[str]:
    """Ids that the database's engine finds."""
    request = SearchRequest(words, "fr", timezone.now(), page_size=100, **options)
    return {hit.id for hit in get_database_engine().search(INDEX, request).hits}


def is_known(key: str) -> tuple[bool, bool]:
    """Whether there is an entry, and whether the engine has it."""
    return SearchEntry.objects.filter(key=key).exists(), key in get_database_engine().ids(INDEX)


def test_filling_the_index_brings_nothing_back(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_article(cluster, title="Le quadrivium")
    held.after(monkeypatch, rebuilding, "_locked")
    held.run(rebuilding._write_all, page.unpublish)
    assert is_known(page_key(page.pk)) == (False, False)


def test_filling_the_index_puts_no_older_text_over_a_newer_one(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_article(cluster, title="Le trivium")

    def rename() -> None:
        page.title = "Le novissimum"
        publish(page)

    held.after(monkeypatch, rebuilding, "_locked")
    held.run(rebuilding._write_all, rename)
    assert (found("trivium"), found("novissimum")) == (set(), {page_key(page.pk)})


def test_filling_the_index_waits_for_nobody_and_looks_again(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes an entry and gives up in the end: it is in the index all the same."""
    page = make_article(cluster, title="Le hesitandum")
    key = page_key(page.pk)
    page.summary = "Un autre mot : ce qui dit la même chose n’écrit aucune entrée."

    def hesitate() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (all of it is undone)
            publish(page)
            raise ZeroDivisionError

    left: set[str] = set()
    get_database_engine().remove(INDEX, [key])
    held.after(monkeypatch, PostgreSQLEngine, "_write")
    held.run(hesitate, lambda: left.update(rebuilding._write_all()))
    rebuilding.sync_keys(left)
    assert found("hesitandum") == {key}


def test_what_is_published_while_the_index_is_tidied_stays(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index knew a draft that has no entry; it is published between the look and the removal."""
    page = make_article(cluster, live=False, title="Le lentum")
    get_database_engine().index(INDEX, [EntryDocument(page_key(page.pk), "fr", "Le lentum")])
    write_all = rebuilding._write_all

    def publish_then() -> set[str]:
        left = write_all()
        publish(page)
        return left

    monkeypatch.setattr(rebuilding, "_write_all", publish_then)
    rebuilding.rebuild()
    assert is_known(page_key(page.pk)) == (True, True)


def test_a_rebuild_brings_no_organisation_back(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = Organisation.objects.create(slug="labo", name="Le labo", kind="laboratory", cluster=cluster)
    key = building.organisation_key(lab.pk, "fr")
    assert is_known(key) == (True, True)
    held.after(monkeypatch, building, "wanted_entries")
    held.run(lambda: rebuilding._sync_members([lab.pk]), Organisation.objects.get(pk=lab.pk).delete)
    assert is_known(key) == (False, False)


def test_a_rebuild_brings_nothing_back_of_a_source_that_is_withdrawn(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    source = HarvestSource.objects.create(
        cluster=cluster, name="Le blog", address="https://b.example/", consent_by="A", licence="CC BY 4.0"
    )
    item = HarvestedItem.objects.create(
        source=source,
        identity="1",
        address="https://b.example/1",
        title="Le retractandum",
        kind="article",
        first_seen=now,
        last_seen=now,
    )
    held.after(monkeypatch, deduplication, "result_like")
    held.run(deduplication.deduplicate_all, lambda: sources.withdraw(source))
    assert is_known(entry_columns.item_key(item.pk)) == (False, False)


@pytest.fixture
def by_the_worker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every section is a large one, and no worker runs."""
    monkeypatch.setattr(subtrees, "AT_ONCE", 0)
    settings.TASKS = settings.TASKS | {
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }


def close_section(page: ArticlePage) -> Callable[[], object]:
    """Closes the section that the page stands in; returns what opens it again."""
    section = section_of(page.cluster)
    return PageViewRestriction.objects.create(page=section, restriction_type="login").delete


def close_language(page: ArticlePage) -> Callable[[], object]:
    """Closes the language that the page is written in."""
    return LocaleState.objects.create(locale=page.locale, is_active=False).delete


@pytest.mark.parametrize("close", [close_section, close_language])
@pytest.mark.parametrize("closes_first", [True, False])
@pytest.mark.usefixtures("by_the_worker")
def test_a_publication_that_crosses_a_closing_is_hidden(
    cluster: Cluster,
    held: Held,
    monkeypatch: pytest.MonkeyPatch,
    close: Callable[[ArticlePage], Callable[[], object]],
    closes_first: bool,
) -> None:
    page = make_article(cluster, live=False, title="Le clausum")
    opens: list[Callable[[], object]] = []

    def closing() -> None:
        with transaction.atomic():
            opens.append(close(page))

    try:
        if closes_first:
            held.after(monkeypatch, subtrees, "take_out_and_release")
            held.run(closing, lambda: publish(page))
        else:
            held.after(monkeypatch, PostgreSQLEngine, "_write")
            held.run(lambda: publish(page), closing)
        assert ArticlePage.objects.get(pk=page.pk).live
        assert is_known(page_key(page.pk)) == (False, False)
    finally:
        for each in opens:
            each()


def test_a_profile_is_kept_for_whom_just_writes_it(
    cluster: Cluster, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = get_database_engine()
    document = EntryDocument("course", "fr", "Le profilum", topics=("rarissimum",))
    # The profile stays behind when its only entry goes.
    engine.index(INDEX, [document])
    engine.remove(INDEX, [document.id])
    monkeypatch.setattr(postgresql, "PATIENCE", "60s")
    held.after(monkeypatch, PostgreSQLEngine, "_write")
    held.run(lambda: engine.index(INDEX, [document]), lambda: engine.forget_profiles(INDEX))
    assert found("profilum", filters={"topic": ("rarissimum",)}) == {"course"}


def test_an_index_that_was_filled_is_one_that_searches_read_quickly(cluster: Cluster) -> None:
    """Vacuumed: nothing waits to be put into it, and no row is asked whether all may see it."""
    make_article(cluster, title="Le quadrivium")
    rebuilding.rebuild()
    table = Tables.of(INDEX).entries
    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone()[0] > 0
