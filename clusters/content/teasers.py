"""Teasers: content pages as listings show them, made from a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from babel.dates import format_skeleton
from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html

from clusters.content.cover_sizes import COLUMN, LEAD, LIST_ITEM, CoverSize
from clusters.content.registry import class_of_type, content_types
from clusters.content.teaser_details import details_of
from clusters.models import Cluster, ContentPage
from clusters.models.cluster import signatories
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import cldr_locale
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.shown_tags import image_tag, note_tags, table_tag
from fedcms.core.templatetags.core_tags import country_name
from fedcms.media.models import FederationImage
from fedcms.media.renditions import Picture, picture, prefetch_renditions


@dataclass(frozen=True)
class Teaser:
    """A content page as teasers, list items and agenda rows show it. Moments are aware."""

    title: str
    summary: str
    url: str
    kind: str
    kind_label: str | Promise
    cluster: Cluster | None
    dateline_place: str
    sort_at: datetime
    translation_key: UUID
    lead_image: FederationImage | None
    lead_image_alt: str
    details: Mapping[str, object] = field(default_factory=dict)
    dateline_language: str = ""
    """The code of the language of the place's name, where it is not the page's."""

    @property
    def component_key(self) -> tuple[object, ...]:
        """What rows and teasers show of it, but for its picture and its dates (`cached_include`)."""
        words = (self.title, self.summary, self.kind_label, self.dateline_place, self.dateline_language)
        state = (self.status_label, self.is_off, self.is_void, self.former, self.repeats)
        return (*words, *state, self.cluster, self.dated, str(self.translation_key))

    @cached_property
    def cover(self) -> Picture | None:
        """The picture of a teaser in a column, `None` for a placeholder cover. No query: renditions were prefetched."""
        return self.cover_at(COLUMN)

    @cached_property
    def lead_cover(self) -> Picture | None:
        """The picture of the first teaser of the home page. It is visible at once, so it is not loaded lazily."""
        return self.cover_at(LEAD)

    @cached_property
    def small_cover(self) -> Picture | None:
        """The picture beside a list item."""
        return self.cover_at(LIST_ITEM)

    def cover_at(self, size: CoverSize) -> Picture | None:
        """Returns the picture in a size, `None` for a placeholder cover."""
        return picture(
            self.lead_image,
            specs=size.specs,
            alt=self.lead_image_alt,
            sizes=size.sizes,
            is_lazy=size.is_lazy,
        )

    @property
    def agenda_template(self) -> str:
        """The template of the page in an agenda, as its kind defines it."""
        return content_types()[self.kind].agenda_template

    @property
    def status_label(self) -> object:
        """A short warning ("Reporté"), `None` when all goes as planned."""
        return self.details.get("status_label")

    @property
    def is_off(self) -> bool:
        """Whether the event will not take place."""
        return bool(self.details.get("is_off"))

    @property
    def is_void(self) -> bool:
        """Whether its date does not hold: cancelled, or put off."""
        return bool(self.details.get("is_void"))

    @property
    def former(self) -> object:
        """What of day, hours and place had been announced before, "" if nothing."""
        return self.details.get("former", "")

    @property
    def repeats(self) -> object:
        """How it repeats, in words; "" for what does not."""
        return self.details.get("repeats", "")

    @property
    def starts_at(self) -> object:
        """The start in the event's own time zone; for other kinds the moment by which listings sort."""
        return self.details.get("starts_at", self.sort_at)

    @property
    def dated(self) -> date:
        """The date of the date line: the day on which an event takes place there, else the moment of publication."""
        start = self.details.get("starts_at")
        if isinstance(start, datetime):
            return start.date()
        return start if isinstance(start, date) else self.sort_at

    @property
    def month(self) -> str:
        """Month and year of the start, in the active language; agendas are grouped by it."""
        start = self.starts_at
        day = start if isinstance(start, date) else self.sort_at
        return format_skeleton("yMMMM", day, locale=cldr_locale())

    @property
    def destination_country_name(self) -> str:
        """The country of a mission's destination, in the active language."""
        return country_name(self.destination_country)

    @property
    def ends_at(self) -> object:
        """The end in the event's own time zone, `None` when it is the same day."""
        return self.details.get("ends_at")

    @property
    def where(self) -> object:
        """Place and hours in one line."""
        return self.details.get("where", self.dateline_place)

    @property
    def where_marked(self) -> object:
        """`where` as HTML that marks the language of the place's name, if that is not the page's."""
        line, name = str(self.where), in_line(self.dateline_place)
        if not self.dateline_language or not line.startswith(name):
            return self.where
        marked = format_html('<bdi lang="{}">{}</bdi>', self.dateline_language, self.dateline_place)
        return format_html("{}{}", marked, line.removeprefix(name))

    @property
    def deadline(self) -> date | None:
        """The last day to apply for a mission."""
        value = self.details.get("deadline")
        return value if isinstance(value, date) else None

    @property
    def deadline_label(self) -> object:
        """The time left until the deadline, in words."""
        return self.details.get("deadline_label", "")

    @property
    def changed_at(self) -> datetime | None:
        """When what it shows of rows that are not the page's own last changed (aware); `None` if it shows none."""
        value = self.details.get("changed_at")
        return value if isinstance(value, datetime) else None

    @property
    def destination_city(self) -> object:
        """The city of a mission's destination."""
        return self.details.get("destination_city", "")

    @property
    def destination_country(self) -> object:
        """The country code of a mission's destination."""
        return self.details.get("destination_country", "")


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
