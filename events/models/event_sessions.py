"""The sessions of an event of one or several days."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import StreamField

from events.models.event_repetition import EventRepetition
from events.sessions.blocks import MOST_SESSIONS, SHARED_VALUES, SessionsBlock, sessions_in
from events.sessions.programme import Session, programme_errors


class EventSessions(EventRepetition):
    """An event that may have a programme: its texts are translated, its days and hours are those of the source."""

    sessions = StreamField(
        SessionsBlock(), verbose_name=gettext_lazy("séances"), blank=True, max_num=MOST_SESSIONS
    )

    shared_block_values: ClassVar[Mapping[str, tuple[str, ...]]] = {"sessions": SHARED_VALUES}

    class Meta:
        abstract = True

    @property
    def programme(self) -> tuple[Session, ...]:
        """Its sessions, by day and hour; () for one that repeats, which a form refuses."""
        if self.repeats or self.starts_on is None:
            return ()
        return sessions_in(self.sessions, self.starts_on, self.time_zone)

    def session_errors(self) -> dict[str, list[str]]:
        """Returns field -> messages for sessions that cannot be; {} if all can."""
        if not self.sessions or self.starts_on is None:
            return {}
        if self.repeats:
            return {
                "sessions": [_("Un événement qui se répète n’a pas de séances : dites-les dans le texte.")]
            }
        days = ((self.ends_on or self.starts_on) - self.starts_on).days + 1
        words = list(programme_errors(self.programme, days, self.start_time, self.end_time))
        return {"sessions": words} if words else {}
