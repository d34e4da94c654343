"""Who is on duty: by the office's own clock, over nights, holidays, and on the days on which the clock is changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from news.newsroom.duty import Hours, Roster, grouped_week, soonest

PARIS, MONTREAL, CASABLANCA = (
    ZoneInfo("Europe/Paris"),
    ZoneInfo("America/Montreal"),
    ZoneInfo("Africa/Casablanca"),
)
NINE, NOON, TWO, SIX, MIDNIGHT = time(9), time(12), time(14), time(18), time(0)
OFFICE = tuple(Hours(day, opens, closes) for day in range(5) for opens, closes in ((NINE, NOON), (TWO, SIX)))


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def answers(roster: Roster, text: str) -> str:
    """Until when somebody answers, else from when on, by their clock."""
    until = roster.on_duty_until(at(text))
    if until is not None:
        return f"until {until:%a %H:%M}"
    start = roster.next_start(at(text))
    return f"from {start:%a %d %H:%M}" if start else "never"


# 30 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        (PARIS, "2026-11-30 07:59", "from Mon 30 09:00"),
        (PARIS, "2026-11-30 08:00", "until Mon 12:00"),
        (PARIS, "2026-11-30 11:00", "from Mon 30 14:00"),
        (PARIS, "2026-11-30 16:59", "until Mon 18:00"),
        (PARIS, "2026-11-30 17:00", "from Tue 01 09:00"),
        (PARIS, "2026-12-04 17:00", "from Mon 07 09:00"),
        (MONTREAL, "2026-11-30 14:00", "until Mon 12:00"),
        # Summer time: nine o'clock is another moment in UTC.
        (PARIS, "2026-06-29 07:00", "until Mon 12:00"),
        (PARIS, "2026-06-29 06:59", "from Mon 29 09:00"),
        # Morocco is an hour behind in Ramadan, 18 February to 19 March 2026.
        (CASABLANCA, "2026-03-02 09:00", "until Mon 12:00"),
        (CASABLANCA, "2026-03-02 08:30", "from Mon 02 09:00"),
        (CASABLANCA, "2026-04-06 08:00", "until Mon 12:00"),
    ],
)
def test_office_hours_are_those_of_the_office(zone: ZoneInfo, moment: str, expected: str) -> None:
    assert answers(Roster(zone, OFFICE), moment) == expected


def test_a_night_and_a_day_that_the_clock_changes_are_as_long_as_on_the_wall() -> None:
    """On 25 October 2026 Paris has two hours from two to three; on 28 March 2027 none."""
    night = Roster(PARIS, (Hours(5, time(22), MIDNIGHT), Hours(6, MIDNIGHT, time(3))))
    assert answers(night, "2026-10-24 21:00") == "until Sun 03:00"
    assert answers(night, "2026-10-25 01:59") == "until Sun 03:00", "the second of both hours"
    assert answers(night, "2026-10-25 02:00") == "from Sat 31 22:00"
    assert answers(night, "2027-03-28 00:59") == "until Sun 03:00"
    assert answers(night, "2027-03-28 01:00") == "from Sat 03 22:00"
    # Hours that the clock skips are read by the clock before.
    skipped = Roster(PARIS, (Hours(6, time(1), time(2, 30)),))
    until = skipped.on_duty_until(at("2027-03-28 00:30"))
    assert until is not None
    assert (until.astimezone(UTC), f"{until:%H:%M}") == (at("2027-03-28 01:30"), "03:30")
    repeated = Roster(PARIS, (Hours(6, time(1), time(2, 30)),))
    until = repeated.on_duty_until(at("2026-10-25 00:30"))
    assert until is not None
    assert until.astimezone(UTC) == at("2026-10-25 01:30"), "the second half past two"


def test_hours_that_the_clock_skips_altogether_are_nobody_s() -> None:
    """From half past two to three, on the night that has no such hour; a day later they are as always."""
    swallowed = Roster(PARIS, (Hours(6, time(2, 30), time(3)), Hours(6, NINE, NOON)))
    assert answers(swallowed, "2027-03-28 00:30") == "from Sun 28 09:00"
    assert answers(swallowed, "2027-03-28 01:15") == "from Sun 28 09:00"
    assert answers(swallowed, "2027-03-28 12:00") == "from Sun 04 02:30"
    # Read by the clock before, they begin behind hours that stand below them.
    late = Roster(PARIS, (Hours(6, time(2, 30), time(2, 45)), Hours(6, time(3), time(3, 15))))
    assert answers(late, "2027-03-28 00:30") == "from Sun 28 03:00"


def test_day_and_night_has_no_end_and_a_long_holiday_has_a_next_day() -> None:
    always = tuple(Hours(day, MIDNIGHT, MIDNIGHT) for day in range(7))
    now = at("2026-11-30 10:00")
    for roster, goes_on in (
        (Roster(PARIS, always), True),
        (Roster(PARIS, always, ends_on=date(2027, 3, 1)), True),
        (Roster(PARIS, always, ends_on=date(2026, 12, 4)), False),
        (Roster(PARIS, always, absences=((date(2026, 12, 6), date(2026, 12, 6)),)), False),
    ):
        until = roster.on_duty_until(now)
        assert until is not None
        assert roster.goes_on(until, now) is goes_on
    closed = Roster(PARIS, OFFICE, absences=((date(2026, 11, 30), date(2027, 3, 1)),))
    assert answers(closed, "2026-11-30 10:00") == "from Tue 02 09:00"


def test_holidays_and_ends_are_days_of_the_office() -> None:
    roster = Roster(
        PARIS,
        OFFICE,
        absences=((date(2026, 12, 21), date(2027, 1, 1)),),
        starts_on=date(2026, 12, 1),
        ends_on=date(2027, 1, 5),
    )
    assert answers(roster, "2026-11-30 09:00") == "from Tue 01 09:00"
    assert answers(roster, "2026-12-18 17:00") == "from Mon 04 09:00"
    assert answers(roster, "2027-01-05 16:59") == "until Tue 18:00"
    assert answers(roster, "2027-01-05 17:00") == "never"
    assert not roster.is_over(at("2027-01-05 22:59"))
    assert roster.is_over(at("2027-01-05 23:00"))
    assert answers(Roster(PARIS, ()), "2026-11-30 09:00") == "never"


def test_the_week_is_written_as_people_do_and_who_begin_together_are_next_together() -> None:
    hours = (*OFFICE, Hours(5, NINE, NOON))
    assert grouped_week(reversed(hours)) == [
        (0, 4, [(NINE, NOON), (TWO, SIX)]),
        (5, 5, [(NINE, NOON)]),
    ]
    starts = [
        (0, at("2026-11-30 14:00")),
        (1, datetime(2026, 11, 30, 9, tzinfo=MONTREAL)),
        (2, at("2026-11-30 15:00")),
    ]
    assert [number for number, _start in soonest(starts)] == [0, 1]
