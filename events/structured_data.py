"""Events and trade missions as schema.org data, with what Google asks of an event."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from clusters.structured_data import announcer
from events.mission_opening import MissionOpening, opening_of
from events.repetition.schedule import differing_dates, schedule_of
from events.sign_up_opening import SignUpOpening
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import (
    SCHEMA_ORG,
    BusinessEvent,
    Event,
    GeoCoordinates,
    Offer,
    Organization,
    Place,
    PostalAddress,
    Value,
    VirtualLocation,
)

if TYPE_CHECKING:
    from clusters.models import ContentPage
    from events.models import EventPage, TradeMissionPage

SCHEDULED = f"{SCHEMA_ORG}EventScheduled"
OFFLINE = f"{SCHEMA_ORG}OfflineEventAttendanceMode"
IN_STOCK, SOLD_OUT = f"{SCHEMA_ORG}InStock", f"{SCHEMA_ORG}SoldOut"
PRE_ORDER = f"{SCHEMA_ORG}PreOrder"


def _status(event: "EventPage") -> str:
    """Returns the EventStatusType. What moved and is not online now was rescheduled."""
    if event.is_shown_date_void and not event.is_void:
        return SCHEMA_ORG + "EventCancelled"
    status = event.search_status()
    if status == "postponed":
        return SCHEMA_ORG + ("EventPostponed" if event.is_put_off else "EventRescheduled")
    return SCHEMA_ORG + {
        "cancelled": "EventCancelled",
        "moved": "EventRescheduled",
        "online": "EventMovedOnline",
    }.get(status, "EventScheduled")


def _locations(event: "EventPage", head_context: HeadContext) -> tuple[Value, ...]:
    """Returns the venue, the address to connect, or both.

    Without either, returns the cluster's town, or else the address of the page.
    """
    found: list[Value] = []
    if event.shortest_place:
        address = PostalAddress(
            street_address=event.venue_address,
            postal_code=event.venue_postcode,
            address_locality=event.venue_city,
            address_country=str(event.venue_country),
        )
        geo = None
        if event.latitude is not None and event.longitude is not None:
            geo = GeoCoordinates(latitude=event.latitude, longitude=event.longitude)
        found.append(Place(name=event.venue_name or event.shortest_place, address=address, geo=geo))
    if event.online_url:
        found.append(VirtualLocation(url=event.online_url))
    if not found and event.cluster and event.cluster.city:
        town, country = event.cluster.city, str(event.cluster.country)
        found.append(Place(name=town, address=PostalAddress(address_locality=town, address_country=country)))
    return tuple(found) or (VirtualLocation(url=head_context.url),)


def _mode(locations: tuple[Value, ...]) -> str:
    is_online = any(isinstance(location, VirtualLocation) for location in locations)
    is_there = any(isinstance(location, Place) for location in locations)
    name = "Mixed" if is_online and is_there else "Online" if is_online else "Offline"
    return f"{SCHEMA_ORG}{name}EventAttendanceMode"


def _organizer(page: "ContentPage", head_context: HeadContext, named: str = "") -> Organization:
    """Returns the organisers named by the page, else the cluster that announces it, else the federation."""
    by = announcer(page, head_context)
    return Organization(name=named, url=by.url) if named else by


def _span(event: "EventPage") -> tuple[date, date | None]:
    """Returns start and end of an event, or of the next date of one that repeats: days, or moments.

    There is no end for one day with a start time only.
    """
    shown = event.shown_date
    start = shown.starts_on if shown.start_time is None else shown.starts_at
    if shown.end_time is not None:
        return start, shown.ends_at
    is_known = event.ends_on is not None or shown.start_time is None
    return start, (shown.ends_on or shown.starts_on) if is_known else None


def _sessions(event: "EventPage") -> tuple[Event, ...]:
    """Returns the sessions of an event; place and state are those of the event, said once."""
    return tuple(
        Event(
            name=one.title,
            description="\n".join(filter(None, (one.text, one.speakers))),
            start_date=one.starts_at,
            end_date=one.ends_at,
        )
        for one in event.programme
    )


def _offer(event: "EventPage", head_context: HeadContext) -> Offer | None:
    """Returns price and sign-up of an event; `None` with neither, and while there is none for the public.

    That is so where members alone may come, and until an event that is put off has another date: it is not sold out.

    `sign_up_opening` in the context is what its own sheet says; a page that is shown without it knows none.
    """
    here = head_context.context.get("sign_up_opening")
    opening = here if isinstance(here, SignUpOpening) else None
    if event.price_euros is None and not event.signup_url and opening is None:
        return None
    if opening is not None and (event.is_put_off or not opening.is_for_all):
        return None
    availability = IN_STOCK if event.is_open else SOLD_OUT
    if opening is not None:
        availability = PRE_ORDER if opening.is_early else IN_STOCK if opening.has_seats else SOLD_OUT
    return Offer(
        url=event.signup_url or (opening and opening.address) or head_context.url,
        price=event.price_euros,
        price_currency="EUR" if event.price_euros is not None else "",
        availability=availability,
        valid_from=(opening and opening.opens) or event.first_published_at,
        valid_through=opening.closes if opening else None,
    )


def event_data(event: "EventPage", head_context: HeadContext) -> Event:
    """Returns an event as schema.org data. Whole days are dates; hours have the offset of the event's own zone."""
    locations = _locations(event, head_context)
    location = locations[0] if len(locations) == 1 else locations
    (start, end), series = _span(event), event.series
    return Event(
        id=head_context.url,
        name=event.title,
        description=head_context.description,
        url=head_context.url,
        image=head_context.images,
        start_date=start,
        end_date=end,
        previous_start_date=event.former_start,
        event_status=_status(event),
        event_attendance_mode=_mode(locations),
        location=location,
        offers=_offer(event, head_context),
        organizer=_organizer(event, head_context, event.organisers),
        in_language=tuple(event.languages),
        is_accessible_for_free=None if event.price_euros is None else event.price_euros == 0,
        about=Organization(name=event.organisation.name) if event.organisation else None,
        event_schedule=schedule_of(series) if series else None,
        sub_event=differing_dates(series, event.title, location) if series else _sessions(event),
    )


def mission_data(mission: "TradeMissionPage", head_context: HeadContext) -> BusinessEvent:
    """Returns a mission as a business event at its destination; its offer ends with its call, else with its deadline.

    `mission_opening` in the context is what its call says; a page that is shown without it has its own day alone.
    """
    opening = head_context.context.get("mission_opening")
    if not isinstance(opening, MissionOpening):
        opening = opening_of(mission, None, timezone.now())
    return BusinessEvent(
        id=head_context.url,
        name=mission.title,
        description=head_context.description,
        url=head_context.url,
        image=head_context.images,
        start_date=mission.starts_on,
        end_date=mission.ends_on,
        event_status=f"{SCHEMA_ORG}EventCancelled" if opening.is_cancelled else SCHEDULED,
        event_attendance_mode=OFFLINE,
        location=Place(
            name=mission.fair or mission.destination_city,
            address=PostalAddress(
                address_locality=mission.destination_city, address_country=str(mission.destination_country)
            ),
        ),
        offers=Offer(
            url=head_context.url,
            price=Decimal(mission.cost_euros) if mission.cost_euros is not None else None,
            price_currency="EUR" if mission.cost_euros is not None else "",
            availability=IN_STOCK if opening.is_open else SOLD_OUT,
            valid_from=mission.first_published_at,
            valid_through=opening.closes,
        ),
        organizer=_organizer(mission, head_context),
    )
