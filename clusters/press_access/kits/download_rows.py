"""Shows the files of a press kit as rows: each image once, with a thumbnail, what can be printed first."""

from collections.abc import Iterable
from dataclasses import replace

from clusters.press_access.kits.files import KitFile
from fedcms.media.models import FederationImage
from fedcms.media.pictures import Picture, picture
from fedcms.media.rendition_specs import THUMB_WIDTHS, spec_of

PRINTABLE = frozenset({"jpg", "jpeg", "png", "tif", "tiff"})
"""The formats that a press's layout program opens."""
# One width is enough for a row; the fallback is what the library has.
_THUMBNAIL = tuple(spec_of(THUMB_WIDTHS[0], name) for name in ("avif", "webp"))


def _thumbnail(image: FederationImage) -> Picture | None:
    """Returns the image at the size of a row, without a text: the row's link says what it shows."""
    return picture(image, specs=_THUMBNAIL, alt="", sizes="4.5rem")


def _row(files: list[KitFile]) -> KitFile:
    whole = [file for file in files if not file.ratio]
    first = next((file for file in whole if file.file_extension.lower() in PRINTABLE), files[0])
    others = tuple(file for file in files if file is not first)
    thumbnail = _thumbnail(first.image) if first.image is not None else None
    # It is named as what it shows: the format stands beside it.
    return replace(first, title=files[0].title, thumbnail=thumbnail, others=others)


def as_download_rows(files: Iterable[KitFile]) -> list[KitFile]:
    """Returns one file for each document and each image, in their order; an image's other files are its `others`.

    No query for images whose renditions were read with their files for print (`image_files`).
    """
    by_subject: dict[object, list[KitFile]] = {}
    for file in files:
        subject = file.stored if file.image is None else (file.folder, file.image.pk)
        by_subject.setdefault(subject, []).append(file)
    return [_row(each) for each in by_subject.values()]
