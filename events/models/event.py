"""Events: when, where or online, organisers, languages, price."""

from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField
from wagtail.models import Page, PageManager

from clusters.models import ContentPage
from clusters.models.content_queryset import ContentPageQuerySet
from clusters.models.listing_group import ListingGroup
from events.details import event_details
from events.models.agenda import AgendaPage
from events.models.event_choices import EventStatus, EventType
from events.models.event_dates import FORMER_PLACES, NOTED_FIELDS, PLACES
from events.models.event_repetition import REPETITION_FIELDS
from events.models.event_sessions import EventSessions
from events.page_moments import note_event
from events.panels import EVENT_PANELS
from events.repetition.checks import repetition_errors
from events.repetition.rows import keep_dates
from events.repetition.showing import date_details, page_dates
from events.sessions.programme import days_of_programme
from events.structured_data import event_data
from events.validation import attendance_errors, day_errors, online_errors
from events.wording import announced_before, clock_city, hours_with_zone
from fedcms.core.i18n.language_list import LanguageListField
from fedcms.core.pages.translatable_fields import all_but, own_value, place_names, same_everywhere, translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import Event
from fedcms.core.seo.social_card_text import SocialCardText


class EventQuerySet(ContentPageQuerySet):
    """The queries on events."""

    def of_type(self, *types: str) -> Self:
        """Filters the events of these types (`EventType`)."""
        return self.filter(event_type__in=types)  # type: ignore[no-any-return]  # Wagtail is untyped


