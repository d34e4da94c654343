"""Which images and documents a page shows, as the version has them that a holder reads."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from clusters.publishing.media_rights import keys_by_type
from fedcms.media.models import FederationDocument, FederationImage


def file_keys(content: Page) -> frozenset[tuple[type, int]]:
    """Returns model and primary key of each image and document to which a page in memory refers."""
    return frozenset(_keys(content))


def _keys(content: Page) -> Iterator[tuple[type, int]]:
    used = keys_by_type(content)
    for model in (FederationImage, FederationDocument):
        for key in used.get(ContentType.objects.get_for_model(model).pk, ()):
            yield model, key
