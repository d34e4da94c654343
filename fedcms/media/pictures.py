"""Shows an image as a `<picture>` element, by the renditions that it has, or says that a placeholder is wanted."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from fedcms.media.models import FederationImage
from fedcms.media.rendition_specs import MIME_TYPES, SIZES, TEASER_SPECS
from fedcms.media.stored_renditions import existing_renditions

_FALLBACKS = {"avif": 0, "webp": 1, "jpeg": 2}  # the rank of each format as fallback
_LAZY, _FIRST = ' loading="lazy" decoding="async"', ' fetchpriority="high"'


class RenditionSource(NamedTuple):
    """The renditions of an image in one format: MIME type and `srcset`."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """An image ready for a template; printed, it is a `<picture>` element."""

    sources: tuple[RenditionSource, ...]
    src: str
    width: int
    height: int
    alt: str
    sizes: str
    is_lazy: bool
    position: str = ""
    """The focal point that must stay visible when the image is cropped: CSS `object-position`, "" for the centre."""

    @property
    def component_key(self) -> tuple[object, ...]:
        """All that is shown of it (`cached_include`)."""
        return tuple(vars(self).values())

    def __html__(self) -> SafeString:
        """Returns the element, with dimensions, so that nothing moves while the image loads."""
        sizes = escape(self.sizes)
        sources = "".join(
            f'<source type="{s.type}" srcset="{escape(s.srcset)}" sizes="{sizes}">' for s in self.sources
        )
        position = f' style="object-position:{self.position}"' if self.position else ""
        # A plain string: a listing has a dozen, and `format_html` would take ten times as long.
        return mark_safe(  # noqa: S308  # what is not made of numbers or constants is escaped
            f'<picture>{sources}<img src="{escape(self.src)}" width="{self.width}" height="{self.height}"'
            f' alt="{escape(self.alt)}"{position}{_LAZY if self.is_lazy else _FIRST}></picture>'
        )

    def __str__(self) -> str:
        return self.__html__()


def picture(
    image: FederationImage | None,
    *,
    specs: tuple[str, ...] = TEASER_SPECS,
    alt: str | None = None,
    sizes: str = "100vw",
    is_lazy: bool = True,
) -> Picture | None:
    """Returns `image` as a `Picture` with those of `specs` that exist, or else with other renditions.

    None without any rendition, or when it may not be shown: templates then show a placeholder cover.

    No query when renditions were prefetched (`prefetch_renditions`), otherwise one. `alt` is the page's own
    alternative text; without it, the image block's is used, else the image's own in the active language.
    """
    if image is None or not image.may_be_shown():
        return None
    existing = existing_renditions(image)
    ours = [r for r in existing if r.filter_spec in SIZES]
    wanted = [r for r in ours if r.filter_spec in specs] or ours or existing
    if not wanted:
        return None
    by_format: dict[str, dict[int, str]] = {}
    for rendition in sorted(wanted, key=lambda r: r.width):
        by_format.setdefault(rendition.format, {})[rendition.width] = rendition.url
    # Browsers that support no `<source>` use `src`: JPEG in any size if there is one, AVIF if there is nothing else.
    fallback = max(ours or wanted, key=lambda r: (_FALLBACKS.get(r.format, -1), r in wanted, r.width))
    return Picture(
        sources=tuple(
            RenditionSource(
                MIME_TYPES[name], ", ".join(f"{url} {width}w" for width, url in by_format[name].items())
            )
            for name in ("avif", "webp")
            if name in by_format
        ),
        src=fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=_alt(image) if alt is None else alt,
        sizes=sizes,
        is_lazy=is_lazy,
        position=focal_position(image),
    )


def focal_position(image: FederationImage) -> str:
    """Returns the image's focal point as `object-position` ("30% 62%"), "" when its editor chose none."""
    if image.focal_point_x is None or image.focal_point_y is None or not (image.width and image.height):
        return ""
    across, down = image.focal_point_x / image.width, image.focal_point_y / image.height
    return f"{round(100 * min(across, 1))}% {round(100 * min(down, 1))}%"


def _alt(image: FederationImage) -> str:
    """Returns the alternative text; Wagtail's image block stores its own, and "decorative", on the image object."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", None) or image.default_alt_text)
