"""What a mission's call for applications says of it: until when one may apply, and whether it takes place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from clusters.models import ContentPage
from events.closing_days import days_until, last_day_of
from events.models.event_choices import EventStatus
from events.wording import deadline_in_words
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.shown_tags import note_passing
from fedcms.core.site_clock import site_today

CALL_COLUMNS = ("closes_at", "time_zone", "places", "is_cancelled", "cancelled_for", "changed_at")
"""The columns of a call that are read with its mission's row, as `call_closes_at` and so on."""


@dataclass(frozen=True)
class CallState:
    """What a call says of its mission."""

    closes_at: datetime
    time_zone: ZoneInfo
    places: int
    is_cancelled: bool
    cancelled_for: TranslatedText
    """Why, in the words of its team; empty if they said nothing."""
    changed_at: datetime | None
    """When it last said something else (aware); `None` for what it says since before that was noted."""

    @property
    def closes_on(self) -> date:
        """The last day on which one may apply, by the clock of the call."""
        return last_day_of(self.closes_at, self.time_zone)

    def days_left(self, now: datetime) -> int:
        """Returns the days until it closes, 0 on the last one; negative once it is closed."""
        return -1 if self.closes_at <= now else days_until(self.closes_at, self.closes_on, now)


def _calls() -> "QuerySet[Model]":
    # By its name: a call knows missions.
    model: type[Model] = apps.get_model("events.CallForApplications")
    return model._default_manager.all()


class MissionWithCall(ContentPage):
    """A mission whose call, if it has one, says until when one may apply, and whether it takes place."""

    # Columns of the mission.
    deadline: date
    places: int | None
    # When a call of it was withdrawn: what calendars say since then is newer than what the call had said.
    call_withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    unseen_fields: ClassVar[tuple[str, ...]] = (*ContentPage.unseen_fields, "call_withdrawn_at")

    class Meta:
        abstract = True

    @classmethod
    def columns_of_others(cls) -> Mapping[str, Subquery]:
        """Returns the columns of the call, for lists of many missions."""
        calls = _calls().filter(translation_key=OuterRef("translation_key"))
        return {f"call_{name}": Subquery(calls.values(name)[:1]) for name in CALL_COLUMNS}

    @classmethod
    def is_void_in_rows(cls) -> Exists:
        """Returns the condition on content pages (outer rows) that are missions whose call was cancelled."""
        return Exists(_calls().filter(is_cancelled=True, translation_key=OuterRef("translation_key")))

    def with_content_json(self, content: dict[str, object]) -> "MissionWithCall":
        """Restores an old revision with the moment of the page: that is of no revision."""
        page: MissionWithCall = super().with_content_json(content)
        page.call_withdrawn_at = self.call_withdrawn_at
        return page

    def note_call(self, call: object | None) -> None:
        """Keeps what a call says that was read already; `None`: the mission has none."""
        for name in CALL_COLUMNS:
            setattr(self, f"call_{name}", getattr(call, name, None))

    @property
    def call_state(self) -> CallState | None:
        """What its call says, `None` without one. One query, unless the row was read with `columns_of_others`."""
        known = self.__dict__
        if any(f"call_{name}" not in known for name in CALL_COLUMNS):
            row = _calls().filter(translation_key=self.translation_key).values(*CALL_COLUMNS).first()
            return CallState(**row) if row else None
        said = {name: known[f"call_{name}"] for name in CALL_COLUMNS}
        return None if said["closes_at"] is None else CallState(**said)

    def shown_of_others(self) -> dict[str, object]:
        """Returns what visitors see of its call: a change of it is a change of the page."""
        call = self.call_state
        if call is None:
            return {}
        said = [call.closes_at.isoformat(), str(call.time_zone), call.is_cancelled, call.places]
        return {"call": said}

    @property
    def shown_places(self) -> int | None:
        """How many may go: with a call, those of the call alone; `None` if nobody has said it.

        A call that was made to cancel the mission has a number that nobody said (events.applications.decisions).
        """
        call = self.call_state
        return self.places if call is None or (call.is_cancelled and not self.places) else call.places

    def search_status(self) -> str:
        """Returns the state, "" when it is as planned."""
        call = self.call_state
        return str(EventStatus.CANCELLED.value) if call is not None and call.is_cancelled else ""

    @classmethod
    def status_words(cls, status: str) -> str | Promise:
        """Returns the label of a state, "" for ""."""
        return EventStatus(status).label if status else ""

    @property
    def status_label(self) -> str | None:
        """The state in words, None when it is as planned."""
        return str(self.status_words(self.search_status())) or None

    @property
    def days_left(self) -> int:
        """Whole days until the page's own deadline by the site's clock: 0 on the last day, negative after it."""
        return (self.deadline - site_today()).days

    def closing_details(self) -> dict[str, object]:
        """Returns what listings show of the closing: of a mission that takes place, the call's, else the page's day."""
        call, now = self.call_state, timezone.now()
        if call is None:
            return {"deadline": self.deadline, "deadline_label": deadline_in_words(self.days_left)}
        state: dict[str, object] = {"changed_at": call.changed_at}
        if call.is_cancelled:
            label = str(self.status_words(EventStatus.CANCELLED.value))
            return state | {"status_label": label, "is_off": True, "is_void": True}
        note_passing(call.closes_at)
        words = deadline_in_words(call.days_left(now))
        return state | {"deadline": call.closes_on, "deadline_label": words}
