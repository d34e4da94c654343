"""The form of a session: its title, day and hours, hall, speakers and some words."""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from events.sessions.programme import Session
from events.stream_values import LateStreamBlock, time_of

MOST_SESSIONS = 100
MOST_DAYS = 60
# What is the same in every language of an event.
SHARED_VALUES = ("day", "start_time", "end_time")
_TEXTS = ("title", "hall", "speakers", "text")


class SessionBlock(blocks.StructBlock):
    """A session. Its day is counted from the event's first one, so that it moves with the event."""

    title = blocks.CharBlock(label=gettext_lazy("Titre"), max_length=150)
    day = blocks.IntegerBlock(
        label=gettext_lazy("Jour de l’événement"),
        default=1,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("1 : le premier jour, 2 : le lendemain."),
    )
    start_time = blocks.TimeBlock(label=gettext_lazy("Début"))
    end_time = blocks.TimeBlock(label=gettext_lazy("Fin"), required=False)
    hall = blocks.CharBlock(label=gettext_lazy("Salle"), max_length=80, required=False)
    speakers = blocks.CharBlock(
        label=gettext_lazy("Intervenants"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Leurs noms, comme on les lira : « Nadia Haddad, EdTech Loire »."),
    )
    text = blocks.TextBlock(
        label=gettext_lazy("De quoi il s’agit"),
        max_length=500,
        required=False,
        rows=2,
        help_text=gettext_lazy("Une phrase ou deux."),
    )

    class Meta:
        icon = "time"
        label = gettext_lazy("Séance")

    def clean(self, value: Any) -> Any:
        """Refuses a session without a length. A draft may lack its hours."""
        cleaned = super().clean(value)
        start, end = cleaned["start_time"], cleaned["end_time"]
        if start and end == start:
            error = ValidationError(_("La fin et le début sont à la même heure."))
            raise StructBlockValidationError(block_errors={"end_time": error})
        return cleaned


class SessionsBlock(LateStreamBlock):
    """The sessions of an event."""

    session = SessionBlock()


def sessions_in(
    stream: "Iterable[blocks.StreamValue.StreamChild]", first: date, zone: tzinfo
) -> tuple[Session, ...]:
    """Returns the sessions that the field of an event holds, by day and hour; its first day and zone are given.

    Drafts and previews may hold one without its day or hour: it is left out until then.
    """
    found = []
    for one in stream:
        number, start = one.value["day"], time_of(one.value["start_time"])
        if number is None or not 1 <= number <= MOST_DAYS or start is None:
            continue
        texts = {name: str(one.value[name] or "") for name in _TEXTS}
        end = time_of(one.value["end_time"])
        found.append(Session(number, first + timedelta(days=number - 1), start, end, zone, **texts))
    return tuple(sorted(found, key=lambda session: (session.number, session.start_time)))
