"""Bounds how many pixels an image may have before it is decoded, in every use of Pillow.

A drawing of one bit a pixel is small as a file, and takes a gigabyte when it is decoded.
"""

import warnings

from django.conf import settings
from PIL import Image


def bound_pixels() -> None:
    """Makes Pillow refuse larger images by their header, with `DecompressionBombError`. Called once, at start.

    Pillow only warns from `MAX_IMAGE_PIXELS` on, and refuses twice as many.
    """
    Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


def has_too_many_pixels(width: int | None, height: int | None) -> bool:
    """Returns whether an image of this size is not decoded: the rows of older images may say so."""
    return (width or 0) * (height or 0) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
