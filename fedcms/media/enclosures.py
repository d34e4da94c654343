"""Chooses the image file for a feed item, with its size; makes no rendition."""

from dataclasses import dataclass

from django.core.files.storage import default_storage

from fedcms.core.buckets.errors import BucketAwayError
from fedcms.core.shown_tags import note_not_known
from fedcms.media.models import FederationImage
from fedcms.media.rendition_specs import ALL_SPECS, MIME_TYPES
from fedcms.media.stored_renditions import existing_renditions

# Formats that feed readers can show, the most widely supported last.
_PREFERENCE = ("avif", "webp", "jpeg")


@dataclass(frozen=True)
class Enclosure:
    """The image file of a feed item: `url` is its path on the site, `length` its size in bytes."""

    url: str
    length: int
    type: str
    width: int
    height: int


def enclosure_of(image: FederationImage | None) -> Enclosure | None:
    """Returns the widest JPEG of an image's renditions, else of another format; None without any, or without rights.

    No query when renditions were prefetched (`prefetch_renditions`), otherwise one.
    """
    if image is None or not image.may_be_shown():
        return None
    known = [r for r in existing_renditions(image) if r.filter_spec in ALL_SPECS]
    for rendition in sorted(known, key=lambda r: (_PREFERENCE.index(r.format), r.width), reverse=True):
        try:
            length = default_storage.size(rendition.name)
        except FileNotFoundError:
            continue  # the row exists, its file is gone
        except BucketAwayError:
            note_not_known()
            return None
        return Enclosure(
            url=rendition.url,
            length=length,
            type=MIME_TYPES[rendition.format],
            width=rendition.width,
            height=rendition.height,
        )
    return None
