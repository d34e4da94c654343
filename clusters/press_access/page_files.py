"""Which images and documents a page shows, as the version has them that a holder reads."""

from wagtail.models import Page

from clusters.publishing.file_references import file_references


def file_keys(content: Page) -> frozenset[tuple[type, int]]:
    """Returns model and primary key of each image and document to which a page in memory refers."""
    return frozenset((model, key) for model, keys in file_references(content).items() for key in keys)
