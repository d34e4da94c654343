"""The calendar of one organisation of a delegation: what is for all, and its own meetings."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import override
from icalendar import Event as Component
from icalendar import vUri

from events.ical.components import sequence_at
from events.ical.feeds import calendar_of_components
from events.models import Application, EventStatus, ProgrammeItem, TradeMissionPage
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute, page_address


def own_calendar(
    application: Application, items: Iterable[ProgrammeItem], mission: TradeMissionPage | None
) -> bytes:
    """Returns the calendar in an organisation's language; `mission` is its public page, named if there is one."""
    with override(application.language):
        components = [_component(application, item, mission) for item in items]
        name = clean_line(mission.title) if mission is not None else ""
        return calendar_of_components(application.language, components, name)


def entry_calendar(
    application: Application,
    item: ProgrammeItem,
    mission: TradeMissionPage | None,
    dropped_at: datetime | None = None,
) -> bytes:
    """Returns one item as a file in the active language; of one that was dropped, that it does not take place."""
    return calendar_of_components(application.language, [_component(application, item, mission, dropped_at)])


def _component(
    application: Application,
    item: ProgrammeItem,
    mission: TradeMissionPage | None,
    dropped_at: datetime | None = None,
) -> Component:
    component, call = Component(), application.call
    # What is cancelled is newer than what programs have, or they would go on showing that.
    is_off, changed = call.is_cancelled or dropped_at is not None, item.changed_at
    if call.is_cancelled and call.changed_at is not None:
        changed = max(changed, call.changed_at)
    if dropped_at is not None:
        changed = max(dropped_at, changed + timedelta(seconds=1))
    title = f"{EventStatus.CANCELLED.label} – {item.title}" if is_off else str(item.title)
    component.add("UID", str(item.uid))
    component.add("DTSTAMP", changed)
    component.add("LAST-MODIFIED", changed)
    component.add("SEQUENCE", sequence_at(changed))
    # In UTC, which is the same for a phone at home and one that has travelled.
    component.add("DTSTART", item.starts_at.astimezone(UTC))
    if item.ends_at is not None:
        component.add("DTEND", item.ends_at.astimezone(UTC))
    component.add("STATUS", "CANCELLED" if is_off else "CONFIRMED")
    component.add("TRANSP", "TRANSPARENT" if is_off else "OPAQUE")
    component.add("CLASS", "PRIVATE" if item.is_private else "PUBLIC")
    component.add("SUMMARY", clean_line(title), {"LANGUAGE": application.language})
    if item.place:
        component.add("LOCATION", clean_line(item.place))
    if mission is not None:
        component.add("URL", vUri(absolute(page_address(mission))))
    return component
