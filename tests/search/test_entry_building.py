"""Entries are built whole or not at all, in batches that leave out none, and what has no row leaves the engine too."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from clusters.models import Cluster, Organisation
from search.engines import get_database_engine
from search.entries import building
from search.models import SearchEntry
from tests.factories import make_article

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
