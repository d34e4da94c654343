"""What makes an agenda costly, for made-up events and missions: series with their dates, calls, sign-ups of people.

The same for the same numbers; written past signals, as the pages are (tests.quality.pages.copies).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from events.models import (
    CallForApplications,
    EventOccurrence,
    EventPage,
    SignUp,
    SignUpSheet,
    SignUpState,
    TradeMissionPage,
)

SERIES_EACH, SHEETS_EACH, CALLS_EACH = 5, 3, 2
"""Of so many events, or missions, one has it."""
DATES, PEOPLE = 12, 5
AT_ONCE = 1_000
Dated = TypeVar("Dated", EventPage, TradeMissionPage)
_DATED = ("next_at", "sort_at", "sort_until")
_REPEATED = ("repeats", "repeat_days", "repeat_count", "start_time", "end_time", "ends_on")


def add_series_calls_and_sheets(after: int) -> None:
    """Gives them to the live events and missions whose primary keys are greater than `after`."""
    for keys in _portions(EventPage, after):
        found = _coming_first(EventPage, keys)
        _repeat(found[::SERIES_EACH])
        _open_sheets(found[1::SHEETS_EACH])
    for keys in _portions(TradeMissionPage, after):
        _open_calls(_coming_first(TradeMissionPage, keys)[::CALLS_EACH])


def _coming_first(model: type[Dated], keys: list[int]) -> list[Dated]:
    """Returns them with those first that are to come in French: few are, and each sort of page is measured once."""
    found = model.objects.defer("body").filter(pk__in=keys).select_related("locale").order_by("pk")
    now = timezone.now()
    return sorted(
        found, key=lambda page: (page.sort_until < now, page.locale.language_code != settings.LANGUAGE_CODE)
    )


def _portions(model: type[EventPage] | type[TradeMissionPage], after: int) -> Iterator[list[int]]:
    keys = list(model.objects.live().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _repeat(events: list[EventPage]) -> None:
    """Makes them series of as many weeks, with their hours."""
    dates = []
    for event in events:
        event.repeats, event.repeat_count = "weekly", DATES
        event.repeat_days = f"{event.starts_on:%a}".upper()[:2]
        event.start_time, event.end_time, event.ends_on = time(9), time(11), None
        event.sort_at, event.sort_until = event.span()
        event.next_at = event.next_start()
        dates += [
            EventOccurrence(
                page_id=event.pk, first_day=one.starts_on, last_day=one.ends_on, starts_at=one.starts_at
            )
            for one in event.occurrences
        ]
    # Wagtail's own `save` would write revisions and search entries.
    EventPage.objects.bulk_update(events, [*_DATED, *_REPEATED], batch_size=100)
    EventOccurrence.objects.bulk_create(dates, batch_size=AT_ONCE)


def _open_sheets(events: list[EventPage]) -> None:
    """Opens sign-up to them, unless a translation has: the first people have a seat, the last one waits."""
    sheets = SignUpSheet.objects.bulk_create(
        [
            SignUpSheet(translation_key=key, capacity=PEOPLE - 1, purpose={"fr": "l’accueil"})
            for key in _new_keys(SignUpSheet, (event.translation_key for event in events))
        ]
    )
    SignUp.objects.bulk_create(
        [
            SignUp(
                sheet=sheet,
                state=SignUpState.WAITING if rank == PEOPLE else SignUpState.CONFIRMED,
                rank=rank,
                name="Une personne",
                email=f"p{rank}@ecole.example",
                language=settings.LANGUAGE_CODE,
                form_key=uuid4().hex,
            )
            for sheet in sheets
            for rank in range(1, PEOPLE + 1)
        ],
        batch_size=AT_ONCE,
    )


def _open_calls(missions: list[TradeMissionPage]) -> None:
    """Opens calls for them, unless a translation has one; each tenth is cancelled."""
    days = {mission.translation_key: mission.starts_on for mission in missions}
    CallForApplications.objects.bulk_create(
        [
            CallForApplications(
                translation_key=key,
                closes_at=_evening(days[key] - timedelta(days=10)),
                places=8,
                purpose={"fr": "choisir"},
                is_cancelled=number % 10 == 9,
            )
            for number, key in enumerate(_new_keys(CallForApplications, days))
        ]
    )


def _new_keys(model: type[SignUpSheet] | type[CallForApplications], keys: Iterable[UUID]) -> list[UUID]:
    """Returns the translation keys that have no row yet, each once."""
    wanted = list(dict.fromkeys(keys))
    there = set(model.objects.filter(translation_key__in=wanted).values_list("translation_key", flat=True))
    return [key for key in wanted if key not in there]


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_default_timezone())
