"""Encodes renditions: decodes an image once, resizes it once a width, saves each format."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import willow

from fedcms.media.models import FederationImage

# Measured on the demo's drawings at 1200 px: AVIF 27 kB, WebP 36 kB, JPEG 63 kB at about the same look.
QUALITY = {"avif": 55, "webp": 75, "jpeg": 78}


@dataclass(frozen=True)
class EncodedFile:
    """A rendition's file and its dimensions in pixels, before it is stored."""

    spec: str
    content: bytes
    width: int
    height: int


def bytes_of(image: FederationImage) -> bytes:
    """Returns the content of the original file. Raises `OSError` when it is gone."""
    with image.open_file() as file:
        content: bytes = file.read()
    return content


def encode(original: bytes, specs: Mapping[str, tuple[int, str]]) -> Iterator[EncodedFile]:
    """Yields a file for each spec (spec -> width, format); never enlarges. Raises `OSError` if it is no image."""
    upright = willow.Image.open(BytesIO(original)).auto_orient()
    full_width, full_height = upright.get_size()
    for width in sorted({width for width, _format in specs.values()}):
        size = (width, max(1, round(full_height * width / full_width)))
        reduced = upright.resize(size) if width < full_width else upright
        for spec, (spec_width, image_format) in specs.items():
            if spec_width == width:
                yield EncodedFile(spec, _saved(reduced, image_format), *reduced.get_size())


def give_way() -> None:
    """Lets other work come before what this thread encodes. Elsewhere than on Linux, nice is the whole process's."""
    if sys.platform == "linux":
        os.nice(10)


def _saved(image: willow.Image, image_format: str) -> bytes:
    output = BytesIO()
    quality = QUALITY[image_format]
    if image_format == "jpeg":
        opaque = image.set_background_color_rgb((255, 255, 255)) if image.has_alpha() else image
        opaque.save_as_jpeg(output, quality=quality, progressive=True, optimize=True)
    elif image_format == "webp":
        image.save_as_webp(output, quality=quality)
    else:
        image.save_as_avif(output, quality=quality)
    return output.getvalue()
