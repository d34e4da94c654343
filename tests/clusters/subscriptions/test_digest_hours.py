"""A digest leaves at its hour by the clocks of its zone, also on the days on which they are changed, and once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clusters.models import Announcement, Digest, Rhythm
from clusters.subscriptions.digests import digest_zone, latest_slot, open_digests


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("hour", "now", "expected"),
    [
        (7, "2026-11-29T06:59:59+01:00", "2026-11-28T07:00+01:00"),
        (7, "2026-11-29T07:00:00+01:00", "2026-11-29T07:00+01:00"),
        # Summer time begins on 29 March 2026, and ends on 25 October.
        (7, "2026-03-29T07:00:00+02:00", "2026-03-29T07:00+02:00"),
        (7, "2026-03-29T06:59:59+02:00", "2026-03-28T07:00+01:00"),
        (7, "2026-10-25T07:00:00+01:00", "2026-10-25T07:00+01:00"),
        # The clocks skip from 2 to 3: the digest of 2 o'clock leaves at 3.
        (2, "2026-03-29T03:00:00+02:00", "2026-03-29T03:00+02:00"),
        (2, "2026-03-29T01:59:59+01:00", "2026-03-28T02:00+01:00"),
        # They show 2 o'clock twice: the first counts.
        (2, "2026-10-25T02:00:00+02:00", "2026-10-25T02:00+02:00"),
        (2, "2026-10-25T02:30:00+01:00", "2026-10-25T02:00+02:00"),
    ],
)
def test_the_hour_is_one_of_the_zone(settings: Settings, hour: int, now: str, expected: str) -> None:
    settings.FEDCMS_DIGEST_HOUR = hour
    assert latest_slot(Rhythm.DAILY, at(now)) == at(expected)


def test_a_week_ends_on_its_day(settings: Settings) -> None:
    settings.FEDCMS_DIGEST_WEEKDAY = 0
    assert latest_slot(Rhythm.WEEKLY, at("2026-03-30T06:59+02:00")) == at("2026-03-23T07:00+01:00")
    assert latest_slot(Rhythm.WEEKLY, at("2026-03-30T07:00+02:00")) == at("2026-03-30T07:00+02:00")


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]),
)
def test_no_moment_is_without_its_slot_and_slots_are_one_a_day(now: datetime, rhythm: Rhythm) -> None:
    slot = latest_slot(rhythm, now)
    days = 1 if rhythm is Rhythm.DAILY else 7
    assert slot <= now < slot + timedelta(days=days, hours=1, seconds=1)
    assert latest_slot(rhythm, slot) == slot
    before = latest_slot(rhythm, slot - timedelta(microseconds=1))
    first, second = (each.astimezone(digest_zone()).date() for each in (before, slot))
    assert second - first == timedelta(days=days)


@pytest.mark.django_db
def test_a_digest_is_opened_once_and_late_without_losing_what_came_meanwhile() -> None:
    with time_machine.travel(at("2026-11-30T06:00+01:00"), tick=False) as clock:
        open_digests()
        first = set(Digest.objects.values_list("pk", flat=True))
        for number, hours in enumerate((1, 30, 50)):
            moment = at("2026-11-30T06:00+01:00") + timedelta(hours=hours)
            Announcement.objects.create(
                translation_key=f"00000000-0000-0000-0000-00000000000{number}",
                language="fr",
                announced_at=moment,
                due_at=moment,
            )
        # The worker was down for two days.
        clock.shift(timedelta(hours=49))
        assert open_digests() == 2
        assert open_digests() == 0
        daily = Digest.objects.exclude(pk__in=first).get(rhythm="daily")
        assert Announcement.objects.filter(daily_digest=daily).count() == 2
        assert Announcement.objects.filter(was_daily=False).count() == 1, "that is not due yet"
        clock.shift(timedelta(hours=24))
        assert open_digests() == 1
        assert not Announcement.objects.filter(was_daily=False).exists()
