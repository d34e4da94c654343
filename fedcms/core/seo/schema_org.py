"""Dataclasses for the schema.org types that the site uses, with properties in snake case.

Which properties each type should have is held by tests/home/test_structured_data.py, against schema.org's vocabulary
and Google's lists. fedcms.core.seo.structured_data writes them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias

Value: TypeAlias = "str | int | float | Decimal | bool | date | Thing | Reference | tuple[Value, ...] | None"

SCHEMA_ORG = "https://schema.org/"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Anything; `id` is its address within the graph, by which another may mean it (`Reference`)."""

    # Names that are no snake case of the property's.
    special_names: ClassVar[dict[str, str]] = {"id": "@id"}

    id: str = ""
    name: str = ""
    description: str = ""
    url: str = ""
    image: Value = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Something that is described elsewhere in the same graph."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ImageObject(Thing):
    """A picture, of at least the 1200 pixels of width that search engines ask for where there is one."""

    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class PostalAddress(Thing):
    """Where the post goes; the country as ISO 3166-1 code."""

    street_address: str = ""
    postal_code: str = ""
    address_locality: str = ""
    address_country: str = ""


@dataclass(frozen=True, kw_only=True)
class GeoCoordinates(Thing):
    """Degrees of WGS 84."""

    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Place(Thing):
    """A place: a venue or a town."""

    address: Value = None
    geo: GeoCoordinates | None = None


@dataclass(frozen=True, kw_only=True)
class VirtualLocation(Thing):
    """An online location."""


@dataclass(frozen=True, kw_only=True)
class ContactPoint(Thing):
    """Whom to write to about what."""

    contact_type: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class Organization(Thing):
    """The federation, a cluster, a member."""

    logo: Value = None
    email: str = ""
    telephone: str = ""
    address: PostalAddress | None = None
    location: Place | None = None
    area_served: str = ""
    contact_point: Value = None
    parent_organization: Value = None
    sub_organization: Value = ()
    member_of: Value = None


@dataclass(frozen=True, kw_only=True)
class EducationalOrganization(Organization):
    """A school, a university, a training centre."""


@dataclass(frozen=True, kw_only=True)
class ResearchOrganization(Organization):
    """A laboratory."""


@dataclass(frozen=True, kw_only=True)
class GovernmentOrganization(Organization):
    """A public body."""


@dataclass(frozen=True, kw_only=True)
class CreativeWork(Thing):
    """Something written; languages as BCP 47 codes, moments aware."""

    in_language: Value = ""
    date_published: date | None = None
    date_modified: date | None = None
    publisher: Value = None
    is_part_of: Value = None
    about: Value = None


@dataclass(frozen=True, kw_only=True)
class WebPage(CreativeWork):
    """A page that stays."""


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage):
    """A page that lists others."""


@dataclass(frozen=True, kw_only=True)
class ContactPage(WebPage):
    """A page with a form to write by."""


@dataclass(frozen=True, kw_only=True)
class Article(CreativeWork):
    """A text with a date and somebody who answers for it."""

    headline: str = ""
    article_section: str = ""
    author: Value = None
    content_location: Place | None = None
    is_accessible_for_free: bool | None = None
    main_entity_of_page: str = ""


@dataclass(frozen=True, kw_only=True)
class NewsArticle(Article):
    """A piece of news; `dateline` is where and when it was written."""

    dateline: str = ""
    genre: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryPoint(Thing):
    """Where an action begins."""

    url_template: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchAction(Thing):
    """How to search this site from elsewhere."""

    special_names = {"id": "@id", "query_input": "query-input"}

    target: EntryPoint | None = None
    query_input: str = ""


@dataclass(frozen=True, kw_only=True)
class WebSite(CreativeWork):
    """The site in one language."""

    potential_action: SearchAction | None = None


@dataclass(frozen=True, kw_only=True)
class Offer(Thing):
    """What taking part costs, where one signs up, from when and until when."""

    price: Decimal | None = None
    price_currency: str = ""
    availability: str = ""
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, kw_only=True)
class Event(Thing):
    """Something to attend. A date is a whole day, a moment is aware."""

    start_date: date | None = None
    end_date: date | None = None
    event_status: str = ""
    event_attendance_mode: str = ""
    location: Value = None
    offers: Offer | None = None
    organizer: Value = None
    in_language: Value = ()
    is_accessible_for_free: bool | None = None
    about: Value = None


@dataclass(frozen=True, kw_only=True)
class BusinessEvent(Event):
    """A trade mission."""


@dataclass(frozen=True, kw_only=True)
class ListItem(Thing):
    """One step of a list; positions count from 1."""

    position: int = 0
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class BreadcrumbList(Thing):
    """The way from the home page to this one."""

    item_list_element: tuple[ListItem, ...] = ()
