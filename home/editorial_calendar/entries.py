"""An entry of the editorial calendar: a publication, an event, a deadline, or a moment that a cluster reserved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Why something is in the calendar."""

    PUBLISHED = "published", _("Publiée")
    SCHEDULED = "scheduled", _("Programmée")
    EMBARGOED = "embargoed", _("Sous embargo")
    DRAFT = "draft", _("Date proposée")
    EVENT = "event", _("Rendez-vous")
    DEADLINE = "deadline", _("Date limite")
    TRANSLATION = "translation", _("Traduction attendue")
    RESERVED = "reserved", _("Réservé")


ICONS = {
    EntryKind.PUBLISHED: "globe",
    EntryKind.SCHEDULED: "time",
    EntryKind.EMBARGOED: "lock",
    EntryKind.DRAFT: "draft",
    EntryKind.EVENT: "date",
    EntryKind.DEADLINE: "calendar-check",
    EntryKind.TRANSLATION: "wagtail-localize-language",
    EntryKind.RESERVED: "no-view",
}
"""Wagtail's icon of each kind."""


@dataclass(frozen=True)
class Drop:
    """How an entry is moved by dragging it: the address that takes its new day, and the schedule that was shown."""

    url: str
    revision_id: int
    moment: datetime


@dataclass(frozen=True)
class CalendarEntry:
    """What the calendar shows on one day or several.

    `at` orders the entries of a day. `clock` is "" for a whole day, and `zone` names the time zone of the clock. The
    addresses are "" for people who may not edit or move the page.
    """

    kind: EntryKind
    at: datetime
    first_day: date
    last_day: date
    clock: str = ""
    zone: str = ""
    until: str = ""
    title: str = ""
    code: str = ""
    page_type: str = ""
    cluster: str = ""
    state: str | Promise = ""
    edit_url: str = ""
    move_url: str = ""
    drop: Drop | None = None
    page_id: int | None = None

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return ICONS[self.kind]

    @property
    def language(self) -> str:
        """The language's own name; "" for what has none."""
        return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(self.code, self.code))

    @property
    def has_other_zone(self) -> bool:
        """Whether its clock is not the calendar's."""
        return bool(self.clock) and self.zone != settings.TIME_ZONE

    @property
    def order(self) -> tuple[bool, datetime, int, str]:
        """Its place within a day: by moment, then what lasts all day."""
        return not self.clock, self.at, list(EntryKind).index(self.kind), self.title
