"""What listings show of a content page: one plain value a page, made from a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import get_language

from clusters.content_types import class_of
from clusters.models import Cluster, ContentPage
from fedcms.core.addresses import page_address
from fedcms.core.templatetags.core_tags import country_name
from fedcms.media.models import FederationImage
from fedcms.media.renditions import Picture, picture


@dataclass(frozen=True)
class Card:
    """A content page as cards, dispatches and agenda rows show it. Moments are aware."""

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
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def cover(self) -> Picture | None:
        """The picture to show, `None` where a mosaic stands. No query: renditions were prefetched."""
        sizes = "(min-width: 62rem) 22rem, 100vw"
        return picture(self.lead_image, alt=self.lead_image_alt, sizes=sizes)

    @property
    def status_label(self) -> object:
        """A short warning ("Reporté"), `None` when all goes as planned."""
        return self.facts.get("status_label")

    @property
    def is_off(self) -> bool:
        """Whether it will not take place as announced."""
        return bool(self.facts.get("is_off"))

    @property
    def starts_at(self) -> object:
        """The start in the event's own zone."""
        return self.facts.get("starts_at", self.sort_at)

    @property
    def month(self) -> str:
        """Month and year of the start, in the active language: agendas are grouped by it."""
        start = self.starts_at
        day = start if isinstance(start, date) else self.sort_at
        return format_date(day, "LLLL yyyy", locale=(get_language() or "fr").replace("-", "_"))

    @property
    def destination_country_name(self) -> str:
        """The country where a mission goes, in the active language."""
        return country_name(self.destination_country)

    @property
    def ends_at(self) -> object:
        """The end in the event's own zone, `None` when it is the same day."""
        return self.facts.get("ends_at")

    @property
    def where(self) -> object:
        """Place and hours in one line."""
        return self.facts.get("where", self.dateline_place)

    @property
    def deadline(self) -> date | None:
        """The last day to apply for a mission."""
        value = self.facts.get("deadline")
        return value if isinstance(value, date) else None

    @property
    def deadline_label(self) -> object:
        """How far the deadline is, in words."""
        return self.facts.get("deadline_label", "")

    @property
    def destination_city(self) -> object:
        """Where a mission goes."""
        return self.facts.get("destination_city", "")

    @property
    def destination_country(self) -> object:
        """Country code of where a mission goes."""
        return self.facts.get("destination_country", "")


def as_cards(pages: Iterable[ContentPage], *, with_facts: bool = False, with_images: bool = True) -> list[Card]:
    """Cards of pages that came from `for_cards()`, in their order; without images, from `for_rows()`.

    `with_facts` adds what only the kind's own table knows (hours, deadline): one query a kind that has such facts.
    """
    pages = list(pages)
    facts = _facts(pages) if with_facts else {}
    return [
        Card(
            title=page.title,
            summary=page.summary,
            url=page_address(page),
            kind=class_of(page).kind,
            kind_label=class_of(page).kind_label,
            cluster=page.cluster,
            dateline_place=page.dateline_place,
            sort_at=page.sort_at,
            translation_key=page.translation_key,
            lead_image=page.lead_image if with_images else None,
            lead_image_alt=page.lead_image_text if with_images else "",
            facts=facts.get(page.pk, {}),
        )
        for page in pages
    ]


def _facts(pages: Iterable[ContentPage]) -> dict[int, Mapping[str, object]]:
    """What each kind's own table adds to the cards of its pages, by primary key."""
    by_class: dict[type[ContentPage], list[int]] = defaultdict(list)
    for page in pages:
        if class_of(page).card_fields:
            by_class[class_of(page)].append(page.pk)
    return {
        specific.pk: specific.card_facts()
        for model, ids in by_class.items()
        for specific in model.objects.filter(pk__in=ids).only(*model.card_fields)
    }
