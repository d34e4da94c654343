"""Editors upload into a bucket, and readers get from it what they may see, by the site's own addresses."""

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from clusters.models import Cluster
from events.applications.erasure import drop_lost_files
from events.applications.private_files import drop_file, keep_file, send_private
from fedcms.core.buckets.errors import BucketAwayError
from fedcms.core.health.parts import look_at_parts
from fedcms.media.models import FederationImage
from tests.buckets.server import BUCKET, BucketServer, storages_in
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.documents import CONTENT, make_release_with_document
from tests.view_counts.nginx_site import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(db: None) -> Cluster:
    """A cluster with its collection."""
    return make_cluster("media", "MED")


@pytest.fixture
def image(cluster: Cluster, bucket: BucketServer) -> FederationImage:
    """An image in the bucket that no page uses yet."""
    return FederationImage.objects.create(
        title="Picture",
        file=get_test_image_file("picture.png"),
        collection=cluster.collection,
        credit="The team",
    )


def content_of(answer: object) -> bytes:
    return b"".join(answer.streaming_content)


def test_an_editor_uploads_an_image_and_readers_see_its_renditions_once_a_page_shows_it(
    cluster: Cluster, bucket: BucketServer
) -> None:
    editor = Client()
    editor.force_login(make_user("editor", cluster))
    file = get_test_image_file_jpeg("photo.jpg", size=(800, 600))
    file.seek(0)
    answer = editor.post(
        reverse("wagtailimages:add"),
        {
            "title": "Photo",
            "file": SimpleUploadedFile("photo.jpg", file.read(), "image/jpeg"),
            "collection": cluster.collection.pk,
            "credit": "The team",
            "licence": "all-rights",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    image = FederationImage.objects.get()
    rendition = image.get_rendition("width-320|format-webp")
    assert {f"media/{image.file.name}", f"media/{rendition.file.name}"} <= bucket.keys
    assert rendition.url.startswith("/media/")
    assert Client().get(rendition.url).status_code == 404
    page = make_article(cluster, lead_image=image)
    shown = Client().get(rendition.url)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert content_of(shown)[8:12] == b"WEBP"
    page.unpublish()
    assert Client().get(rendition.url).status_code == 404


def test_a_document_is_served_by_its_rights(cluster: Cluster, bucket: BucketServer) -> None:
    release, document = make_release_with_document(cluster)
    assert Client().get(document.url).status_code == 404
    publish(release)
    answer = Client().get(document.url)
    assert content_of(answer) == CONTENT
    assert answer["Content-Length"] == str(len(CONTENT))
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.usefixtures("bucket")
def test_what_no_row_names_is_found_in_the_bucket_and_erased() -> None:
    stored = keep_file(ContentFile(b"a name"), "CV.pdf")
    assert drop_lost_files(timezone.now()) == 0
    assert drop_lost_files(timezone.now() + timedelta(days=30)) == 1
    assert not storages["private"].exists(stored)


@pytest.mark.usefixtures("bucket")
def test_what_applicants_send_is_kept_sent_and_dropped() -> None:
    stored = keep_file(ContentFile(b"a name"), "CV.pdf")
    assert storages["private"].exists(stored)
    assert content_of(send_private(stored, "CV.pdf")) == b"a name"
    drop_file(stored)
    assert not storages["private"].exists(stored)


def test_the_proxy_is_told_a_signed_address(
    image: FederationImage, cluster: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_ACCEL_REDIRECT = "/protected/"
    make_article(cluster, lead_image=image)
    answer = Client().get(f"/media/{image.file.name}")
    told = urlsplit(answer["X-Accel-Redirect"])
    assert told.path == f"/protected/{BUCKET}/media/{image.file.name}"
    assert parse_qs(told.query)["X-Amz-Expires"] == ["86400"]
    assert answer.content == b""
    assert "tests-only" not in str(answer.headers)


def test_files_that_cannot_be_had_are_503_and_pages_go_on(
    image: FederationImage, cluster: Cluster, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FEDCMS_SOCIAL_CARDS = True
    page, feed = make_article(cluster, lead_image=image), "/fr/feeds/rss.xml"
    # As the worker does, before anybody reads it.
    pages = {path: Client().get(path).content.decode() for path in (page.url, feed)}
    assert 'type="image/jpeg"' in pages[feed]
    settings.STORAGES = settings.STORAGES | storages_in(f"http://127.0.0.1:{free_port()}")
    caplog.set_level(logging.CRITICAL, "django.request")
    reader = Client(raise_request_exception=False)
    answer = reader.get(f"/media/{image.file.name}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "no-store" in answer["Cache-Control"]
    assert [reader.get(path).status_code for path in pages] == [200, 200]


def test_a_position_is_not_left_in_an_image_because_its_bucket_was_away(
    image: FederationImage, settings: Settings
) -> None:
    """Its row is not stored: the editor tries again."""
    image.file.name = default_storage.save("original_images/other.png", get_test_image_file("other.png"))
    settings.STORAGES = settings.STORAGES | storages_in(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(BucketAwayError):
        image.save()


@pytest.mark.usefixtures("bucket")
def test_health_says_whether_the_bucket_answers(settings: Settings) -> None:
    def media() -> object:
        return next(state for part, state in look_at_parts().items() if part.name == "media")

    assert media().is_well
    settings.STORAGES = settings.STORAGES | storages_in(f"http://127.0.0.1:{free_port()}")
    assert media().says == "The bucket of files does not answer, or refuses."
