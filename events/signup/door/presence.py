"""Notes who is there from what devices report, once and in the order in which it happened, whenever it arrives.

Devices without network report late, and again when an answer was lost: what is older than the last change of a person
changes nothing and is said; what says what is so already changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from events.models import SignUp, SignUpSheet, SignUpState
from events.models.signup import SignUpQuerySet
from events.signup.codes import check_in_code, normal_code
from events.signup.organisations import comparable_name
from events.signup.seat_giving import locked_sheet

MOST_REPORTS = 500
"""So many a device sends at once."""
LONGEST_AWAY = timedelta(days=3)
"""What is said to have happened longer ago, happened then."""


class Outcome(StrEnum):
    """What became of a report."""

    DONE = "done"
    SAME = "same"
    OLDER = "older"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Report:
    """Somebody came, or did not after all, at a moment (aware) by the server's clock."""

    code: str
    is_here: bool
    moment: datetime


def expected(sheet: SignUpSheet) -> SignUpQuerySet:
    """Returns who is expected at the door: those who have a seat, by name."""
    people = SignUp.objects.with_person().filter(sheet=sheet).in_state(SignUpState.CONFIRMED)
    return people.order_by("name", "pk")


def _by_code(people: Sequence[SignUp]) -> dict[str, SignUp]:
    return {normal_code(check_in_code(each)): each for each in people}


def find_by_words(people: Sequence[SignUp], words: str) -> list[SignUp]:
    """Returns those whose name has all words, with or without accents, or whose code it is."""
    wanted = comparable_name(words).split()
    code = normal_code(words)
    return [
        each
        for each in people
        if (wanted and all(word in comparable_name(each.name) for word in wanted))
        or normal_code(check_in_code(each)) == code
    ]


@transaction.atomic
def note_presence(
    sheet: SignUpSheet, reports: Sequence[Report], now: datetime | None = None
) -> list[Outcome]:
    """Notes reports by their moments; returns what became of each, in the order given. Raises `Refusal`."""
    now = now or timezone.now()
    sheet = locked_sheet(sheet.pk)
    known = _by_code(list(expected(sheet)))
    outcomes: dict[int, Outcome] = {}
    for number, report in sorted(enumerate(reports), key=lambda pair: pair[1].moment):
        moment = min(max(report.moment, now - LONGEST_AWAY), now)
        outcomes[number] = _note(known, report, moment)
    return [outcomes[number] for number in range(len(reports))]


def _note(known: Mapping[str, SignUp], report: Report, moment: datetime) -> Outcome:
    person = known.get(normal_code(report.code))
    if person is None:
        return Outcome.UNKNOWN
    is_older = person.presence_changed_at is not None and moment <= person.presence_changed_at
    if report.is_here == (person.checked_in_at is not None):
        if not is_older:
            # Said again later: what happened before that and comes after it is older.
            person.presence_changed_at = moment
            person.save(update_fields=["presence_changed_at"])
        return Outcome.SAME
    if is_older:
        return Outcome.OLDER
    person.checked_in_at = moment if report.is_here else None
    person.presence_changed_at = moment
    person.save(update_fields=["checked_in_at", "presence_changed_at"])
    return Outcome.DONE
