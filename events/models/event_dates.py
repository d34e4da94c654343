"""When an event takes place and in which state, and what had been announced before."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField
from wagtail_localize.fields import SynchronizedField

from clusters.models import ContentPage
from clusters.models.place_names import noted_place
from events.models.event_choices import EventStatus, EventType
from events.wording import Announcement
from fedcms.core.visibility import visible_q

# The columns that are kept, by the name of the column that keeps each.
_KEPT = {
    f"former_{name}": name
    for name in (
        *("starts_on", "start_time", "ends_on", "end_time", "time_zone"),
        *("venue_name", "venue_address", "venue_city"),
    )
}
FORMER_FIELDS = tuple(_KEPT)
# Names of places, each language's own: compared by those of the source, which are the same in all (ADR 0071).
PLACES = ("venue_city", "venue_name")
FORMER_PLACES = tuple(f"former_{name}" for name in PLACES)
# Noted when a row is written, and never typed.
NOTED_FIELDS = (*FORMER_FIELDS, "postponed_from")
_SHOWN = tuple(_KEPT.values())
# Of the page, and not of a revision.
_OF_PAGE = (*NOTED_FIELDS, "shared_changed_at")
DatesRow = dict[str, object]
# An event without a former date has these.
_NOTHING: DatesRow = {name: "" if name.startswith("former_venue") else None for name in FORMER_FIELDS}


def _value_in_source(row: DatesRow, name: str) -> object:
    """Returns what a row says of a column, of a name of a place the source's."""
    place = noted_place(row.get("source_places"), name, row[name]) if name in PLACES else None
    return place.in_source if place else row[name]


def shared_columns(model: type[ContentPage]) -> list[str]:
    """Returns the columns of a kind's own table that are, or hold what is, the same in every language."""
    named = {each.field_name for each in model.translatable_fields if isinstance(each, SynchronizedField)}
    named |= set(getattr(model, "shared_block_values", {}))
    return [field.name for field in model._meta.local_fields if field.name in named - set(NOTED_FIELDS)]


class EventDates(ContentPage):
    """Start and end as wall-clock times in the event's own time zone, its state, and its first public date and place.

    What was announced first is kept once the state says that it has changed; it is never typed. It comes from the row
    that was public, whatever a draft holds, and is copied to all translations (ADR 0016). When the event is planned
    again, it is forgotten. The day from which it was postponed is noted beside it: that may be a later one.
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
    # The first day that was announced when the event was postponed: void, until there is another.
    postponed_from = models.DateField(null=True, blank=True, editable=False)
    # When what is the same in all languages last changed in public, the sheet of its sign-up included; a translation is
    # not published for that.
    shared_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Whether the stored row repeats: then its dates have rows, too.
    has_dates_in_row = False

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
        """The date and place that were announced first; `None` unless a state said that they change."""
        if self.former_starts_on is None:
            return None
        return Announcement(**{name: getattr(self, kept) for kept, name in _KEPT.items()})

    @property
    def former_start(self) -> date | datetime | None:
        """The start that was announced before, if another is announced now: a day, or an aware moment."""
        former = self.former
        if former is None:
            return None
        before, now = (
            each.starts_on if each.start_time is None else each.starts_at for each in (former, self)
        )
        return before if before != now else None

    @property
    def is_put_off(self) -> bool:
        """Whether it is postponed to a day that nobody knows yet; other hours, or another end, are no other day."""
        return bool(self.status == EventStatus.POSTPONED and self.postponed_from in (None, self.starts_on))

    @property
    def is_void(self) -> bool:
        """Whether its date does not hold: it is cancelled, or put off."""
        return bool(self.status == EventStatus.CANCELLED or self.is_put_off)

    @classmethod
    def is_void_in_rows(cls) -> Exists:
        """Returns `is_void` as a condition on content pages (outer rows)."""
        of_same_day = Q(postponed_from=None) | Q(postponed_from=F("starts_on"))
        is_put_off = Q(status=EventStatus.POSTPONED) & of_same_day
        return Exists(cls.objects.filter(Q(status=EventStatus.CANCELLED) | is_put_off, pk=OuterRef("pk")))

    def note_public_change(self) -> None:
        """Compares what is the same in all languages with what is public, and notes what that announces. One query.

        A page that is not public announces what another language does, if one is. Whether the date is put off is read
        from a row that was public, too: people with a seat know it.
        """
        rows = self._rows()
        self.has_dates_in_row = any(row["pk"] == self.pk and row.get("repeats") for row in rows)
        own = next((row for row in rows if row["pk"] == self.pk and row["live"]), None)
        if own and any(self._differs(own, name) for name in (*shared_columns(type(self)), *PLACES)):
            self.shared_changed_at = timezone.now()
        public = next((row for row in rows if row["is_public"]), None)
        known = next((row for row in rows if row["first_published_at"]), None)
        self.note_change(public, public or known)

    def note_change(self, public: DatesRow | None, known: DatesRow | None) -> None:
        """Keeps what was public if a state says that it changes, and the day from which it is postponed."""
        if self.status == EventStatus.SCHEDULED:
            self._note(_NOTHING)
        elif public and self.former is None and any(self._differs(public, name) for name in _SHOWN):
            self._keep(public)
        if self.status != EventStatus.POSTPONED:
            self.postponed_from = None
        elif known:
            again = known["postponed_from"] if known["status"] == EventStatus.POSTPONED else None
            self._note({"postponed_from": again or known["starts_on"]})

    def value_in_source(self, name: str) -> object:
        """Returns what it says of a column, of a name of a place the source's: the same in all languages."""
        of_place = name in PLACES or name in FORMER_PLACES
        return self.place_in_source(name) if of_place else getattr(self, name)

    def _differs(self, row: DatesRow, name: str) -> bool:
        return self.value_in_source(name) != _value_in_source(row, name)

    def _keep(self, public: DatesRow) -> None:
        """Keeps what a row announced. Of another language's it takes the names of places that the source has."""
        is_own = public.get("pk") == self.pk
        self._note(
            {kept: public[name] if is_own else _value_in_source(public, name) for kept, name in _KEPT.items()}
        )
        noted = {name: noted_place(public.get("source_places"), name, public[name]) for name in PLACES}
        kept = {f"former_{name}": list(place) for name, place in noted.items() if place is not None}
        self.source_places = self.source_places | (kept if is_own else {})

    def _rows(self) -> list[DatesRow]:
        """Returns the rows of all languages, its own first."""
        is_own = Case(When(pk=self.pk, then=Value(0)), default=Value(1))
        is_public = Case(When(visible_q(), then=Value(value=True)), default=Value(value=False))
        pages = type(self).objects.filter(translation_key=self.translation_key).annotate(is_public=is_public)
        others = ("status", "postponed_from", "source_places")
        columns = dict.fromkeys((*shared_columns(type(self)), *_SHOWN, *others))
        return list(
            pages.order_by(is_own, "pk").values("pk", "live", "first_published_at", "is_public", *columns)
        )

    def _note(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def with_content_json(self, content: dict[str, object]) -> "EventDates":
        """Restores an old revision with what was announced before: that is of the page, and not of a revision."""
        page: EventDates = super().with_content_json(content)
        page._note({name: getattr(self, name) for name in _OF_PAGE})
        of_page = {name: self.source_places[name] for name in FORMER_PLACES if name in self.source_places}
        page.source_places = page.source_places | of_page
        return page

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps what was announced before when all of the row is written."""
        if kwargs.get("update_fields") is None and self.pk is not None:
            self.note_public_change()
        super().save(*args, **kwargs)
