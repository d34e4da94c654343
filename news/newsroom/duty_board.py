"""What a newsroom says of its contacts on duty: who answers now, who does next, and each one's week in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone

from fedcms.core.i18n.formatting import UNTIL, cldr, cldr_locale, clock, list_separator
from fedcms.core.shown_tags import collected, note_midnight, note_passing
from news.newsroom.contents import ShownContact
from news.newsroom.duty import grouped_week, soonest

MOST_AT_ONCE = 12


@dataclass(frozen=True)
class OnDuty:
    """A contact, and the moment (aware, by the contact's clock) at which a duty ends or begins."""

    contact: ShownContact
    moment: datetime
    is_today: bool
    """Whether it is on the contact's present day: then the hour says it all."""
    is_endless: bool = False
    """Whether the contact answers day and night, without an end in sight."""

    @property
    def hour(self) -> str:
        """The hour by the contact's clock; filters of templates would write it by the site's."""
        return clock(self.moment.time())

    @property
    def day(self) -> date:
        """The day by the contact's calendar."""
        return self.moment.date()


@dataclass(frozen=True)
class ContactWeek:
    """A contact with the hours of its week, as days and hours in the active language."""

    contact: ShownContact
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class DutyBoard:
    """Who answers now, who does next, and all contacts."""

    now: list[OnDuty]
    next: list[OnDuty]
    weeks: list[ContactWeek]


def duty_board(contacts: Sequence[ShownContact], now: datetime | None = None) -> DutyBoard:
    """Returns the board of contacts at `now` (aware, default: this moment), in the active language. No query.

    Who is next is said where nobody answers now.
    """
    moment = now or timezone.now()
    contacts = [contact for contact in contacts if not contact.roster.is_over(moment)]
    on_duty = [
        replace(_on_duty(contact, until, moment), is_endless=contact.roster.goes_on(until, moment))
        for contact in contacts
        if (until := contact.roster.on_duty_until(moment)) is not None
    ]
    coming: list[OnDuty] = []
    if not on_duty:
        starts = [
            (number, start)
            for number, contact in enumerate(contacts)
            if (start := contact.roster.next_start(moment)) is not None
        ]
        coming = [_on_duty(contacts[number], start, moment) for number, start in soonest(starts)]
    _note_changes(contacts, moment)
    weeks = [ContactWeek(contact, week_in_words(contact)) for contact in contacts]
    return DutyBoard(on_duty[:MOST_AT_ONCE], coming[:MOST_AT_ONCE], weeks)


def _note_changes(contacts: Sequence[ShownContact], now: datetime) -> None:
    """Notes, for caches, when a duty begins or ends, and when it is another day where a contact is."""
    if collected() is None:
        return
    for contact in contacts:
        note_passing(contact.roster.on_duty_until(now), contact.roster.next_start(now))
        note_midnight(contact.roster.zone)


def _on_duty(contact: ShownContact, at: datetime, now: datetime) -> OnDuty:
    return OnDuty(contact, at, at.date() == now.astimezone(contact.roster.zone).date())


def week_in_words(contact: ShownContact) -> list[tuple[str, str]]:
    """Returns the hours of a week: days ("lundi – vendredi") and hours ("9 h – 12 h, 14 h – 18 h")."""
    names = cldr(cldr_locale()).days["stand-alone"]["wide"]
    return [
        (
            names[first] if first == last else f"{names[first]} – {names[last]}",
            list_separator().join(
                f"{_hour(opens)}{UNTIL}{_hour(closes, is_end=True)}" for opens, closes in times
            ),
        )
        for first, last, times in grouped_week(contact.roster.hours)
    ]


def _hour(hour: time, *, is_end: bool = False) -> str:
    if not is_end or hour != time(0):
        return clock(hour)
    return "24\N{NO-BREAK SPACE}h" if cldr_locale() == "fr" else "24:00"
