"""Whether an event's date holds, and what had been announced, however its date and its state change."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.models import Cluster
from events.ical.components import ical_status
from events.models import EventPage, EventStatus
from events.models.event_dates import FORMER_FIELDS
from events.wording import announced_before
from fedcms.core.i18n.days import days_in_words
from tests.factories import make_event, publish

pytestmark = pytest.mark.django_db

DAY = date(2031, 3, 12)
SHOWN = tuple(name.removeprefix("former_") for name in FORMER_FIELDS)
CHANGES = st.fixed_dictionaries(
    {
        "status": st.sampled_from([EventStatus.POSTPONED, *EventStatus]),
        "starts_on": st.sampled_from([DAY, date(2031, 4, 20), date(2031, 5, 2)]),
        "start_time": st.sampled_from([None, time(9), time(14)]),
        "lasts": st.integers(0, 1),
        "venue_city": st.sampled_from(["Lille", "Arras", ""]),
    }
)


def row_of(event: EventPage) -> dict[str, object]:
    """What its row says, once it is written."""
    return {name: getattr(event, name) for name in (*SHOWN, "status", "postponed_from")}


@given(st.lists(CHANGES, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_only_another_day_or_another_state_makes_a_void_date_hold(changes: list[dict[str, object]]) -> None:
    event = EventPage(
        title="Rencontre", starts_on=DAY, time_zone=ZoneInfo("Europe/Paris"), venue_city="Lille"
    )
    first: dict[str, object] | None = None
    void_day: date | None = None
    for values in changes:
        before, state, day, was_put_off = row_of(event), event.status, event.starts_on, event.is_put_off
        for name, value in values.items():
            if name != "lasts":
                setattr(event, name, value)
        event.ends_on = event.starts_on + timedelta(days=1) if values["lasts"] else None
        event.note_change(before, before)

        if event.status != EventStatus.POSTPONED:
            assert not event.is_put_off
        elif state != EventStatus.POSTPONED:
            void_day = day
            assert event.is_put_off == (event.starts_on == day)
        elif event.starts_on == day:
            assert event.is_put_off == was_put_off, "hours, an end or a place are no other day"
        else:
            assert event.is_put_off == (event.starts_on == void_day)
        assert event.is_void == (event.is_put_off or event.status == EventStatus.CANCELLED)

        if event.status == EventStatus.SCHEDULED:
            first = None
        elif first is None and any(before[name] != getattr(event, name) for name in SHOWN):
            first = before
        assert (event.former is None) == (first is None)
        if first is not None:
            assert [getattr(event.former, name) for name in SHOWN] == [first[name] for name in SHOWN]
        with translation.override("fr"):
            struck = announced_before(event).split(", ")
            assert days_in_words(event.starts_on, event.ends_on) not in struck
            assert not event.venue_city or event.venue_city not in struck


def changed(event: EventPage, **values: object) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)


def test_a_moved_event_that_is_put_off_is_certain_no_more(loire: Cluster) -> None:
    event = changed(make_event(loire, starts_on=DAY), status="moved", starts_on=date(2031, 4, 20))
    assert (event.is_void, ical_status(event)) == (False, "CONFIRMED")
    event = changed(event, status="postponed")
    assert (event.is_void, ical_status(event)) == (True, "TENTATIVE")
    event = changed(event, summary="Autres mots", start_time=time(8), ends_on=date(2031, 4, 21))
    assert event.is_void
    event = changed(event, starts_on=date(2031, 5, 2), ends_on=None)
    assert (event.is_void, ical_status(event), event.former_starts_on) == (False, "CONFIRMED", DAY)
    old = event.revisions.order_by("pk").first().as_object()
    assert old.postponed_from == event.postponed_from, "it is of the page, and not of a revision"
    # Put off a second time: the day of which everybody knows that it is void.
    assert changed(event, starts_on=date(2031, 4, 20)).is_void


def test_an_event_that_is_withdrawn_meanwhile_is_put_off_all_the_same(loire: Cluster) -> None:
    event = changed(make_event(loire, starts_on=DAY), status="moved", starts_on=date(2031, 4, 20))
    event.unpublish()
    assert changed(event, status="postponed").is_void
    event = changed(event, starts_on=date(2031, 5, 2))
    event.unpublish()
    assert not changed(event, summary="Autres mots").is_void
