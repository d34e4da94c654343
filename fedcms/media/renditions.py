"""Makes the renditions that public pages need.

A task makes them at upload and at publication, never a visitor's request (AVIF takes a third of a second of CPU time
an image). Until then, another rendition is shown, or a placeholder cover if there is none.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from typing import Self

from django.core.files.base import ContentFile

from fedcms.media.encoding import EncodedFile, bytes_of, encode, give_way
from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.pixel_bound import has_too_many_pixels
from fedcms.media.rendition_specs import ALL_SPECS, EXTENSIONS, SIZES

_NAME_LENGTH = 60


def missing_specs(image: FederationImage) -> list[str]:
    """Returns those of `ALL_SPECS` for which an image has no rendition; none if it is not decoded. One query."""
    if has_too_many_pixels(image.width, image.height):
        return []
    existing = set(FederationRendition.objects.filter(image=image).values_list("filter_spec", flat=True))
    return [spec for spec in ALL_SPECS if spec not in existing]


def _pairs(specs: Iterable[str]) -> dict[str, tuple[int, str]]:
    return {spec: SIZES[spec] for spec in specs}


def make_renditions(image: FederationImage) -> int:
    """Makes the missing renditions of `ALL_SPECS`; returns how many. Safe to repeat, and in two workers at once.

    Raises `OSError` when the image's file is gone or is no image.
    """
    specs = missing_specs(image)
    return _store(image, encode(bytes_of(image), _pairs(specs))) if specs else 0


class Rendering:
    """Encodes the renditions of many images in threads, while the caller does something else.

    `with Rendering(images) as rendering: …; made = rendering.store()`
    """

    def __init__(self, images: Iterable[FederationImage], workers: int = 2) -> None:
        self._todo = [(image, specs) for image in images if (specs := missing_specs(image))]
        self._pool = ThreadPoolExecutor(workers, initializer=give_way)
        self._encoded: Iterator[list[EncodedFile]] = iter(())

    def __enter__(self) -> Self:
        # The threads use no database, whose connections belong to one. Pillow releases the GIL while encoding.
        self._encoded = self._pool.map(lambda job: list(encode(bytes_of(job[0]), _pairs(job[1]))), self._todo)
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def store(self) -> int:
        """Waits for the files and stores them with their rows; returns how many. Raises what encoding raised."""
        return sum(
            _store(image, files) for (image, _specs), files in zip(self._todo, self._encoded, strict=True)
        )


def _store(image: FederationImage, files: Iterable[EncodedFile]) -> int:
    """Stores renditions with their rows; returns how many. Keeps a row that another worker wrote meanwhile."""
    field = FederationRendition._meta.get_field("file")
    stem = PurePath(image.file.name).stem
    made = 0
    for file in files:
        width, image_format = SIZES[file.spec]
        ending = f".{width}.{EXTENSIONS[image_format]}"
        path = field.generate_filename(FederationRendition(), stem[: _NAME_LENGTH - len(ending)] + ending)
        # Saved here and only named in the row: the field would decode each file twice to get its dimensions.
        name = field.storage.save(path, ContentFile(file.content))
        # No spec depends on the focal point, so its key is empty.
        _rendition, created = FederationRendition.objects.get_or_create(
            image=image,
            filter_spec=file.spec,
            focal_point_key="",
            defaults={"file": name, "width": file.width, "height": file.height},
        )
        if not created:
            field.storage.delete(name)
        made += created
    return made
