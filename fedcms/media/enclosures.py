"""Chooses the image file of a feed item, with its size; renders nothing."""

from dataclasses import dataclass

from django.core.files.storage import default_storage

from fedcms.media.models import FederationImage
from fedcms.media.renditions import ALL_SPECS, MIME_TYPES, existing_renditions

# What readers of feeds can show, the most widely read last.
_PREFERENCE = ("avif", "webp", "jpeg")


@dataclass(frozen=True)
class Enclosure:
    """`url` is the path on the site, `length` the size in bytes."""

    url: str
    length: int
    type: str
    width: int
    height: int


def enclosure_of(image: FederationImage | None) -> Enclosure | None:
    """The widest JPEG among an image's renditions, or else what there is; `None` when there is none to be shown.

    No query when renditions were prefetched (`prefetch_renditions`), otherwise one.
    """
    if image is None or not image.rights_run():
        return None
    known = [r for r in existing_renditions(image) if r.filter_spec in ALL_SPECS]
    for rendition in sorted(known, key=lambda r: (_PREFERENCE.index(r.format), r.width), reverse=True):
        try:
            length = default_storage.size(rendition.name)
        except FileNotFoundError:
            continue  # its row outlived it
        return Enclosure(
            url=rendition.url,
            length=length,
            type=MIME_TYPES[rendition.format],
            width=rendition.width,
            height=rendition.height,
        )
    return None
