"""When an event takes place and in which state, and what had been announced before."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField
from wagtail_localize.fields import SynchronizedField

from clusters.models import ContentPage
from events.models.event_choices import EventStatus, EventType
from events.wording import Announcement

# The columns that are kept, by the name of the column that keeps each.
_KEPT = {
    f"former_{name}": name
    for name in (
        *("starts_on", "start_time", "ends_on", "end_time", "time_zone"),
        *("venue_name", "venue_address", "venue_city"),
    )
}
FORMER_FIELDS = tuple(_KEPT)
# Of the page, and not of a revision.
_OF_PAGE = (*FORMER_FIELDS, "shared_changed_at")
# An event without a former date has these.
_NOTHING: dict[str, object] = {
    name: "" if name.startswith("former_venue") else None for name in FORMER_FIELDS
}


def shared_columns(model: type[ContentPage]) -> list[str]:
    """Returns the columns of a kind's own table that are the same in every language."""
    named = {each.field_name for each in model.translatable_fields if isinstance(each, SynchronizedField)}
    return [field.name for field in model._meta.local_fields if field.name in named - set(FORMER_FIELDS)]


class EventDates(ContentPage):
    """Start and end as wall-clock times in the event's own time zone, its state, and its first public date and place.

    What was announced first is kept once the state says that it has changed; it is never typed. It comes from the row
    that was public, whatever a draft holds, and is copied to all translations (ADR 0016). When the event is planned
    again, it is forgotten.
    """

    event_type = models.CharField(_("type"), max_length=12, choices=EventType, blank=True)
    starts_on = models.DateField(_("premier jour"))
    start_time = models.TimeField(
        _("heure de début"), null=True, blank=True, help_text=_("Vide : toute la journée.")
    )
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True, help_text=_("Vide : le même jour."))
    end_time = models.TimeField(_("heure de fin"), null=True, blank=True)
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris")
    status = models.CharField(_("état"), max_length=12, choices=EventStatus, default=EventStatus.SCHEDULED)
    former_starts_on = models.DateField(null=True, blank=True, editable=False)
    former_start_time = models.TimeField(null=True, blank=True, editable=False)
    former_ends_on = models.DateField(null=True, blank=True, editable=False)
    former_end_time = models.TimeField(null=True, blank=True, editable=False)
    former_time_zone = TimeZoneField(null=True, blank=True, editable=False)
    former_venue_name = models.CharField(max_length=150, blank=True, editable=False)
    former_venue_address = models.CharField(max_length=200, blank=True, editable=False)
    former_venue_city = models.CharField(max_length=80, blank=True, editable=False)
    # When what is the same in all languages last changed in public; a translation is not published for that.
    shared_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    unseen_fields: ClassVar[tuple[str, ...]] = (*ContentPage.unseen_fields, "shared_changed_at")

    class Meta:
        abstract = True

    @property
    def is_all_day(self) -> bool:
        """Whether it has no start time."""
        return self.start_time is None

    @property
    def starts_at(self) -> datetime:
        """The start, aware, in the event's own time zone; midnight when it lasts all day."""
        return datetime.combine(self.starts_on, self.start_time or time.min, tzinfo=self.time_zone)

    @property
    def ends_at(self) -> datetime:
        """The end, aware; the end of the last day without an end time."""
        day = self.ends_on or self.starts_on
        if self.end_time is None:
            return datetime.combine(day + timedelta(days=1), time.min, tzinfo=self.time_zone)
        return datetime.combine(day, self.end_time, tzinfo=self.time_zone)

    @property
    def announced_end(self) -> datetime | None:
        """The end, aware; `None` when nobody has said the hour."""
        return None if self.end_time is None else self.ends_at

    @property
    def is_over(self) -> bool:
        """Whether its end has passed."""
        return self.ends_at <= timezone.now()

    @property
    def last_day(self) -> datetime | None:
        """The beginning of the last day, aware; None for an event of one day."""
        if self.ends_on is None or self.ends_on == self.starts_on:
            return None
        return datetime.combine(self.ends_on, time.min, tzinfo=self.time_zone)

    @property
    def took_place(self) -> bool:
        """Whether it is over and took place: what is cancelled or put off did not."""
        return self.is_over and not self.is_void

    @property
    def former(self) -> Announcement | None:
        """The date and place that were announced before; `None` when it has no others."""
        if self.former_starts_on is None:
            return None
        return Announcement(**{name: getattr(self, kept) for kept, name in _KEPT.items()})

    @property
    def former_start(self) -> date | datetime | None:
        """The start that was announced before, if another is announced now: a day, or an aware moment."""
        if not self.has_new_date or self.former is None:
            return None
        return self.former.starts_on if self.former.start_time is None else self.former.starts_at

    @property
    def has_new_date(self) -> bool:
        """Whether days or hours differ from those that were announced before."""
        former = self.former
        names = ("starts_on", "start_time", "ends_on", "end_time")
        return former is not None and any(getattr(self, name) != getattr(former, name) for name in names)

    @property
    def is_put_off(self) -> bool:
        """Whether it is postponed to a date that nobody knows yet."""
        return bool(self.status == EventStatus.POSTPONED and not self.has_new_date)

    @property
    def is_void(self) -> bool:
        """Whether its date does not hold: it is cancelled, or put off."""
        return bool(self.status == EventStatus.CANCELLED or self.is_put_off)

    def note_public_change(self) -> None:
        """Compares what is the same in all languages with the public row, and keeps what that announces. One query.

        The former date is kept if another comes with a state that says so, and forgotten when all is as planned.
        """
        columns = (*shared_columns(type(self)), *_KEPT.values())
        row = type(self)._default_manager.filter(pk=self.pk, live=True).values(*columns).first()
        if row and any(getattr(self, name) != value for name, value in row.items()):
            self.shared_changed_at = timezone.now()
        if self.status == EventStatus.SCHEDULED:
            self._set_former(_NOTHING)
        elif row and self.former is None and any(getattr(self, name) != row[name] for name in _KEPT.values()):
            self._set_former({kept: row[name] for kept, name in _KEPT.items()})

    def _set_former(self, values: Mapping[str, object]) -> None:
        for name in FORMER_FIELDS:
            setattr(self, name, values[name])

    def with_content_json(self, content: dict[str, object]) -> "EventDates":
        """Restores an old revision with what was announced before: that is of the page, and not of a revision."""
        page: EventDates = super().with_content_json(content)
        for name in _OF_PAGE:
            setattr(page, name, getattr(self, name))
        return page

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps what was announced before when all of the row is written."""
        if kwargs.get("update_fields") is None and self.pk is not None:
            self.note_public_change()
        super().save(*args, **kwargs)
