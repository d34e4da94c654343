"""The widths and formats of images on public pages, as filter specs in Wagtail's syntax."""

from fedcms.media.encoding import QUALITY

# Widths in CSS pixels. JPEG is only the fallback in `src`, so one width for each use is enough.
THUMB_WIDTHS = (240, 480)
TEASER_WIDTHS = (480, 800)
LEAD_WIDTHS = (480, 800, 1200)
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


def spec_of(width: int, image_format: str) -> str:
    """Returns the filter spec of a rendition in Wagtail's syntax, so that Wagtail's tools understand the rows."""
    return f"width-{width}|format-{image_format}|{image_format}quality-{QUALITY[image_format]}"


def _specs(widths: tuple[int, ...], fallback: int) -> dict[str, tuple[int, str]]:
    responsive = [(width, image_format) for image_format in ("avif", "webp") for width in widths]
    return {spec_of(*pair): pair for pair in [*responsive, (fallback, "jpeg")]}


# A thumbnail shares its JPEG with the teaser: no browser in use will fetch it, so it is not worth a file.
_THUMB = _specs(THUMB_WIDTHS, TEASER_WIDTHS[-1])
_CARD, _LEAD = _specs(TEASER_WIDTHS, TEASER_WIDTHS[-1]), _specs(LEAD_WIDTHS, LEAD_WIDTHS[-1])
THUMB_SPECS = tuple(_THUMB)
"""The renditions for a row of a listing."""
TEASER_SPECS = tuple(_CARD)
"""The renditions for a teaser in a column."""
LEAD_SPECS = tuple(_LEAD)
"""The renditions for the head and the body of a page."""
ALL_SPECS = tuple(_THUMB | _CARD | _LEAD)
SIZES = {**_THUMB, **_CARD, **_LEAD}
"""Width and format of each spec."""
