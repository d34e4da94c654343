"""What goes with a file that is sent: how long it is kept, by whom, how it is opened, and what may run in it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import CollectionViewRestriction

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage
from news.models import PressReleasePage, ReleaseAttachment
from tests.factories import make_article, make_cluster, make_release, make_user

pytestmark = pytest.mark.django_db

KEPT_A_MINUTE = "private, max-age=60"
KEPT_NOWHERE = "private, no-store"


@pytest.fixture
def image(loire: Cluster) -> FederationImage:
    """A picture that no page shows yet."""
    return FederationImage.objects.create(
        title="Picture", file=get_test_image_file("picture.png"), collection=loire.collection
    )


@pytest.fixture
def document(loire: Cluster) -> FederationDocument:
    """A file that no page gives yet."""
    return FederationDocument.objects.create(
        title="Kit",
        file=ContentFile(b"figures", name="kit.txt"),
        collection=loire.collection,
        credit="The team",
    )


def released(cluster: Cluster, document: FederationDocument) -> PressReleasePage:
    """A public release that gives a file."""
    release = make_release(cluster)
    release.attachments.add(ReleaseAttachment(document=document))
    release.save_revision().publish()
    return release


def signed_in(name: str, cluster: Cluster) -> Client:
    """The browser of an editor."""
    client = Client()
    client.force_login(make_user(name, cluster))
    return client


def sandboxed(policy: str) -> bool:
    """Whether nothing runs in what is shown, nor is loaded from it."""
    return "default-src 'none'" in policy and policy.endswith("sandbox")


def test_a_public_picture_is_kept_for_five_minutes_by_its_reader_alone(
    image: FederationImage, loire: Cluster
) -> None:
    make_article(loire, lead_image=image)
    for response in (
        Client().get(f"/media/{image.file.name}"),
        Client().get(image.get_rendition("width-90").url),
    ):
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == KEPT_A_MINUTE
        assert response["X-Content-Type-Options"] == "nosniff"
        assert sandboxed(response["Content-Security-Policy"])
        assert not response.cookies


def test_a_picture_that_is_not_public_is_kept_nowhere(image: FederationImage, loire: Cluster) -> None:
    """The same address for the same person, before and after."""
    own = signed_in("own", loire)
    address = f"/media/{image.file.name}"
    assert own.get(address)["Cache-Control"] == KEPT_NOWHERE
    assert sandboxed(own.get(address)["Content-Security-Policy"])
    page = make_article(loire, lead_image=image)
    assert own.get(address)["Cache-Control"] == KEPT_A_MINUTE
    page.unpublish()
    assert own.get(address)["Cache-Control"] == KEPT_NOWHERE


def test_files_are_only_read(image: FederationImage, loire: Cluster) -> None:
    make_article(loire, lead_image=image)
    assert Client().head(f"/media/{image.file.name}").status_code == 200
    assert Client().post(f"/media/{image.file.name}").status_code == 405


def test_a_file_that_is_gone_from_the_disk_is_not_found(image: FederationImage, loire: Cluster) -> None:
    """Its row outlived it: no error of the server."""
    make_article(loire, lead_image=image)
    default_storage.delete(image.file.name)
    assert Client().get(f"/media/{image.file.name}").status_code == 404


def test_a_proxy_is_told_the_same_and_names_are_quoted(
    image: FederationImage, loire: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_ACCEL_REDIRECT = "/protected/"
    FederationImage.objects.filter(pk=image.pk).update(file="original_images/été à 100 %.png")
    make_article(loire, lead_image=image)
    response = Client().get("/media/original_images/%C3%A9t%C3%A9%20%C3%A0%20100%20%25.png")
    assert response["X-Accel-Redirect"] == "/protected/original_images/%C3%A9t%C3%A9%20%C3%A0%20100%20%25.png"
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == KEPT_A_MINUTE
    assert sandboxed(response["Content-Security-Policy"])


def test_a_proxy_is_told_the_same_of_a_document_and_of_none_that_is_hidden(
    document: FederationDocument, loire: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_ACCEL_REDIRECT = "/protected/"
    release = released(loire, document)
    response = Client().get(document.url)
    assert response["X-Accel-Redirect"] == f"/protected/{document.file.name}"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Cache-Control"] == KEPT_A_MINUTE
    assert sandboxed(response["Content-Security-Policy"])
    release.unpublish()
    hidden = Client().get(document.url)
    assert hidden.status_code == 404
    assert "X-Accel-Redirect" not in hidden


def test_a_document_is_saved_under_its_name_and_kept_as_a_picture_is(
    document: FederationDocument, loire: Cluster
) -> None:
    release = released(loire, document)
    response = Client().get(document.url)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "kit" in response["Content-Disposition"]
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == KEPT_A_MINUTE
    assert sandboxed(response["Content-Security-Policy"])
    release.unpublish()
    assert Client().get(document.url).status_code == 404
    own = signed_in("own", loire).get(document.url)
    assert b"".join(own.streaming_content) == b"figures"
    assert own["Cache-Control"] == KEPT_NOWHERE
    assert sandboxed(own["Content-Security-Policy"])
    assert own["Content-Disposition"].startswith("attachment; filename=")


def test_a_document_that_is_not_public_is_its_own_team_s_alone(
    document: FederationDocument, loire: Cluster
) -> None:
    other = make_cluster("ailleurs", "AIL")
    assert signed_in("own", loire).get(document.url).status_code == 200
    assert signed_in("stranger", other).get(document.url).status_code == 404
    assert Client().get(document.url).status_code == 404


def test_a_document_whose_rights_have_run_out_is_gone_the_day_after(
    document: FederationDocument, loire: Cluster
) -> None:
    released(loire, document)
    today = timezone.localdate()
    for until, status in ((today, 200), (today - timedelta(days=1), 404)):
        FederationDocument.objects.filter(pk=document.pk).update(rights_until=until)
        assert Client().get(document.url).status_code == status


def test_a_document_that_its_reader_has_is_not_sent_again_but_only_while_it_may_be_had(
    document: FederationDocument, loire: Cluster
) -> None:
    document.file_hash = "0123abcd"
    document.save()
    release = released(loire, document)
    known = {"If-None-Match": Client().get(document.url)["ETag"]}
    answer = Client().get(document.url, headers=known)
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (304, b"", KEPT_A_MINUTE)
    FederationDocument.objects.filter(pk=document.pk).update(file_hash="4567abcd")
    assert Client().get(document.url, headers=known).status_code == 200
    release.unpublish()
    FederationDocument.objects.filter(pk=document.pk).update(file_hash="0123abcd")
    assert Client().get(document.url, headers=known).status_code == 404


def test_a_document_has_one_address(document: FederationDocument, loire: Cluster) -> None:
    released(loire, document)
    for address in (
        f"/documents/{document.pk}/other.txt",
        f"/documents/{document.pk}/",
        "/documents/99999999/kit.txt",
    ):
        assert Client().get(address).status_code == 404, address
    assert Client().post(document.url).status_code == 405


def test_the_password_of_a_collection_is_asked_for_first(
    document: FederationDocument, loire: Cluster
) -> None:
    """Wagtail's own hook comes before the project's: its form is shown, and no file."""
    released(loire, document)
    CollectionViewRestriction.objects.create(
        collection=loire.collection, restriction_type="password", password="sesame"
    )
    response = Client().get(document.url)
    assert b"figures" not in response.content
    assert b'type="password"' in response.content


def test_a_picture_is_not_made_public_by_a_document_of_the_same_number(
    image: FederationImage, loire: Cluster
) -> None:
    document = FederationDocument.objects.create(
        pk=image.pk,
        title="Kit",
        file=ContentFile(b"figures", name="kit.txt"),
        collection=loire.collection,
        credit="The team",
    )
    released(loire, document)
    assert Client().get(document.url).status_code == 200
    assert Client().get(f"/media/{image.file.name}").status_code == 404


def test_one_visible_page_is_enough_and_a_cluster_s_own_logo_needs_none(
    image: FederationImage, loire: Cluster
) -> None:
    make_article(loire, live=False, lead_image=image)
    hidden = make_article(loire, lead_image=image)
    shown = make_article(loire, lead_image=image)
    hidden.unpublish()
    assert Client().get(f"/media/{image.file.name}").status_code == 200
    shown.unpublish()
    assert Client().get(f"/media/{image.file.name}").status_code == 404
    loire.logo = image
    loire.save()
    assert Client().get(f"/media/{image.file.name}").status_code == 200