class EventPage(EventSessions):
    """An event. Start and end are wall-clock times in the event's own time zone."""

    kind = "event"
    is_kept_in_process = True
    listing_group = ListingGroup.AGENDA
    listing_page = "agenda"
    front_page_block = "coming"
    place_field = "venue_city"
    has_calendar = True
    has_press_kit = True
    kind_label = _("Événement")
    kind_label_plural = _("Événements")

    venue_name = models.CharField(_("lieu"), max_length=150, blank=True)
    venue_address = models.CharField(_("adresse"), max_length=200, blank=True)
    venue_postcode = models.CharField(_("code postal"), max_length=12, blank=True)
    venue_city = models.CharField(_("ville"), max_length=80, blank=True)
    venue_country = CountryField(_("pays"), blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    online_url = models.URLField(_("lien de connexion"), blank=True)
    organisers = models.CharField(_("organisateurs"), max_length=250, blank=True)
    spoken_languages = LanguageListField(
        _("langues parlées"),
        max_length=60,
        blank=True,
        default="fr",
        help_text=_("Séparées par des virgules : français, anglais."),
    )
    price_euros = models.DecimalField(
        _("prix en euros"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("0 : gratuit. Vide : non précisé."),
    )
    signup_url = models.URLField(_("lien d’inscription"), blank=True)

    translatable_fields: ClassVar = [
        *all_but(ContentPage.translatable_fields, "dateline_place"),
        *own_value("dateline_place"),
        *translated("organisers", "sessions"),
        *same_everywhere(
            "event_type", "starts_on", "start_time", "ends_on", "end_time", "time_zone", "status"
        ),
        *same_everywhere(*REPETITION_FIELDS),
        *same_everywhere(*(name for name in NOTED_FIELDS if name not in FORMER_PLACES)),
        *place_names(*PLACES, *FORMER_PLACES),
        *same_everywhere("venue_address", "venue_postcode", "venue_country"),
        *same_everywhere(
            "latitude", "longitude", "online_url", "spoken_languages", "price_euros", "signup_url"
        ),
    ]

    objects = PageManager.from_queryset(EventQuerySet)()

    is_creatable = True
    parent_page_types: ClassVar = ["events.AgendaPage"]
    subpage_types: ClassVar[list[str]] = []
    # Nobody had announced a copy.
    exclude_fields_in_copy: ClassVar[list[str]] = [*NOTED_FIELDS]
    template = "events/event_page.html"
    page_description = _(
        "Vous invitez à un rendez-vous daté, sur place ou en ligne : atelier, salon, webinaire, remise de prix."
    )
    take_instead = (
        _("On part à l’étranger en délégation, et il faut candidater : prenez une mission à l’étranger."),
        _("Le rendez-vous a eu lieu et vous en rendez compte : prenez une actualité."),
        _("Il n’y a qu’une date limite, sans rendez-vous (appel à projets) : prenez une actualité."),
    )

    content_panels: ClassVar = [
        *ContentPage.content_panels,
        *EVENT_PANELS,
        *ContentPage.body_panels,
        *ContentPage.organisation_panels,
        *ContentPage.classification_panels,
    ]

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        # What lasts in a month (events.month_selection).
        indexes: ClassVar = [
            models.Index(Coalesce("ends_on", "starts_on"), "starts_on", name="event_by_days"),
        ]

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Returns False below the federation's list of missions, which would never show an event."""
        if not super().can_exist_under(parent):
            return False
        section = parent.specific
        return not (isinstance(section, AgendaPage) and section.only_missions)

    @property
    def is_open(self) -> bool:
        """Whether one may still sign up."""
        return self.status != EventStatus.CANCELLED and not self.is_over

    @property
    def signup_site(self) -> str:
        """The name of the other service at which one signs up, as its address has it; "" without one."""
        return urlsplit(self.signup_url).netloc.removeprefix("www.")

    @property
    def languages(self) -> list[str]:
        """The codes of the languages spoken."""
        return [code.strip() for code in self.spoken_languages.split(",") if code.strip()]

    @property
    def shortest_place(self) -> str:
        """Where it takes place in few words: the city, else the venue or its address; "" if unknown."""
        return self.venue_city or self.venue_name or self.venue_address

    def place_and_span(self) -> tuple[str, datetime, datetime]:
        """Returns the venue's city, the start of its first date and the end of its last one."""
        return (self.venue_city, *self.span())

    teaser_fields = (
        *NOTED_FIELDS,
        *REPETITION_FIELDS,
        "event_type",
        "starts_on",
        "start_time",
        "ends_on",
        "end_time",
        "time_zone",
        "status",
        "venue_name",
        "venue_address",
        "venue_city",
        "venue_country",
        "online_url",
        "source_places",
    )

    @property
    def type_label(self) -> str:
        """What it is, in the active language: "Atelier", or "Événement" if nobody has said."""
        return str(EventType(self.event_type).label if self.event_type else self.kind_label)

    @property
    def status_label(self) -> str | None:
        """The state in words, None when it is as planned."""
        return str(self.status_words(self.search_status())) or None

    def search_country(self) -> str:
        """Returns the country of the venue; "" when none is given."""
        return str(self.venue_country)

    def search_day(self) -> date:
        """Returns the day of its next date, else of its last one, in its own time zone."""
        return self.shown_date.starts_on

    def search_ends_at(self) -> datetime:
        """Returns the end of its last date, aware."""
        return self.span()[1]

    def search_former_day(self) -> date | None:
        """Returns the first day that was announced before, if it has another one now."""
        return None if self.former_starts_on == self.starts_on else self.former_starts_on

    def search_status(self) -> str:
        """Returns the state, "" when it is as planned. What moved and has no venue any more is online now."""
        if self.status == EventStatus.MOVED and self.online_url and not self.shortest_place:
            return str(EventStatus.ONLINE.value)
        return "" if self.status == EventStatus.SCHEDULED else self.status

    @classmethod
    def status_words(cls, status: str) -> str | Promise:
        """Returns the label of a state, "" for ""."""
        return EventStatus(status).label if status else ""

    def teaser_details(self) -> dict[str, object]:
        """Returns what listings show: type, date, place and hours, state, what was announced before."""
        of_all: dict[str, object] = {
            "kind_label": self.type_label,
            "status_label": self.status_label,
            "former": announced_before(self),
            "is_off": self.status == EventStatus.CANCELLED,
            "is_void": self.is_void,
        }
        return of_all | date_details(self)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the details shown beside the text, and the dates of an event that repeats."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        note_event(self)
        city = clock_city(self)
        return context | {
            "details": event_details(self),
            "date": self.shown_date,
            "when": hours_with_zone(self.shown_date, city),
            "clock_city": city,
            "dates": page_dates(self),
            "programme": days_of_programme(self.programme),
            "former": announced_before(self),
        }

    def structured_data(self, head_context: HeadContext) -> Event:
        """Returns the event with its place, status and offer."""
        return event_data(self, head_context)

    def search_text(self) -> str:
        """Returns venue, organisers and sessions besides the body."""
        sessions = (text for one in self.programme for text in (one.title, one.speakers, one.hall, one.text))
        own = (self.type_label, self.venue_name, self.venue_city, self.organisers)
        return "\n".join([*own, *filter(None, sessions), super().search_text()])

    def clean(self) -> None:
        """Raises `ValidationError` unless it ends after it starts, within years that calendars show."""
        super().clean()
        days = day_errors(starts_on=self.starts_on, ends_on=self.ends_on)
        if errors := days | attendance_errors(self) | online_errors(self):
            raise ValidationError(errors)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("La fin vient avant le début.")})
        if self.starts_on and self.start_time and self.end_time and self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": _("La fin vient avant le début.")})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Donnez aussi l’heure de début.")})
        repetition = repetition_errors(self.series) if self.series else {}
        wrong: dict[str, str | list[str]] = {**repetition, **self.session_errors()}
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args: object, **kwargs: object) -> None:
        """Writes the rows of its dates with its own."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                keep_dates(self)

    def social_card_text(self) -> SocialCardText:
        """Returns the card of a content page, with the type and the state of the event."""
        card = super().social_card_text()
        with override(card.language):
            return replace(
                card, kind=" · ".join(part for part in (self.type_label, self.status_label) if part)
            )
