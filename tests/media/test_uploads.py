"""What is uploaded is in the library at once, with the credit and the licence of its section's owner."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from clusters.models import Cluster, Federation
from fedcms.media.models import FederationDocument, FederationImage
from tests.factories import make_cluster, make_user


@pytest.fixture
def officer(loire: Cluster) -> Client:
    """An editor of the cluster."""
    client = Client()
    client.force_login(make_user("nora", loire))
    return client


def picture(name: str) -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, get_test_image_file().file.getvalue(), "image/png")


def send(officer: Client, name: str, collection: int, **fields: object) -> HttpResponse:
    """One file, as Wagtail's screen for many files sends each."""
    is_image = name.endswith(".png")
    file = picture(name) if is_image else SimpleUploadedFile(name, b"%PDF-1.4 a", "application/pdf")
    address = reverse("wagtailimages:add_multiple" if is_image else "wagtaildocs:add_multiple")
    response: HttpResponse = officer.post(
        address,
        {"files[]": file, "collection": collection} | fields,
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    return response


@pytest.mark.django_db
def test_five_photographs_are_in_the_library_with_credit_and_licence(officer: Client, loire: Cluster) -> None:
    Cluster.objects.filter(pk=loire.pk).update(default_credit="Studio Ligérien", default_licence="press")
    for number in range(5):
        answer = send(officer, f"salon_{number}.png", loire.collection_id)
        assert answer.json()["success"] is True
        assert answer.json()["image_id"]
    stored = FederationImage.objects.filter(collection=loire.collection).order_by("title")
    assert [image.title for image in stored] == [f"salon_{number}" for number in range(5)]
    rights = {(image.credit, image.licence, image.reuse) for image in stored}
    assert rights == {("Studio Ligérien", "press", "press")}, "free for the press is for the press"
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_so_is_a_document(officer: Client, loire: Cluster) -> None:
    answer = send(officer, "dossier-de-presse.pdf", loire.collection_id)
    assert answer.json()["success"] is True
    document = FederationDocument.objects.get(collection=loire.collection)
    assert document.title == "dossier-de-presse"
    # Nobody has set a default: the cluster's name, and no right to reuse.
    assert (document.credit, document.licence) == (str(loire.name), "all-rights")
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_a_title_that_was_typed_stays_as_it_is(officer: Client, loire: Cluster) -> None:
    send(officer, "salon.png", loire.collection_id, title="Le salon, vu du ciel.png")
    assert FederationImage.objects.get().title == "Le salon, vu du ciel.png"


@pytest.mark.django_db
def test_what_is_stored_keeps_its_rights_when_a_form_does_not_name_them(
    officer: Client, loire: Cluster
) -> None:
    send(officer, "salon.png", loire.collection_id)
    image = FederationImage.objects.get()
    FederationImage.objects.filter(pk=image.pk).update(credit="Ana Pérez", licence="cc-by")
    address = reverse("wagtailimages:edit_multiple", args=[image.pk])
    form = {
        f"image-{image.pk}-{name}": value
        for name, value in (("title", "Salon"), ("collection", loire.collection_id), ("credit", "Ana Pérez"))
    }
    answer = officer.post(address, form, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["success"] is True, answer.content
    image.refresh_from_db()
    assert (image.title, image.credit, image.licence) == ("Salon", "Ana Pérez", "cc-by")


SHOWN = ("wagtailimages:add", "wagtaildocs:add", "wagtailimages_chooser:choose", "wagtaildocs_chooser:choose")


@pytest.mark.django_db
@pytest.mark.parametrize("screen", SHOWN)
def test_each_form_shows_the_rights_that_the_file_will_have(
    officer: Client, loire: Cluster, screen: str
) -> None:
    Cluster.objects.filter(pk=loire.pk).update(default_credit="Studio Ligérien", default_licence="press")
    answer = officer.get(reverse(screen))
    html = answer.json()["html"] if "chooser" in screen else answer.content.decode()
    assert 'value="Studio Ligérien"' in html
    assert '<option value="press" selected>' in html


@pytest.mark.django_db
def test_the_rights_are_those_of_the_section_where_it_is_put(loire: Cluster, admin_client: Client) -> None:
    """Of somebody who has many, in a collection below a cluster's."""
    Cluster.objects.filter(pk=loire.pk).update(default_credit="Studio Ligérien", default_licence="press")
    below = loire.collection.add_child(name="Salon 2026")
    shown = admin_client.get(reverse("wagtailimages:add")).content.decode()
    assert "La licence de la section" in shown
    form = {"title": "Salon", "file": picture("s.png"), "collection": below.pk, "credit": "", "licence": ""}
    assert admin_client.post(reverse("wagtailimages:add"), form).status_code == 302
    image = FederationImage.objects.get()
    assert (image.credit, image.licence) == ("Studio Ligérien", "press")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_name_in_the_credit_is_not_that_of_the_interface_s_language(
    officer: Client, loire: Cluster, language: str
) -> None:
    loire.name = {"fr": "EdTech Loire", "ar": "لوار"}
    loire.save()
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="nora"))
    profile.preferred_language = language
    profile.save()
    send(officer, "salon.png", loire.collection_id)
    assert FederationImage.objects.get().credit == "EdTech Loire"


