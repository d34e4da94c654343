"""Entries are built whole or not at all, in batches that leave out none, and what has no row leaves the engine too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone

from clusters.models import Cluster, Organisation
from search.engines import get_database_engine
from search.entries import building
from search.entries.indexing import as_document
from search.models import SearchEntry
from tests.factories import make_article, make_cluster, make_event, make_mission

pytestmark = pytest.mark.django_db


def directory(cluster: Cluster, number: int) -> list[Organisation]:
    """Organisations with an entry in French each."""
    return [
        Organisation.objects.create(
            slug=f"lab-{place}",
            name=f"Laboratoire {place}",
            kind="laboratory",
            cluster=cluster,
            description={"fr": "Il étudie les manuels."},
        )
        for place in range(number)
    ]


def keys() -> set[str]:
    """Of the organisations' entries in the table."""
    return set(SearchEntry.objects.filter(kind="organisation").values_list("key", flat=True))


def in_engine() -> set[str]:
    """Of the organisations' entries in the database's engine."""
    known = get_database_engine().ids(settings.FEDCMS_SEARCH_INDEX)
    return {key for key in known if key.startswith("organisation-")}


@pytest.mark.parametrize("batch", [2, 3, 7])
def test_all_organisations_are_built_however_many_a_batch_takes(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    directory(loire, 7)
    complete = keys()
    SearchEntry.objects.filter(kind="organisation")._raw_delete("default")
    monkeypatch.setattr(building, "BATCH", batch)
    building.sync_organisations()
    assert keys() == complete
    assert len(complete) == 7


def test_an_organisation_that_was_deleted_leaves_the_engine_though_its_row_is_gone(loire: Cluster) -> None:
    (lab, other) = directory(loire, 2)
    gone = f"organisation-{lab.pk}-fr"
    assert gone in in_engine()
    for rows in (SearchEntry.objects.filter(key=gone), Organisation.objects.filter(pk=lab.pk)):
        rows._raw_delete("default")
    building.sync_organisations(lab.pk)
    assert in_engine() == {f"organisation-{other.pk}-fr"}


def test_when_the_engine_fails_the_table_stays_as_it_was(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a program would be sent to what the engine does not know."""
    (lab,) = directory(loire, 1)
    Organisation.objects.filter(pk=lab.pk).update(name="Atelier")

    def fails(*arguments: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(type(get_database_engine()), "index", fails)
    with pytest.raises(OSError, match="disk"):
        building.sync_organisations(lab.pk)
    assert SearchEntry.objects.get(key=f"organisation-{lab.pk}-fr").title == "Laboratoire 0"


def test_an_entry_is_visible_from_its_page_s_release_or_else_its_first_publication(loire: Cluster) -> None:
    released, other = make_article(loire, title="a"), make_article(loire, title="b")
    released.go_live_at = released.first_published_at + timedelta(hours=1)
    moments = [building.entry_values(page, None)["visible_from"] for page in (released, other)]
    assert moments == [released.go_live_at, other.first_published_at]
    assert moments[1] <= timezone.now()


def test_every_entry_is_a_document_for_a_server(loire: Cluster) -> None:
    directory(loire, 2)
    documents = [document.id for document in building.all_documents()]
    assert documents == list(SearchEntry.objects.order_by("pk").values_list("key", flat=True))
    assert len(documents) > 2


def test_what_begins_on_the_first_is_of_that_month_in_every_zone(loire: Cluster) -> None:
    """Also when it is read from the database, whose moments are in UTC."""
    first, zone = date(2042, 1, 1), ZoneInfo("America/Toronto")
    quebec = make_cluster("quebec", "QUE", time_zone=zone)
    begun = [
        make_event(None, starts_on=first, time_zone=ZoneInfo("Europe/Paris")),
        make_event(quebec, starts_on=first, time_zone=ZoneInfo("Europe/Paris")),
        make_event(loire, starts_on=first, time_zone=ZoneInfo("Asia/Tokyo")),
        make_mission(quebec, starts_on=first, ends_on=first + timedelta(days=3)),
    ]
    entries = SearchEntry.objects.filter(page_id__in=[page.pk for page in begun]).select_related("cluster")
    assert len(entries) == len(begun)
    for entry in entries:
        assert {("year", "2042"), ("month", "1")} <= set(as_document(entry).facet_values()), entry.key


def test_what_the_federation_publishes_is_of_the_site_s_day(loire: Cluster) -> None:
    article = make_article(None)
    entry = SearchEntry.objects.get(page_id=article.pk)
    entry.date = datetime(2041, 12, 31, 23, 30, tzinfo=UTC)
    assert {("year", "2042"), ("month", "1")} <= set(as_document(entry).facet_values())
