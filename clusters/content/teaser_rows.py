"""Reads content pages as teasers, a constant number of queries for any number of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from clusters.content.registry import class_of_type
from clusters.content.teaser_details import details_of
from clusters.content.teasers import Teaser
from clusters.models import Cluster, ContentPage
from clusters.models.cluster import signatories
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.shown_tags import image_tag, note_tags, table_tag
from fedcms.media.models import FederationImage
from fedcms.media.stored_renditions import prefetch_renditions

# The columns of page and image that a teaser needs. Listings read rows of them, without model instances.
_COLUMNS = (
    *("pk", "title", "summary", "url_path", "content_type_id", "cluster_id"),
    *("dateline_place", "sort_at", "translation_key", "dateline_language"),
)
_IMAGE_COLUMNS = (
    "lead_image_id",
    "lead_image_alt",
    "lead_image__alt_texts",
    "lead_image__rights_until",
    "lead_image__consent",
    "lead_image__width",
    "lead_image__height",
    "lead_image__focal_point_x",
    "lead_image__focal_point_y",
)


class TeaserRow(NamedTuple):
    """A page of a listing as the database returns it."""

    pk: int
    title: str
    summary: str
    url_path: str
    content_type_id: int
    cluster_id: int | None
    dateline_place: str
    sort_at: datetime
    translation_key: UUID
    dateline_language: str = ""
    image_id: int | None = None
    image_alt: str = ""
    image_alt_texts: TranslatedText | None = None
    image_rights_until: date | None = None
    image_consent: str | None = None
    image_width: int | None = None
    image_height: int | None = None
    focal_x: int | None = None
    focal_y: int | None = None


def rows_of(
    pages: "QuerySet[ContentPage]", *, with_images: bool = True
) -> "QuerySet[ContentPage, tuple[object, ...]]":
    """Returns the columns of `pages` that teasers need, as a queryset that can still be sliced and counted."""
    return pages.values_list(*_COLUMNS, *(_IMAGE_COLUMNS if with_images else ()))


def as_rows(rows: Iterable[tuple[object, ...]]) -> list[TeaserRow]:
    """Returns the rows of `rows_of` with named columns."""
    return [TeaserRow(*row) for row in rows]  # type: ignore[arg-type]  # the columns are those of rows_of


def as_teasers(
    rows: Iterable[tuple[object, ...]],
    clusters: Mapping[int, Cluster] | None = None,
    beside: Iterable[FederationImage | None] = (),
) -> list[Teaser]:
    """Returns teasers of the rows of `rows_of`, in their order.

    `clusters` are by primary key; without them, they cost one query. Details in a kind's own table (hours, state,
    deadline) cost one query for each kind among the rows that has some. Pictures cost one query, together with the
    other images in `beside`.
    """
    found = [row if isinstance(row, TeaserRow) else as_rows([row])[0] for row in rows]
    if clusters is None:
        clusters = signatories() if any(row.cluster_id is not None for row in found) else {}
    details = details_of((row.pk, row.content_type_id) for row in found)
    images = {
        # With `None`, since Wagtail's default would query the root collection.
        row.image_id: FederationImage(
            pk=row.image_id,
            alt_texts=row.image_alt_texts or {},
            rights_until=row.image_rights_until,
            consent=row.image_consent or "",
            width=row.image_width or 0,
            height=row.image_height or 0,
            focal_point_x=row.focal_x,
            focal_point_y=row.focal_y,
            collection_id=None,
        )
        for row in found
        if row.image_id is not None
    }
    # Their columns were read with the pages.
    note_tags(*map(image_tag, images), *((table_tag(FederationImage._meta.db_table),) if images else ()))
    if shown := [image for image in (*images.values(), *beside) if image is not None]:
        prefetch_renditions(shown)
    return [_teaser(row, clusters, images, details) for row in found]


def _teaser(
    row: TeaserRow,
    clusters: Mapping[int, Cluster],
    images: Mapping[int, FederationImage],
    details: Mapping[int, Mapping[str, object]],
) -> Teaser:
    model, own = class_of_type(row.content_type_id), details.get(row.pk, {})
    image = images.get(row.image_id) if row.image_id is not None else None
    return Teaser(
        title=row.title,
        summary=row.summary,
        url=quoted_path(row.url_path),
        kind=model.kind,
        kind_label=str(own.get("kind_label") or model.kind_label),
        cluster=clusters.get(row.cluster_id) if row.cluster_id is not None else None,
        dateline_place=row.dateline_place,
        sort_at=row.sort_at,
        translation_key=row.translation_key,
        lead_image=image,
        lead_image_alt=row.image_alt or (str(image.alt_texts) if image else ""),
        details=own,
        dateline_language=row.dateline_language,
    )
