"""Dataclasses for the schema.org types that the site uses, with properties in snake case.

tests/home/test_structured_data.py checks which properties each type has, against schema.org's vocabulary and Google's
lists. fedcms.core.seo.structured_data serialises them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias

Value: TypeAlias = "str | int | float | Decimal | bool | date | Thing | Reference | tuple[Value, ...] | None"

SCHEMA_ORG = "https://schema.org/"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """The base of all types. `id` is its address within the graph, by which others refer to it (`Reference`)."""

    # Property names that cannot be made from the field's name.
    special_names: ClassVar[dict[str, str]] = {"id": "@id"}

    id: str = ""
    name: str = ""
    description: str = ""
    url: str = ""
    image: Value = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A reference to a thing that is described elsewhere in the same graph."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ImageObject(Thing):
    """An image, at least 1200 pixels wide if possible, as search engines ask; with its rights where it has any."""

    caption: str = ""
    content_url: str = ""
    credit_text: str = ""
    creator: Value = None
    copyright_notice: str = ""
    license: str = ""
    acquire_license_page: str = ""


@dataclass(frozen=True, kw_only=True)
class PostalAddress(Thing):
    """A postal address; the country is an ISO 3166-1 code."""

    street_address: str = ""
    postal_code: str = ""
    address_locality: str = ""
    address_country: str = ""


@dataclass(frozen=True, kw_only=True)
class GeoCoordinates(Thing):
    """Coordinates in degrees of WGS 84."""

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
    """A contact for one subject (`contact_type`)."""

    contact_type: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class Organization(Thing):
    """An organisation: the federation, a cluster or a member."""

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
    knows_about: tuple[str, ...] = ()
    makes_offer: "tuple[Offer, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class EducationalOrganization(Organization):
    """A school, university or training centre."""


@dataclass(frozen=True, kw_only=True)
class ResearchOrganization(Organization):
    """A laboratory."""


@dataclass(frozen=True, kw_only=True)
class GovernmentOrganization(Organization):
    """A public body."""


@dataclass(frozen=True, kw_only=True)
class CreativeWork(Thing):
    """A written work; languages are BCP 47 codes, moments are aware."""

    in_language: Value = ""
    date_published: date | None = None
    date_modified: date | None = None
    publisher: Value = None
    is_part_of: Value = None
    about: Value = None
    translation_of_work: Value = None
    work_translation: Value = ()


@dataclass(frozen=True, kw_only=True)
class WebPage(CreativeWork):
    """A page without a date of its own, such as a presentation."""


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage):
    """A page that lists others."""


@dataclass(frozen=True, kw_only=True)
class ContactPage(WebPage):
    """A page with a contact form."""


@dataclass(frozen=True, kw_only=True)
class Article(CreativeWork):
    """A dated text with an author or publisher."""

    headline: str = ""
    article_section: str = ""
    author: Value = None
    content_location: Place | None = None
    is_accessible_for_free: bool | None = None
    main_entity_of_page: str = ""


@dataclass(frozen=True, kw_only=True)
class NewsArticle(Article):
    """A news article or press release; `dateline` is where and when it was written."""

    dateline: str = ""
    genre: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryPoint(Thing):
    """The address at which an action starts."""

    url_template: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchAction(Thing):
    """How to search this site by an address."""

    special_names = {"id": "@id", "query_input": "query-input"}

    target: EntryPoint | None = None
    query_input: str = ""


@dataclass(frozen=True, kw_only=True)
class WebSite(CreativeWork):
    """The site in one language."""

    potential_action: SearchAction | None = None


@dataclass(frozen=True, kw_only=True)
class Audience(Thing):
    """Whom something is for."""

    audience_type: str = ""


@dataclass(frozen=True, kw_only=True)
class Service(Thing):
    """A product or service of an organisation."""

    audience: tuple[Audience, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offer(Thing):
    """What is offered; of an event the price, where to sign up, and from when until when."""

    item_offered: Service | None = None
    price: Decimal | None = None
    price_currency: str = ""
    availability: str = ""
    valid_from: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule(Thing):
    """How an event repeats. Times are wall-clock times of its zone, without an offset."""

    start_date: date | None = None
    end_date: date | None = None
    start_time: str = ""
    end_time: str = ""
    schedule_timezone: str = ""
    repeat_frequency: str = ""
    repeat_count: int | None = None
    by_day: Value = ()
    by_month: int | None = None
    by_month_day: int | None = None
    except_date: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event(Thing):
    """An event. A `date` is a whole day, a `datetime` is aware."""

    start_date: date | None = None
    end_date: date | None = None
    previous_start_date: date | None = None
    event_status: str = ""
    event_attendance_mode: str = ""
    location: Value = None
    offers: Offer | None = None
    organizer: Value = None
    in_language: Value = ()
    is_accessible_for_free: bool | None = None
    about: Value = None
    event_schedule: Schedule | None = None
    sub_event: "tuple[Event, ...]" = ()


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
    """The breadcrumbs from the home page to this page."""

    item_list_element: tuple[ListItem, ...] = ()
