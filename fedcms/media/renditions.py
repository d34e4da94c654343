"""Knows which renditions public pages need, makes them, and shows them in templates.

A task makes them at upload and at publication, never a visitor's request (AVIF takes a third of a second of CPU time
an image). Until then, another rendition is shown, or a placeholder cover if there is none.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple, Self

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks.stream_block import StreamValue

from fedcms.core.blocks.expanded_links import expand_links
from fedcms.core.compiled_queries import Parameter, Values, fetch, one_of, several
from fedcms.media.addresses import address_in
from fedcms.media.encoding import QUALITY, EncodedFile, bytes_of, encode, give_way
from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.pixel_bound import has_too_many_pixels

# Widths in CSS pixels. JPEG is only the fallback in `src`, so one width for each use is enough.
THUMB_WIDTHS = (240, 480)
TEASER_WIDTHS = (480, 800)
LEAD_WIDTHS = (480, 800, 1200)
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
_NAME_LENGTH = 60
_FALLBACKS = {"avif": 0, "webp": 1, "jpeg": 2}  # the rank of each format as fallback
_LAZY, _FIRST = ' loading="lazy" decoding="async"', ' fetchpriority="high"'


def spec_of(width: int, image_format: str) -> str:
    """Returns the filter spec of a rendition in Wagtail's syntax, so that Wagtail's tools understand the rows."""
    return f"width-{width}|format-{image_format}|{image_format}quality-{QUALITY[image_format]}"


def _specs(widths: tuple[int, ...], fallback: int) -> dict[str, tuple[int, str]]:
    responsive = [(width, image_format) for image_format in ("avif", "webp") for width in widths]
    return {spec_of(*pair): pair for pair in [*responsive, (fallback, "jpeg")]}


# A thumbnail shares its JPEG with the teaser: no browser in use will fetch it, so it is not worth a file.
_THUMB = _specs(THUMB_WIDTHS, TEASER_WIDTHS[-1])
_CARD, _LEAD = _specs(TEASER_WIDTHS, TEASER_WIDTHS[-1]), _specs(LEAD_WIDTHS, LEAD_WIDTHS[-1])
_ALL = {**_THUMB, **_CARD, **_LEAD}
THUMB_SPECS = tuple(_THUMB)
"""The renditions for a row of a listing."""
TEASER_SPECS = tuple(_CARD)
"""The renditions for a teaser in a column."""
LEAD_SPECS = tuple(_LEAD)
"""The renditions for the head and the body of a page."""
ALL_SPECS = tuple(_ALL)


class StoredRendition(NamedTuple):
    """The columns of a rendition that pages need: a listing has some hundred, and model instances would take long."""

    filter_spec: str
    name: str
    width: int
    height: int

    @property
    def format(self) -> str:
        """The format of the file; a key of `MIME_TYPES` if this module made it."""
        extension = self.name.rpartition(".")[2]
        return "jpeg" if extension == "jpg" else extension

    @property
    def url(self) -> str:
        """The path of the file on the site."""
        return address_in(FederationRendition._meta.get_field("file").storage, self.name)


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
    ours = [r for r in existing if r.filter_spec in _ALL]
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


_COLUMNS = ("filter_spec", "file", "width", "height")


def prefetch_renditions(images: Iterable[FederationImage | None]) -> None:
    """Fetches the renditions that `picture` needs for many images, in one query."""
    found: dict[int, list[StoredRendition]] = {}
    for image in images:
        if image is not None:
            # The same image may occur as two objects: they share the list.
            image.stored_renditions = found.setdefault(image.pk, [])
    if not found:
        return
    rows = fetch(_of_images, **several([*found]))
    for image_id, *columns in rows:
        found[image_id].append(StoredRendition(*columns))  # type: ignore[index, arg-type]  # the columns of _of_images


def _of_images(**ids: Parameter) -> "QuerySet[FederationRendition, Values]":
    found = FederationRendition.objects.filter(one_of("image_id", ids)).order_by()
    return found.values_list("image_id", *_COLUMNS)  # type: ignore[no-any-return]  # Wagtail is untyped


def prefetch_body(body: StreamValue, *beside: FederationImage | None) -> None:
    """Fetches renditions of a body's images in one query, and the targets of its links, one query a kind of link.

    `beside` are other images whose renditions are fetched in the same query.
    """
    prefetch_renditions([*beside, *_images_of(body)])
    expand_links(body)


def _images_of(body: StreamValue) -> Iterator[FederationImage | None]:
    for block in body:
        if block.block_type == "image":
            yield block.value["image"]
        elif block.block_type == "gallery":
            yield from (figure["image"] for figure in block.value["images"])


def existing_renditions(image: FederationImage) -> list[StoredRendition]:
    """Returns all renditions of an image: prefetched ones (ours or Wagtail's), otherwise with one query."""
    stored: list[StoredRendition] | None = getattr(image, "stored_renditions", None)
    if stored is not None:
        return stored
    models = getattr(image, "prefetched_renditions", None)
    rows = image.renditions.all() if models is None else models
    return [StoredRendition(r.filter_spec, str(r.file.name), r.width, r.height) for r in rows]


def _alt(image: FederationImage) -> str:
    """Returns the alternative text; Wagtail's image block stores its own, and "decorative", on the image object."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", None) or image.default_alt_text)


def missing_specs(image: FederationImage) -> list[str]:
    """Returns those of `ALL_SPECS` for which an image has no rendition; none if it is not decoded. One query."""
    if has_too_many_pixels(image.width, image.height):
        return []
    existing = set(FederationRendition.objects.filter(image=image).values_list("filter_spec", flat=True))
    return [spec for spec in ALL_SPECS if spec not in existing]


def _pairs(specs: Iterable[str]) -> dict[str, tuple[int, str]]:
    return {spec: _ALL[spec] for spec in specs}


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
        width, image_format = _ALL[file.spec]
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
