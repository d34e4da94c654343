"""The texts of calendar entries: title, place and description in the active language, as plain text."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from events.details import euros
from events.models import EventPage, EventStatus, TradeMissionPage
from events.sessions.programme import days_of_programme
from events.wording import announced_before, clock_city
from fedcms.core.i18n.formatting import language_name, list_separator
from fedcms.core.i18n.moments import moment_in_zone
from fedcms.core.i18n.plain_text import clean_line, clean_text
from fedcms.core.pages.addresses import absolute, page_address
from fedcms.core.templatetags.core_tags import country_name, long_date


def _joined(parts: Iterable[str]) -> str:
    return list_separator().join(clean_line(part) for part in parts if part)


def _paragraph(lines: Iterable[str | Promise | None]) -> str:
    return clean_text("\n".join(str(line) for line in lines if line))


def event_title(event: EventPage, *, is_cancelled: bool = False) -> str:
    """Returns the title, preceded by "postponed" or "cancelled", since many programs show no status."""
    status = EventStatus.CANCELLED if is_cancelled else EventStatus(event.status)
    return clean_line(f"{status.label} – {event.title}" if is_cancelled or event.is_void else event.title)


def event_place(event: EventPage) -> str:
    """Returns the venue with its whole address, or that it is online."""
    town = " ".join(part for part in (event.venue_postcode, event.venue_city) if part)
    country = country_name(event.venue_country) if town else ""
    place = _joined((event.venue_name, event.venue_address, town, country))
    return place or (_("En ligne") if event.online_url else "")


def _programme(event: EventPage) -> Iterator[str]:
    """Yields the days of an event's programme, each with a line for each session; none while its date is void."""
    if event.is_void:
        return
    for day in days_of_programme(event.programme):
        yield f"{long_date(day.day)} ({clock_city(event)})"
        for one in day.sessions:
            yield f"{one.hours} {_joined((one.title, one.hall, one.speakers))}"


def event_description(event: EventPage, sign_up_address: str = "") -> str:
    """Returns state, what was announced before, summary, organisers, languages, price, programme, and addresses.

    The address to sign up is only given while one may, that to join unless it is cancelled; `sign_up_address` is that
    of this site's own form, "" unless one may use it now or later.
    """
    former = announced_before(event)
    price = euros(event.price_euros)
    spoken = list_separator().join(language_name(code) for code in event.languages)
    may_join = event.status != EventStatus.CANCELLED
    signup_url = (event.signup_url if event.is_open else "") or sign_up_address
    return _paragraph(
        [
            event.status_label,
            _("Prévu d’abord : %(announced)s") % {"announced": former} if former else None,
            clean_line(event.summary),
            _("Organisateurs : %(names)s") % {"names": event.organisers} if event.organisers else None,
            _("Langues : %(names)s") % {"names": spoken} if spoken else None,
            _("Prix : %(price)s") % {"price": price} if price else None,
            _("Inscription : %(url)s") % {"url": signup_url} if signup_url else None,
            _("En ligne : %(url)s") % {"url": event.online_url} if event.online_url and may_join else None,
            *_programme(event),
            absolute(page_address(event)),
        ]
    )


def mission_place(mission: TradeMissionPage) -> str:
    """Returns city and country of the destination."""
    return _joined((mission.destination_city, country_name(mission.destination_country)))


def mission_title(mission: TradeMissionPage) -> str:
    """Returns the title, preceded by "cancelled" if the mission does not take place."""
    return clean_line(" – ".join(part for part in (mission.status_label, mission.title) if part))


def _closing(mission: TradeMissionPage) -> str:
    """Returns until when one may apply: with a call its moment, with the city of its clock."""
    call = mission.call_state
    until = long_date(mission.deadline) if call is None else moment_in_zone(call.closes_at, call.time_zone)
    return _("Candidatures jusqu’au %(date)s.") % {"date": until}


def mission_description(mission: TradeMissionPage) -> str:
    """Returns state, summary, fair, deadline and who may apply if it takes place, and the address of the page."""
    takes_place, call = not mission.status_label, mission.call_state
    return _paragraph(
        [
            mission.status_label,
            clean_line(str(call.cancelled_for)) if call is not None and not takes_place else None,
            clean_line(mission.summary),
            _("Salon : %(name)s") % {"name": mission.fair} if mission.fair else None,
            _closing(mission) if takes_place else None,
            mission.eligibility if takes_place else None,
            absolute(page_address(mission)),
        ]
    )


def deadline_title(mission: TradeMissionPage) -> str:
    """Returns the title of the deadline's entry."""
    return clean_line(_("Dernier jour pour candidater : %(title)s") % {"title": mission_title(mission)})
