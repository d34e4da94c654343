"""The agenda by month: each thing on the days that it lasts, filters kept, no address that breaks it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from events.month import build_month
from events.month_selection import select_events
from tests.factories import make_cluster, make_event, make_mission


class _Teaser:
    """What the calendar reads of a teaser."""

    def __init__(self, start: date, end: date | None) -> None:
        self.starts_at, self.ends_at = start, end


@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 40)), max_size=12),
    st.sampled_from(["fr", "en", "es", "ar"]),
    st.integers(1, 12),
)
def test_each_thing_stands_on_exactly_the_days_that_it_lasts(
    spans: list[tuple[date, int]], language: str, month: int
) -> None:
    first = date(2026, month, 1)
    teasers = [_Teaser(start, start + timedelta(days=more) if more else None) for start, more in spans]
    with translation.override(language):
        built = build_month(first, teasers, first, date(2025, 1, 1), date(2028, 1, 1))  # type: ignore[arg-type]
    days = [day for week in built.weeks for day in week]
    assert [day.day for day in days] == [days[0].day + timedelta(days=n) for n in range(len(days))]
    assert {day.day for day in days if day.in_month} >= {first}
    for day in days:
        lasting = [c for c in teasers if c.starts_at <= day.day <= (c.ends_at or c.starts_at)]
        assert day.teasers == (lasting if day.in_month else [])


@given(
    st.lists(st.tuples(st.dates(date(2026, 4, 20), date(2026, 6, 10)), st.integers(0, 30)), max_size=60),
    st.none() | st.dates(date(2026, 4, 30), date(2026, 6, 1)),
)
def test_a_full_month_shows_the_first_of_each_day_and_counts_the_others(
    spans: list[tuple[date, int]], full_day: date | None
) -> None:
    may = date(2026, 5, 1)
    teasers = {n: _Teaser(start, start + timedelta(days=more)) for n, (start, more) in enumerate(spans)}
    selection = select_events([(n, t.starts_at, t.ends_at) for n, t in teasers.items()], may, full_day)
    shown = [teaser for n, teaser in teasers.items() if n in selection.shown]
    with translation.override("fr"):
        built = build_month(may, shown, may, date(2025, 1, 1), date(2028, 1, 1), selection)  # type: ignore[arg-type]
    for day in (day for week in built.weeks for day in week):
        lasting = [t for t in teasers.values() if t.starts_at <= day.day <= t.ends_at] if day.in_month else []
        most = 100 if day.day == full_day else 4
        assert day.teasers == lasting[:most]
        assert day.hidden == len(lasting[most:])


@pytest.mark.django_db
def test_a_day_with_many_events_opens_with_all_of_them(federation: object, client: Client) -> None:
    for number in range(6):
        make_event(None, title=f"Atelier {number}", starts_on=date(2027, 5, 12))
    make_event(None, title="Seul", starts_on=date(2027, 5, 13))
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC)):
        month = client.get("/fr/agenda/?view=month&month=2027-05").content.decode()
        day = client.get("/fr/agenda/?view=month&month=2027-05&day=2027-05-12").content.decode()
        other = client.get("/fr/agenda/?view=month&month=2027-05&day=12/05/2027").content.decode()
    assert [f"Atelier {number}" in month for number in range(6)] == [True] * 4 + [False] * 2
    assert "et 2 autres" in month
    assert 'day=2027-05-12#d2027-05-12"' in month
    assert "Seul" in month
    assert all(f"Atelier {number}" in day for number in range(6))
    assert "et 2 autres" not in day
    assert "7 rendez-vous en mai 2027" in month
    assert "et 2 autres" in other


@pytest.mark.parametrize(("language", "first_column"), [("fr", "lundi"), ("ar", "الاثنين")])
def test_the_week_begins_as_the_language_has_it(language: str, first_column: str) -> None:
    with translation.override(language):
        month = build_month(date(2026, 12, 1), [], date(2026, 12, 1), date(2026, 1, 1), date(2028, 1, 1))
    assert month.weekdays[0].name == first_column


@pytest.mark.django_db
def test_a_reader_leafs_through_months_with_the_filters_kept(federation: object, client: Client) -> None:
    cluster = make_cluster("lille", "LIL")
    day = timezone.localdate().replace(day=15) + timedelta(days=31)
    make_event(cluster, title="Salon du jour", starts_on=day, ends_on=day + timedelta(days=1))
    make_mission(
        None,
        title="Mission au loin",
        starts_on=day,
        ends_on=day + timedelta(days=1),
        deadline=day - timedelta(days=1),
    )
    page = client.get(f"/fr/agenda/?view=month&month={day:%Y-%m}&cluster=lille").content.decode()
    assert page.count("Salon du jour") == 2
    assert "Mission au loin" not in page
    assert f"month={day + timedelta(days=31):%Y-%m}" in page
    assert page.count("cluster=lille&amp;view=month") + page.count("view=month&amp;") >= 2
    assert '<input type="hidden" name="month"' in page


@pytest.mark.django_db
def test_the_way_to_the_month_takes_no_year_along(federation: object, client: Client) -> None:
    """This month of a former year holds nothing."""
    page = client.get("/fr/agenda/?past=1&year=2025&topic=ai").content.decode()
    assert 'href="?view=month"' in page or 'href="?topic=ai&amp;view=month"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["", "2026-13", "0000-01", "9999-12", "1900-01", "abc", "2026-1", "%00"])
def test_a_month_that_is_none_is_this_month(federation: object, client: Client, month: str) -> None:
    response = client.get(f"/fr/agenda/?view=month&month={month}")
    assert response.status_code == 200
    assert 'aria-current="date"' in response.content.decode()


@pytest.mark.django_db
def test_the_calendar_leads_robots_to_no_endless_months(federation: object, client: Client) -> None:
    today = timezone.localdate()
    last = f"{today.year + 2}-{today.month:02}"
    page = client.get(f"/fr/agenda/?view=month&month={last}").content.decode()
    assert "Mois précédent" in page
    assert "Mois suivant" not in page


@pytest.mark.django_db
def test_the_count_is_of_what_the_month_shows(federation: object, client: Client) -> None:
    """What begins a day later, or at night in a zone far behind, belongs to its own month alone."""
    values = {"time_zone": ZoneInfo("America/Toronto"), "start_time": time(23, 0), "end_time": time(23, 30)}
    make_event(None, title="Nuit du trente", starts_on=date(2027, 4, 30), **values)
    make_event(None, title="Premier mai", starts_on=date(2027, 5, 1))
    make_mission(
        None,
        title="Deux mois",
        starts_on=date(2027, 4, 29),
        ends_on=date(2027, 5, 2),
        deadline=date(2027, 3, 1),
    )
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC)):
        april = client.get("/fr/agenda/?view=month&month=2027-04").content.decode()
        may = client.get("/fr/agenda/?view=month&month=2027-05").content.decode()
    assert "2 rendez-vous en avril 2027" in april
    assert "2 rendez-vous en mai 2027" in may
    assert ("Nuit du trente" in april, "Premier mai" in april, "Deux mois" in april) == (True, False, True)
    assert ("Nuit du trente" in may, "Premier mai" in may, "Deux mois" in may) == (False, True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ar/events/?view=month", "/fr/actualites/", "/fr/search/?q=introuvable"])
def test_where_there_is_nothing_to_choose_there_are_no_filters(
    federation: object, client: Client, path: str
) -> None:
    """A button that applies nothing would stand alone."""
    response = client.get(path)
    assert response.status_code == 200
    assert "facets__form" not in response.content.decode()
