"""A file is served when its rights run and something visible uses it; otherwise only to those who work with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Cluster
from fedcms.media.models import FederationImage
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.documents import CONTENT, make_release_with_document
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its collection."""
    with keep():
        return make_cluster("media", "MED")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


@pytest.fixture
def image(cluster: Cluster) -> FederationImage:
    """An image in the cluster's collection that no page uses yet."""
    return FederationImage.objects.create(
        title="Picture",
        file=get_test_image_file("picture.png"),
        collection=cluster.collection,
        credit="The team",
    )


def status(image: FederationImage, client: Client | None = None) -> int:
    """What a visitor gets for the stored file."""
    return (client or Client()).get(f"/media/{image.file.name}").status_code


def test_an_image_that_nothing_visible_uses_is_not_there(image: FederationImage, cluster: Cluster) -> None:
    """Uploaded, or used by a draft: no address gives it away."""
    assert status(image) == 404
    make_article(cluster, live=False, lead_image=image)
    assert status(image) == 404


def test_an_image_appears_and_disappears_with_the_page_that_uses_it(
    image: FederationImage, cluster: Cluster
) -> None:
    """Publication opens it, withdrawal closes it, an embargo keeps it closed."""
    page = make_article(cluster, lead_image=image)
    assert status(image) == 200
    page.unpublish()
    assert status(image) == 404
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.live = True
    page.save()
    assert status(image) == 404


def test_a_rendition_follows_its_image(image: FederationImage, cluster: Cluster) -> None:
    """The small copy is as private as the original."""
    rendition = image.get_rendition("width-100")
    assert Client().get(rendition.url).status_code == 404
    make_article(cluster, lead_image=image)
    response = Client().get(rendition.url)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


def test_expired_rights_close_an_image_whoever_uses_it(image: FederationImage, cluster: Cluster) -> None:
    """The last day counts; the day after, the file is gone for the public."""
    make_article(cluster, lead_image=image)
    image.rights_until = timezone.localdate()
    image.save()
    assert status(image) == 200
    image.rights_until = timezone.localdate() - timedelta(days=1)
    image.save()
    assert status(image) == 404


def test_editors_see_the_images_of_their_cluster_and_no_others(
    image: FederationImage, cluster: Cluster
) -> None:
    """Thumbnails work in the admin before anything is published, for those whose image it is."""
    other = make_cluster("elsewhere", "ELS")
    own, stranger = Client(), Client()
    own.force_login(make_user("own", cluster))
    stranger.force_login(make_user("stranger", other))
    assert status(image, own) == 200
    assert status(image, stranger) == 404


def test_a_proxy_sends_the_file_where_one_is_configured(
    image: FederationImage, cluster: Cluster, settings: object
) -> None:
    """The application answers with the internal location and no content."""
    settings.FEDCMS_ACCEL_REDIRECT = "/protected/"  # type: ignore[attr-defined]
    make_article(cluster, lead_image=image)
    response = Client().get(f"/media/{image.file.name}")
    assert response["X-Accel-Redirect"] == f"/protected/{image.file.name}"
    assert response.content == b""


def test_a_document_is_served_once_its_release_is_out(cluster: Cluster) -> None:
    """A press kit under embargo has no address that works."""
    release, document = make_release_with_document(cluster)
    assert Client().get(document.url).status_code == 404
    publish(release)
    response = Client().get(document.url)
    assert b"".join(response.streaming_content) == CONTENT


def test_no_path_of_the_disk_is_reachable(cluster: Cluster) -> None:
    """Only files that the database knows have an address."""
    for path in (
        "/media/../db.sqlite3",
        "/media/%2e%2e/db.sqlite3",
        "/media//etc/passwd",
        "/media/unknown.png",
    ):
        assert Client().get(path).status_code == 404
