"""One form gives many files of a library the same credit, licence, end of rights and tags."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage
from tests.factories import make_cluster, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(loire: Cluster) -> Client:
    """An editor of the cluster."""
    client = Client()
    client.force_login(make_user("nora", loire))
    return client


def address(model: str, *keys: int) -> str:
    """Of the form for these files."""
    path = reverse("wagtail_bulk_action", args=["media", model, "rights"])
    return f"{path}?{urlencode([('id', key) for key in keys])}&next=/admin/images/"


def images(cluster: Cluster, number: int) -> list[FederationImage]:
    """In the cluster's library, with a credit each."""
    return [
        FederationImage.objects.create(
            title=f"Photographie {place}",
            file=get_test_image_file(),
            collection=cluster.collection,
            credit=f"Photographe {place}",
        )
        for place in range(number)
    ]


def rights(*files: FederationImage | FederationDocument) -> list[tuple[str, str, date | None]]:
    """As they are stored."""
    stored = [type(file).objects.get(pk=file.pk) for file in files]
    return [(file.credit, file.licence, file.rights_until) for file in stored]


def test_all_have_what_was_filled_in(officer: Client, loire: Cluster) -> None:
    first, second, other = images(loire, 3)
    first.tags.add("foire")
    where = address("federationimage", first.pk, second.pk)
    assert first.title in officer.get(where).content.decode()
    form = {"credit": "Ana Pérez", "licence": "press", "rights_until": "12/03/2027", "tags": "salon, lyon"}
    answer = officer.post(where, form, follow=True)
    assert answer.redirect_chain == [("/admin/images/", 302)]
    assert "2 fichiers complétés." in answer.content.decode()
    assert rights(first, second) == [("Ana Pérez", "press", date(2027, 3, 12))] * 2
    assert set(first.tags.names()) == {"foire", "salon", "lyon"}
    assert set(second.tags.names()) == {"salon", "lyon"}
    assert rights(other) == [("Photographe 2", "all-rights", None)]
    found = officer.get(reverse("wagtailimages:index"), {"q": "lyon"}).content.decode()
    assert first.title in found
    assert other.title not in found
    changed = ModelLogEntry.objects.filter(action="wagtail.edit", user__username="nora")
    assert {entry.object_id for entry in changed} == {str(first.pk), str(second.pk)}


def test_an_empty_field_leaves_each_what_it_has(officer: Client, loire: Cluster) -> None:
    first, second = images(loire, 2)
    officer.post(address("federationimage", first.pk, second.pk), {"licence": "cc0"})
    assert rights(first, second) == [("Photographe 0", "cc0", None), ("Photographe 1", "cc0", None)]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Remplissez au moins un champ."),
        ({"licence": "volée", "credit": "Ana"}, "volée"),
        ({"rights_until": "bientôt", "credit": "Ana"}, 'value="bientôt"'),
        ({"tags": "m" * 101, "credit": "Ana"}, 'value="Ana"'),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    officer: Client, loire: Cluster, form: dict[str, str], words: str
) -> None:
    (image,) = images(loire, 1)
    answer = officer.post(address("federationimage", image.pk), form)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert rights(image) == [("Photographe 0", "all-rights", None)]


def test_documents_too(officer: Client, loire: Cluster) -> None:
    document = FederationDocument.objects.create(
        title="Dossier", file=ContentFile(b"%PDF-1.4", "d.pdf"), collection=loire.collection
    )
    officer.post(address("federationdocument", document.pk), {"credit": "Nora", "licence": "cc-by"})
    assert rights(document) == [("Nora", "cc-by", None)]


def test_another_cluster_s_files_stay_as_they_are(officer: Client, loire: Cluster) -> None:
    (own,) = images(loire, 1)
    (theirs,) = images(make_cluster("ouest", "OUE"), 1)
    where = address("federationimage", own.pk, theirs.pk)
    officer.post(where, {"credit": "Ana Pérez"})
    assert rights(own, theirs) == [("Photographe 0", "all-rights", None)] * 2


def test_a_date_that_has_passed_takes_the_files_off_line(officer: Client, loire: Cluster) -> None:
    (image,) = images(loire, 1)
    officer.post(address("federationimage", image.pk), {"rights_until": "2020-01-01"})
    assert not FederationImage.objects.get(pk=image.pk).may_be_shown()
