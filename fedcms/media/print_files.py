"""Files of an image for print: a JPEG of full size beside other formats, and crops round the point that must be seen.

A task makes them for what press kits offer (clusters.press_access.kits.tasks), never a request. The rows are Wagtail's
own renditions, so that they go with their image.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from wagtail.images.models import Filter, SourceImageIOError

from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.pixel_bound import has_too_many_pixels
from fedcms.media.rendition_specs import THUMB_SPECS
from fedcms.media.stored_renditions import StoredRendition

_AS_JPEG = "format-jpeg|jpegquality-92"
FULL_SIZE = f"original|{_AS_JPEG}"
# By what the press asks for: a wide page opener, a square, a portrait page. Never enlarged.
CROPS = {
    "16:9": f"fill-3200x1800|{_AS_JPEG}",
    "1:1": f"fill-2400x2400|{_AS_JPEG}",
    "4:5": f"fill-2400x3000|{_AS_JPEG}",
}
_RATIOS = {spec: ratio for ratio, spec in CROPS.items()}
PRINT_SPECS = (FULL_SIZE, *CROPS.values())
_NAME_LENGTH = 85
_JPEG = {".jpg", ".jpeg"}


@dataclass(frozen=True)
class PrintFile:
    """A stored file for print. `ratio` is that of a crop, "" for the whole image; width and height in pixels."""

    name: str
    ratio: str
    width: int
    height: int


def has_focal_point(image: FederationImage) -> bool:
    """Returns whether somebody chose what must stay visible when the image is cropped."""
    return image.focal_point_x is not None and image.focal_point_y is not None


def print_specs(image: FederationImage) -> tuple[str, ...]:
    """Returns the files for print that an image is to have beside its original."""
    whole = () if PurePath(image.file.name).suffix.lower() in _JPEG else (FULL_SIZE,)
    return (*whole, *CROPS.values()) if has_focal_point(image) else whole


def print_files(images: Iterable[FederationImage]) -> dict[int, list[PrintFile]]:
    """Returns the files for print of images as they are now, by the image's key, the whole one first. One query.

    It also reads what a thumbnail needs, for images whose renditions nobody has read (`prefetch_renditions`).
    """
    by_key = {image.pk: image for image in images}
    found: dict[int, list[PrintFile]] = {key: [] for key in by_key}
    rows = FederationRendition.objects.filter(image__in=by_key, filter_spec__in=(*PRINT_SPECS, *THUMB_SPECS))
    stored = {(row.image_id, row.filter_spec, row.focal_point_key): row for row in rows}
    _note_thumbnails(by_key, stored.values())
    for key, image in by_key.items():
        for spec in print_specs(image):
            row = stored.get((key, spec, Filter(spec=spec).get_cache_key(image)))
            if row is not None:
                found[key].append(PrintFile(row.file.name, _RATIOS.get(spec, ""), row.width, row.height))
    return found


def _note_thumbnails(images: dict[int, FederationImage], rows: Iterable[FederationRendition]) -> None:
    """Gives images the renditions of a thumbnail, unless they have more of them already.

    What it gave before is given anew: some images are remembered from one request to the next.
    """
    found: dict[int, list[StoredRendition]] = {key: [] for key in images}
    for row in rows:
        if row.filter_spec in THUMB_SPECS:
            found[row.image_id].append(StoredRendition(row.filter_spec, row.file.name, row.width, row.height))
    for key, image in images.items():
        if getattr(image, "has_thumbnail_alone", not hasattr(image, "stored_renditions")):
            image.stored_renditions, image.has_thumbnail_alone = found[key], True


def make_print_files(image: FederationImage) -> int:
    """Makes the files for print that an image lacks; returns how many it has. Safe to repeat.

    None for an image that is not decoded, or whose file is gone.
    """
    if has_too_many_pixels(image.width, image.height):
        return 0
    specs = print_specs(image)
    try:
        for spec in specs:
            _make(image, spec)
    except (SourceImageIOError, OSError):
        return 0
    return len(specs)


def _make(image: FederationImage, spec: str) -> None:
    """Makes one file, unless it is there. Its name is ours: Wagtail's would be long, and cut the image's own."""
    made_by = Filter(spec=spec)
    focus: str = made_by.get_cache_key(image)
    if FederationRendition.objects.filter(image=image, filter_spec=spec, focal_point_key=focus).exists():
        return
    ratio = _RATIOS.get(spec, "").replace(":", "x")
    ending = f"-{ratio}.{focus}.jpg" if ratio else "-print.jpg"
    file = image.generate_rendition_file(made_by)
    file.name = PurePath(image.file.name).stem[: _NAME_LENGTH - len(ending)] + ending
    FederationRendition.objects.get_or_create(
        image=image, filter_spec=spec, focal_point_key=focus, defaults={"file": file}
    )


def press_file(image: FederationImage, name: str) -> tuple[str, int] | None:
    """Returns stored name and bytes of an image's file by the last part of its name, `None` without one.

    Only the original and the files for print; one query at most, none for the original.
    """
    if PurePath(image.file.name).name == name:
        return image.file.name, image.file_size or 0
    for each in print_files([image])[image.pk]:
        if PurePath(each.name).name == name:
            return each.name, 0
    return None
