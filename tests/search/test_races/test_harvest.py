"""A source that is withdrawn while somebody else writes its items, on two connections of PostgreSQL."""

import pytest
from django.utils import timezone

from clusters.models import Cluster
from search.harvest import deduplication, entry_columns, page_visits, sources, storing
from search.harvest.fetching import FetchedResponse
from search.harvest.harvested_items import FoundItem
from search.harvest.likeness import title_key
from search.models import HarvestedItem, HarvestSource, SearchEntry
from tests.factories import make_article
from tests.search.races import Held

# SQLite lets one write at a time.
pytestmark = pytest.mark.database("postgresql")


@pytest.fixture
def source(cluster: Cluster) -> HarvestSource:
    return HarvestSource.objects.create(
        cluster=cluster, name="Le blog", address="https://b.example/", consent_by="A", licence="CC BY 4.0"
    )


def kept(source: HarvestSource, title: str, **fields: object) -> HarvestedItem:
    """An item of a source, with its entry."""
    now = timezone.now()
    values = {"kind": "article", "first_seen": now, "last_seen": now, "title_key": title_key(title)}
    address = f"https://b.example/{title[-3:]}"
    made = HarvestedItem.objects.create(
        source=source, identity=title, address=address, title=title, **values | fields
    )
    deduplication.deduplicate_row(made.pk)
    return made


def is_found(item: HarvestedItem) -> bool:
    return SearchEntry.objects.filter(key=entry_columns.item_key(item.pk)).exists()


@pytest.mark.parametrize("withdrawn_first", [True, False])
def test_a_harvest_that_crosses_a_withdrawal_brings_nothing_back(
    source: HarvestSource, held: Held, monkeypatch: pytest.MonkeyPatch, withdrawn_first: bool
) -> None:
    known = kept(source, "Le retractandum")
    loaded = HarvestSource.objects.select_related("cluster").get(pk=source.pk)
    found = [FoundItem(guid="", address=f"https://b.example/{n}", title=f"Le novum {n}") for n in range(2)]

    def harvest() -> None:
        storing.store(loaded, found, timezone.now())

    def withdraw() -> None:
        sources.withdraw(HarvestSource.objects.get(pk=source.pk))

    if withdrawn_first:
        held.after(monkeypatch, sources, "retire")
        held.run(withdraw, harvest)
    else:
        held.after(monkeypatch, deduplication, "result_like")
        held.run(harvest, withdraw)
    assert not is_found(known)
    assert not SearchEntry.objects.filter(item__source=source).exists()


def test_a_visit_that_crosses_a_withdrawal_brings_nothing_back(
    source: HarvestSource, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = kept(source, "Le redeundum", gone_at=timezone.now())
    asked = HarvestedItem.objects.select_related("source__cluster").get(pk=known.pk)
    fetched = FetchedResponse(200, asked.address, "", b"", {})
    held.after(monkeypatch, sources, "retire")
    held.run(lambda: sources.withdraw(source), lambda: page_visits._note_page(asked, fetched, None))
    assert not is_found(known)


def test_a_page_that_crosses_a_withdrawal_brings_nothing_back(
    cluster: Cluster, source: HarvestSource, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item is credited in a page's result; the page goes while the item's source is withdrawn."""
    title = "Le quadrivium ouvre ses portes à tous"
    page = make_article(cluster, title=title)
    known = kept(source, title, date=timezone.now())
    known.refresh_from_db()
    assert known.same_as_id is not None
    held.after(monkeypatch, sources, "retire")
    held.run(lambda: sources.withdraw(source), page.unpublish)
    assert not is_found(known)
