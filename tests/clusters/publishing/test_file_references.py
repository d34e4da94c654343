"""Which files a page in memory refers to: those that Wagtail's reference index would find, and without a query."""

import json
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from pytest_django import DjangoAssertNumQueries
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex, get_page_models

from clusters.models import Cluster, ContentPage
from clusters.publishing.file_references import MODELS, file_references
from fedcms.media.models import FederationDocument, FederationImage, FileModel
from news.models import ReleaseAttachment
from tests.factories import make_article, make_event, make_mission, make_release, make_story

pytestmark = pytest.mark.django_db


def by_wagtail(page: Page) -> dict[FileModel, set[int]]:
    """What Wagtail's reference index finds in the page as it is in memory."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in MODELS}
    found: dict[FileModel, set[int]] = {model: set() for model in MODELS}
    for type_id, key, _model_path, _content_path in ReferenceIndex._extract_references_from_object(page):
        if type_id in types:
            found[types[type_id]].add(int(key))
    return found


@pytest.fixture
def files(loire: Cluster) -> list[FederationImage | FederationDocument]:
    """Four images and three documents of the cluster's library."""
    images = [
        FederationImage.objects.create(
            title=f"Image {n}", file=get_test_image_file(), collection=loire.collection
        )
        for n in range(4)
    ]
    documents = [
        FederationDocument.objects.create(
            title=f"Document {n}", file=ContentFile(b"%PDF-1.7", name=f"{n}.pdf"), collection=loire.collection
        )
        for n in range(3)
    ]
    return [*images, *documents]


def body_with(files: list[FederationImage | FederationDocument]) -> str:
    """A text that shows files in each of the blocks that can."""
    one, two, three, _lead, first, second, _third = (file.pk for file in files)

    def illustration(key: int) -> dict[str, object]:
        return {"image": {"image": key, "decorative": True, "alt_text": ""}, "caption": ""}

    rich = f'<p><a linktype="document" id="{first}">kit</a></p>'
    return json.dumps(
        [
            {"type": "image", "value": illustration(one)},
            {"type": "gallery", "value": {"title": "", "images": [illustration(two), illustration(three)]}},
            {"type": "documents", "value": {"title": "", "documents": [second]}},
            {"type": "paragraph", "value": rich},
        ]
    )


@pytest.mark.parametrize("make", [make_article, make_story, make_release, make_event, make_mission])
def test_of_each_kind_what_wagtail_finds(
    loire: Cluster,
    files: list[FederationImage | FederationDocument],
    make: Callable[..., ContentPage],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page = make(loire, live=False, lead_image=files[3])
    page.body = body_with(files)
    expected = {
        FederationImage: {file.pk for file in files[:4]},
        FederationDocument: {files[4].pk, files[5].pk},
    }
    if hasattr(page, "attachments"):
        page.attachments.add(ReleaseAttachment(document=files[6]))
        expected[FederationDocument].add(files[6].pk)
    assert by_wagtail(page) == expected
    with django_assert_max_num_queries(0):
        assert file_references(page) == expected


def test_a_page_without_files_refers_to_none(loire: Cluster) -> None:
    assert file_references(make_article(loire)) == {FederationImage: set(), FederationDocument: set()}


def test_no_kind_of_page_leads_to_a_file_of_another_model() -> None:
    """A subclass or another model of files would have to be added to MODELS."""
    names = {model._meta.model_name for model in MODELS}
    for page_model in get_page_models():
        for field in page_model._meta.get_fields():
            if field.many_to_one and field.related_model is not None:
                name = field.related_model._meta.model_name
                assert ("image" not in name and "document" not in name) or name in names, field
