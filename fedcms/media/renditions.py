"""Which renditions a public page needs, how they are made, and how templates show them.

They are made at upload and at publication by a task, never in a visitor's request (AVIF costs a third of a
processor-second an image): what is missing is replaced by what exists, and where nothing exists by a placeholder cover.
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
from fedcms.media.encoding import QUALITY, EncodedFile, bytes_of, encode
from fedcms.media.models import FederationImage, FederationRendition

# Widths in CSS pixels. JPEG is only what `src` falls back on: one width a place is enough.
THUMB_WIDTHS = (240, 480)
TEASER_WIDTHS = (480, 800)
LEAD_WIDTHS = (480, 800, 1200)
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
_NAME_LENGTH = 60
_FALLBACKS = {"avif": 0, "webp": 1, "jpeg": 2}
"""The better, the later."""
_LAZY, _FIRST = ' loading="lazy" decoding="async"', ' fetchpriority="high"'


def spec_of(width: int, image_format: str) -> str:
    """The rendition's name in Wagtail's own words, so that its tools understand the rows."""
    return f"width-{width}|format-{image_format}|{image_format}quality-{QUALITY[image_format]}"


def _specs(widths: tuple[int, ...], fallback: int) -> dict[str, tuple[int, str]]:
    responsive = [(width, image_format) for image_format in ("avif", "webp") for width in widths]
    return {spec_of(*pair): pair for pair in [*responsive, (fallback, "jpeg")]}


# A thumbnail shares its JPEG with the card: what no browser in use will fetch is not worth a file.
_THUMB = _specs(THUMB_WIDTHS, TEASER_WIDTHS[-1])
_CARD, _LEAD = _specs(TEASER_WIDTHS, TEASER_WIDTHS[-1]), _specs(LEAD_WIDTHS, LEAD_WIDTHS[-1])
_ALL = {**_THUMB, **_CARD, **_LEAD}
THUMB_SPECS = tuple(_THUMB)
"""What a row of a listing shows."""
TEASER_SPECS = tuple(_CARD)
"""What a card in a column shows."""
LEAD_SPECS = tuple(_LEAD)
"""What the head and the body of a page show."""
ALL_SPECS = tuple(_ALL)


class StoredRendition(NamedTuple):
    """A row of a rendition as far as pages need it: a listing has some hundred, and a model of each takes its time."""

    filter_spec: str
    name: str
    width: int
    height: int

    @property
    def format(self) -> str:
        """The format of the file, a key of `MIME_TYPES` for what this module makes."""
        extension = self.name.rpartition(".")[2]
        return "jpeg" if extension == "jpg" else extension

    @property
    def url(self) -> str:
        """The path of the file on the site."""
        return str(FederationRendition._meta.get_field("file").storage.url(self.name))


@dataclass(frozen=True)
class RenditionSource:
    """One format of a picture: its MIME type and its `srcset`."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What a template needs to show an image; printed, it is a `<picture>` element."""

    sources: tuple[RenditionSource, ...]
    src: str
    width: int
    height: int
    alt: str
    sizes: str
    is_lazy: bool
    position: str = ""
    """What must stay in sight when a box crops it: `object-position` of CSS, empty for the centre."""

    def __html__(self) -> SafeString:
        """The element; dimensions are given, so that nothing moves while it loads."""
        sizes = escape(self.sizes)
        sources = "".join(
            f'<source type="{s.type}" srcset="{escape(s.srcset)}" sizes="{sizes}">' for s in self.sources
        )
        position = f' style="object-position:{self.position}"' if self.position else ""
        # Put together by hand: a listing has a dozen, and `format_html` would take ten times as long.
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
    """How to show `image` with what exists of `specs`, else with another rendition.

    `None` if there is none, or its rights have run out: then a placeholder cover stands there.

    No query when renditions were prefetched (`prefetch_renditions`), otherwise one. `alt` is the page's own
    alternative text; without it the image block's, then the image's own in the active language.
    """
    if image is None or not image.rights_run():
        return None
    existing = existing_renditions(image)
    ours = [r for r in existing if r.filter_spec in _ALL]
    wanted = [r for r in ours if r.filter_spec in specs] or ours or existing
    if not wanted:
        return None
    by_format: dict[str, dict[int, str]] = {}
    for rendition in sorted(wanted, key=lambda r: r.width):
        by_format.setdefault(rendition.format, {})[rendition.width] = rendition.url
    # What no `<source>` fits takes `src`: JPEG if there is one in any size, never AVIF if there is anything else.
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
    """The image's focal point as `object-position` ("30% 62%"), empty when its editor chose none."""
    if image.focal_point_x is None or image.focal_point_y is None or not (image.width and image.height):
        return ""
    across, down = image.focal_point_x / image.width, image.focal_point_y / image.height
    return f"{round(100 * min(across, 1))}% {round(100 * min(down, 1))}%"


