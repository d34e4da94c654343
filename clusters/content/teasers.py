"""A teaser: a content page as listings, agendas and boards show it (`teaser_rows` reads them)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from babel.dates import format_skeleton
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html

from clusters.content.cover_sizes import COLUMN, LEAD, LIST_ITEM, CoverSize
from clusters.content.registry import content_types
from clusters.models import Cluster
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import cldr_locale
from fedcms.core.templatetags.core_tags import country_name
from fedcms.media.models import FederationImage
from fedcms.media.pictures import Picture, picture


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
