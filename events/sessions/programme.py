"""The programme of an event: its sessions by day, and what of it cannot be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby, pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.wording import hours


@dataclass(frozen=True)
class Session:
    """A session of an event, on one of its days (`number`, from 1), by the clocks of its zone."""

    number: int
    starts_on: date
    start_time: time
    end_time: time | None
    time_zone: tzinfo
    title: str
    hall: str = ""
    speakers: str = ""
    text: str = ""

    @property
    def starts_at(self) -> datetime:
        """The start, aware."""
        return datetime.combine(self.starts_on, self.start_time, tzinfo=self.time_zone)

    @property
    def ends_at(self) -> datetime | None:
        """The end, aware; `None` when nobody has said the hour."""
        if self.end_time is None:
            return None
        day = self.starts_on + timedelta(days=self.last_number - self.number)
        return datetime.combine(day, self.end_time, tzinfo=self.time_zone)

    @property
    def last_number(self) -> int:
        """The day of the event on which it ends, from 1: the next one for what passes midnight."""
        return self.number + (self.end_time is not None and self.end_time <= self.start_time)

    @property
    def hours(self) -> str:
        """Its hours in the active language: "09:30 – 10:30"."""
        return hours(self)


@dataclass(frozen=True)
class ProgrammeDay:
    """A day of an event with its sessions, the earliest first."""

    day: date
    sessions: list[Session]


def days_of_programme(sessions: Iterable[Session]) -> list[ProgrammeDay]:
    """Returns the days of sorted sessions."""
    return [ProgrammeDay(day, list(found)) for day, found in groupby(sessions, key=lambda one: one.starts_on)]


def programme_errors(
    sessions: tuple[Session, ...], days: int, first: time | None, last: time | None
) -> Iterator[str]:
    """Yields in words all that cannot be of sorted sessions.

    The event has so many days; it begins on the first one at `first`, and ends on the last one at `last` (`None`: no
    hour is said).
    """
    for one in sessions:
        if words := _error_of(one, days, first, last):
            yield words
    for before, after in _in_one_hall(sessions):
        yield _("« %(one)s » et « %(other)s » sont à la même heure dans la même salle (%(room)s).") % {
            "one": before.title,
            "other": after.title,
            "room": after.hall,
        }


def _error_of(one: Session, days: int, first: time | None, last: time | None) -> str:
    if one.number > days:
        words = ngettext(
            "« %(title)s » : l’événement n’a pas de jour %(number)d, il dure %(days)d jour.",
            "« %(title)s » : l’événement n’a pas de jour %(number)d, il dure %(days)d jours.",
            days,
        )
    elif one.last_number > days:
        words = _(
            "« %(title)s » : la fin vient avant le début, et l’événement ne dure pas jusqu’au lendemain."
        )
    elif first and one.number == 1 and one.start_time < first:
        words = _("« %(title)s » : à cette heure, l’événement n’a pas commencé.")
    elif last and one.last_number == days and (one.end_time or one.start_time) > last:
        words = _("« %(title)s » : à cette heure, l’événement est fini.")
    else:
        return ""
    return words % {"title": one.title, "number": one.number, "days": days}


def _in_one_hall(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Yields pairs of sessions that would be in one hall at one moment; without its end, a session has its start."""

    def place(one: Session) -> str:
        return " ".join(one.hall.casefold().split())

    halls = sorted((one for one in sessions if one.hall.strip()), key=lambda one: (place(one), one.starts_at))
    for before, after in pairwise(halls):
        is_on = after.starts_at == before.starts_at or after.starts_at < (before.ends_at or before.starts_at)
        if place(before) == place(after) and is_on:
            yield before, after