_COLUMNS = ("filter_spec", "file", "width", "height")


def prefetch_renditions(images: Iterable[FederationImage | None]) -> None:
    """Fetches what `picture` needs of the renditions of many images, in one query."""
    found: dict[int, list[StoredRendition]] = {}
    for image in images:
        if image is not None:
            # The same image may be there twice, as two objects: they share the list.
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
    """Fetches renditions of a body's images, in one query, and what its texts link to, in one a kind of link.

    With those of other images that stand `beside` it.
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
    """All renditions of an image: those that a prefetch brought, ours or Wagtail's, otherwise one query."""
    stored: list[StoredRendition] | None = getattr(image, "stored_renditions", None)
    if stored is not None:
        return stored
    models = getattr(image, "prefetched_renditions", None)
    rows = image.renditions.all() if models is None else models
    return [StoredRendition(r.filter_spec, str(r.file.name), r.width, r.height) for r in rows]


def _alt(image: FederationImage) -> str:
    """Wagtail's image block leaves its own text and "decorative" on the image that it hands out."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", None) or image.default_alt_text)


def missing_specs(image: FederationImage) -> list[str]:
    """Those of `ALL_SPECS` that an image has no rendition for. One query."""
    existing = set(FederationRendition.objects.filter(image=image).values_list("filter_spec", flat=True))
    return [spec for spec in ALL_SPECS if spec not in existing]


def _pairs(specs: Iterable[str]) -> dict[str, tuple[int, str]]:
    return {spec: _ALL[spec] for spec in specs}


def make_renditions(image: FederationImage) -> int:
    """Makes what is missing of `ALL_SPECS`; returns how many. Safe to run twice, and by two workers at once.

    Raises `OSError` when the image's file is gone or is no image.
    """
    specs = missing_specs(image)
    return _store(image, encode(bytes_of(image), _pairs(specs))) if specs else 0


class Rendering:
    """Renditions of many images, encoded by threads while the caller goes on with something else.

    `with Rendering(images) as rendering: …; made = rendering.store()`
    """

    def __init__(self, images: Iterable[FederationImage], workers: int = 2) -> None:
        self._todo = [(image, specs) for image in images if (specs := missing_specs(image))]
        self._pool = ThreadPoolExecutor(workers)
        self._encoded: Iterator[list[EncodedFile]] = iter(())

    def __enter__(self) -> Self:
        # Without the database: connections belong to a thread. Pillow frees the interpreter while it encodes.
        self._encoded = self._pool.map(lambda job: list(encode(bytes_of(job[0]), _pairs(job[1]))), self._todo)
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def store(self) -> int:
        """Waits for the files and writes their rows; returns how many. Raises what encoding raised."""
        return sum(
            _store(image, files) for (image, _specs), files in zip(self._todo, self._encoded, strict=True)
        )


def _store(image: FederationImage, files: Iterable[EncodedFile]) -> int:
    """The rows and files of renditions. The row that another worker wrote meanwhile is kept."""
    field = FederationRendition._meta.get_field("file")
    stem = PurePath(image.file.name).stem
    made = 0
    for file in files:
        width, image_format = _ALL[file.spec]
        ending = f".{width}.{EXTENSIONS[image_format]}"
        path = field.generate_filename(FederationRendition(), stem[: _NAME_LENGTH - len(ending)] + ending)
        # Stored by hand and named in the row: the field would decode each file twice to learn its dimensions.
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
