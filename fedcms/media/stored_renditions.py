"""Reads the renditions that images have, many in one query."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from wagtail.blocks.stream_block import StreamValue

from fedcms.core.blocks.expanded_links import expand_links
from fedcms.core.compiled_queries import Parameter, Values, fetch, one_of, several
from fedcms.media.addresses import address_in
from fedcms.media.models import FederationImage, FederationRendition

_COLUMNS = ("filter_spec", "file", "width", "height")


class StoredRendition(NamedTuple):
    """The columns of a rendition that pages need: a listing has some hundred, and model instances would take long."""

    filter_spec: str
    name: str
    width: int
    height: int

    @property
    def format(self) -> str:
        """The format of the file; a key of `MIME_TYPES` if we made it."""
        extension = self.name.rpartition(".")[2]
        return "jpeg" if extension == "jpg" else extension

    @property
    def url(self) -> str:
        """The path of the file on the site."""
        return address_in(FederationRendition._meta.get_field("file").storage, self.name)


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
