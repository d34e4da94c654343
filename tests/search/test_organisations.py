"""The organisations of the directory are found in each language in which the directory shows them."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from clusters.models import Cluster, Organisation, OrganisationIndexPage
from search.entries import building
from search.maintenance.consistency import differences
from search.maintenance.rebuilding import rebuild
from search.models import SearchEntry
from tests.factories import make_cluster, publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("found", "FOU", "EdTech Found")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


@pytest.fixture
def lab(cluster: Cluster) -> Organisation:
    """A laboratory that presents itself in French and in Arabic."""
    return Organisation.objects.create(
        slug="quadrivium",
        name="Laboratoire Quadrivium",
        kind="laboratory",
        cluster=cluster,
        city="Nantes",
        description={"fr": "Il étudie les manuels.", "ar": "يدرس الكتب المدرسية"},
    )


def found(words: str = "quadrivium", locale: str = "fr") -> list[str]:
    """Addresses that a program gets."""
    response = Client().get("/api/search/", {"q": words, "locale": locale})
    assert response.status_code == 200
    return [result["url"].removeprefix("http://testserver") for result in response.json()["results"]]


def test_it_is_found_where_it_presents_itself(lab: Organisation) -> None:
    """By its name, its words and its town; in English it says nothing, and is not offered."""
    (address,) = found()
    assert Client().get(address).status_code == 200
    assert found("manuel nantes") == [address]
    assert found(locale="en") == []
    (arabic,) = found("الكتب المدرسية", "ar")
    assert arabic.startswith("/ar/")
    assert differences() == []
    answer = Client().get("/api/search/", {"q": "quadrivium", "locale": "fr", "kind": "organisation"}).json()
    assert answer["facets"]["kind"] == [{"value": "organisation", "label": "Organisations", "count": 1}]
    page = Client().get("/fr/search/?q=quadrivium").content.decode()
    assert "Organisation</bdi>" in page


def test_without_a_presentation_its_name_is_found_in_every_language(cluster: Cluster) -> None:
    Organisation.objects.create(slug="bare", name="Quadrivium", kind="company", cluster=cluster)
    assert [len(found(locale=code)) for code in ("fr", "en", "es", "ar")] == [1, 1, 1, 1]


def test_changes_and_deletion_follow(lab: Organisation) -> None:
    lab.name, lab.slug, lab.description = "Trivium", "trivium", {"en": "It studies textbooks."}
    lab.save()
    assert found("quadrivium") == found("trivium") == []
    (address,) = found("trivium", "en")
    assert address.endswith("/trivium/")
    assert differences() == []
    lab.delete()
    assert found("trivium", "en") == []
    assert differences() == []


def test_what_becomes_of_the_directory_becomes_of_its_organisations(lab: Organisation) -> None:
    """Closed, renamed, withdrawn: no result leads where nothing is."""
    directory = OrganisationIndexPage.objects.get(locale__language_code="fr")
    restriction = PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert found() == []
    restriction.delete()
    directory.slug = "annuaire"
    publish(directory)
    assert found() == ["/fr/annuaire/quadrivium/"]
    directory.unpublish()
    assert found() == []
    assert differences() == []
    assert len(found("الكتب", "ar")) == 1


def test_a_directory_that_is_saved_as_it_was_writes_no_entry(
    lab: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each member has one in every language: who corrects the directory's summary does not wait for all of them."""
    written: list[str] = []
    write = building.index_entries
    monkeypatch.setattr(
        building, "index_entries", lambda rows: (written.extend(row.key for row in rows), write(rows))
    )
    directory = OrganisationIndexPage.objects.get(locale__language_code="fr")
    directory.summary = "Qui en est."
    publish(directory)
    assert written == [f"page-{directory.pk}"]
    directory.slug = "annuaire"
    publish(directory)
    assert set(written) == {f"organisation-{lab.pk}-fr", f"page-{directory.pk}"}


def test_a_deleted_directory_takes_its_organisations_along(lab: Organisation) -> None:
    OrganisationIndexPage.objects.get(locale__language_code="fr").delete()
    assert found() == []
    assert differences() == []


def test_a_lost_entry_is_reported_and_made_again(lab: Organisation) -> None:
    SearchEntry.objects.filter(organisation="quadrivium", language="fr")._raw_delete("default")
    key = f"organisation-{lab.pk}-fr"
    assert differences() == [f"{key} is public but has no entry", f"{key} is in the engine but has no entry"]
    rebuild()
    assert differences() == []
