"""How an event repeats as schema.org data: its schedule, and the dates that are cancelled or moved."""

from datetime import date, time

from events.models.event_choices import Repeats
from events.repetition.bounds import WEEKDAYS
from events.repetition.occurrences import Occurrence, Series
from events.repetition.rules import days_of
from fedcms.core.seo.schema_org import SCHEMA_ORG, Event, Schedule, Value

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {Repeats.WEEKLY: "W", Repeats.YEARLY: "Y"}


def schedule_of(series: Series) -> Schedule:
    """Returns the schedule of a series; the dates that are not as it says are named as exceptions."""
    rule = series.rule
    differing = {one.day for one in series.exceptions}
    days = tuple(sorted(differing & set(days_of(rule))))
    weekdays: tuple[str, ...] = tuple(
        f"{rule.number_in_month}{code}"
        if rule.number_in_month
        else f"{SCHEMA_ORG}{_NAMES[WEEKDAYS.index(code)]}"
        for code in rule.days_of_week
    )
    is_by_date = rule.repeats in (Repeats.MONTHLY_DAY, Repeats.YEARLY)
    return Schedule(
        start_date=rule.first,
        end_date=days_of(rule)[-1],
        start_time=_clock(series.start_time),
        end_time=_clock(series.end_time),
        schedule_timezone=series.time_zone.key,
        repeat_frequency=f"P{rule.interval}{_UNITS.get(rule.repeats, 'M')}",
        repeat_count=rule.count,
        by_day=weekdays,
        by_month=rule.first.month if rule.repeats is Repeats.YEARLY else None,
        by_month_day=rule.first.day if is_by_date else None,
        except_date=tuple(_told(series.usual(day)) for day in days),
    )


def differing_dates(series: Series, name: str, location: Value) -> tuple[Event, ...]:
    """Returns the dates that are cancelled or moved as events of their own."""
    return tuple(
        Event(
            name=name,
            start_date=_told(one),
            end_date=one.announced_end,
            previous_start_date=_told(series.usual(one.day)) if one.is_moved else None,
            event_status=SCHEMA_ORG + ("EventCancelled" if one.is_cancelled else "EventRescheduled"),
            location=location,
        )
        for one in series.occurrences
        if one.is_cancelled or one.is_moved
    )


def _told(one: Occurrence) -> date:
    """Returns the start: a day, or a moment with its offset."""
    return one.starts_on if one.start_time is None else one.starts_at


def _clock(value: time | None) -> str:
    return value.isoformat() if value else ""