@pytest.mark.django_db
def test_a_credit_that_is_emptied_stays_empty(officer: Client, loire: Cluster) -> None:
    """In the form of one image, where it is shown."""
    form = {
        "title": "Salon",
        "file": picture("salon.png"),
        "collection": loire.collection_id,
        "credit": "",
        "licence": "cc0",
    }
    assert officer.post(reverse("wagtailimages:add"), form).status_code == 302
    image = FederationImage.objects.get()
    assert (image.credit, image.licence) == ("", "cc0")


@pytest.mark.django_db
def test_files_of_nobody_have_the_federation_s_rights(loire: Cluster, admin_client: Client) -> None:
    federation = Federation.load()
    Federation.objects.update(default_credit="Fédération", default_licence="cc-by-sa")
    send(admin_client, "logo.png", federation.collection_id)
    image = FederationImage.objects.get()
    assert (image.credit, image.licence) == ("Fédération", "cc-by-sa")


@pytest.mark.django_db
def test_a_document_that_is_there_is_said_and_offered(officer: Client, loire: Cluster) -> None:
    send(officer, "dossier.pdf", loire.collection_id, title="Dossier de presse")
    known = FederationDocument.objects.get()
    answer = send(officer, "dossier-copie.pdf", loire.collection_id)
    assert answer.json()["success"] is False
    said = answer.json()["error_message"]
    assert said.startswith("Ce fichier est déjà dans la bibliothèque : <a "), "and nothing of its ending"
    assert reverse("wagtaildocs:edit", args=[known.pk]) in said
    assert "Dossier de presse" in said
    assert said.count("\n") == 0
    shown = officer.post(
        reverse("wagtaildocs:add"),
        {
            "title": "Le même",
            "collection": loire.collection_id,
            "licence": "press",
            "credit": "Nora",
            "file": SimpleUploadedFile("encore.pdf", b"%PDF-1.4 a", "application/pdf"),
        },
    )
    assert shown.status_code == 200
    assert reverse("wagtaildocs:edit", args=[known.pk]) in shown.content.decode()
    assert 'value="Nora"' in shown.content.decode(), "what was typed is kept"
    assert FederationDocument.objects.count() == 1


@pytest.mark.django_db
def test_its_own_form_takes_a_document_as_it_is(officer: Client, loire: Cluster) -> None:
    send(officer, "dossier.pdf", loire.collection_id)
    known = FederationDocument.objects.get()
    form = {"title": "Dossier", "collection": loire.collection_id, "licence": "press", "credit": ""}
    assert officer.post(reverse("wagtaildocs:edit", args=[known.pk]), form).status_code == 302
    again = {"file": SimpleUploadedFile("encore.pdf", b"%PDF-1.4 a", "application/pdf")}
    assert officer.post(reverse("wagtaildocs:edit", args=[known.pk]), form | again).status_code == 302
    assert FederationDocument.objects.get().title == "Dossier"


@pytest.mark.django_db
def test_two_clusters_may_have_the_same_document(loire: Cluster, admin_client: Client) -> None:
    """Each with its own rights: who may see both is not stopped either."""
    other = make_cluster("ouest", "OUE")
    for collection in (loire.collection_id, other.collection_id):
        assert send(admin_client, "charte.pdf", collection).json()["success"] is True
    assert send(admin_client, "charte.pdf", other.collection_id).json()["success"] is False
    assert FederationDocument.objects.count() == 2


@pytest.mark.django_db
def test_another_cluster_s_document_is_nobody_s_affair(officer: Client, loire: Cluster) -> None:
    """Whether it has one is not told, and its rights are not ours."""
    other = make_cluster("ouest", "OUE")
    FederationDocument.objects.create(
        title="Le leur", file=ContentFile(b"%PDF-1.4 a", "leur.pdf"), collection=other.collection
    ).get_file_hash()
    assert send(officer, "dossier.pdf", loire.collection_id).json()["success"] is True


@pytest.mark.django_db
def test_an_image_that_is_there_is_said_and_offered(officer: Client, loire: Cluster) -> None:
    """By Wagtail: the new one may be deleted at once."""
    send(officer, "salon.png", loire.collection_id)
    answer = send(officer, "salon-copie.png", loire.collection_id).json()
    assert answer["duplicate"] is True
    assert "salon" in answer["confirm_duplicate_upload"]
