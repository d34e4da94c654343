"""Events: when, where or online, organisers, languages, price."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from timezone_field import TimeZoneField
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.models.listing_group import ListingGroup
from events.details import event_details
from events.models.agenda import AgendaPage
from events.panels import EVENT_PANELS
from events.structured_data import event_data
from events.validation import attendance_errors, day_errors
from events.wording import hours_with_zone, where_and_when
from fedcms.core.i18n.language_list import LanguageListField
from fedcms.core.pages.translatable_fields import same_everywhere, translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import Event


class EventStatus(models.TextChoices):
    """The state of an event; names follow schema.org's EventStatusType."""

    SCHEDULED = "scheduled", _("Prévu")
    POSTPONED = "postponed", _("Reporté")
    MOVED = "moved", _("Déplacé")
    CANCELLED = "cancelled", _("Annulé")


class EventPage(ContentPage):
    """An event. Start and end are wall-clock times in the event's own time zone."""

    kind = "event"
    listing_group = ListingGroup.AGENDA
    front_page_block = "coming"
    has_calendar = True
    has_press_kit = True
    kind_label = _("Événement")
    kind_label_plural = _("Événements")

    starts_on = models.DateField(_("premier jour"))
    start_time = models.TimeField(
        _("heure de début"), null=True, blank=True, help_text=_("Vide : toute la journée.")
    )
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True, help_text=_("Vide : le même jour."))
    end_time = models.TimeField(_("heure de fin"), null=True, blank=True)
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris")
    status = models.CharField(_("état"), max_length=12, choices=EventStatus, default=EventStatus.SCHEDULED)
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
        *ContentPage.translatable_fields,
        *translated("organisers"),
        *same_everywhere("starts_on", "start_time", "ends_on", "end_time", "time_zone", "status"),
        *same_everywhere("venue_name", "venue_address", "venue_postcode", "venue_city", "venue_country"),
        *same_everywhere(
            "latitude", "longitude", "online_url", "spoken_languages", "price_euros", "signup_url"
        ),
    ]

    is_creatable = True
    parent_page_types: ClassVar = ["events.AgendaPage"]
    subpage_types: ClassVar[list[str]] = []
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
    def is_over(self) -> bool:
        """Whether its end has passed."""
        return self.ends_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether one may still sign up."""
        return self.status != EventStatus.CANCELLED and not self.is_over

    @property
    def signup_site(self) -> str:
        """The name of the other service at which one signs up, as its address has it; "" without one."""
        return urlsplit(self.signup_url).netloc.removeprefix("www.")

    @property
    def took_place(self) -> bool:
        """Whether it is over and took place: cancelled and postponed events did not."""
        return self.is_over and self.status not in (EventStatus.CANCELLED, EventStatus.POSTPONED)

    @property
    def languages(self) -> list[str]:
        """The codes of the languages spoken."""
        return [code.strip() for code in self.spoken_languages.split(",") if code.strip()]

    @property
    def shortest_place(self) -> str:
        """Where it takes place in few words: the city, else the venue or its address; "" if unknown."""
        return self.venue_city or self.venue_name or self.venue_address

    def place_and_span(self) -> tuple[str, datetime, datetime]:
        """Returns the venue's city, start and end."""
        return self.venue_city, self.starts_at, self.ends_at

    teaser_fields = (
        "starts_on",
        "start_time",
        "ends_on",
        "end_time",
        "time_zone",
        "status",
        "venue_name",
        "venue_address",
        "venue_city",
        "online_url",
    )

    @property
    def status_label(self) -> str | None:
        """The state in words, None when it is as planned."""
        return str(self.status_words(self.search_status())) or None

    def search_day(self) -> date:
        """Returns the first day, in its own time zone."""
        return self.starts_on

    def search_ends_at(self) -> datetime:
        """Returns its end, aware."""
        return self.ends_at

    def search_status(self) -> str:
        """Returns the state, "" when it is as planned."""
        return "" if self.status == EventStatus.SCHEDULED else self.status

    @classmethod
    def status_words(cls, status: str) -> str | Promise:
        """Returns the label of a state, "" for ""."""
        return EventStatus(status).label if status else ""

    def teaser_details(self) -> dict[str, object]:
        """Returns what listings show: start, last day, place and hours, state."""
        return {
            "starts_at": self.starts_at,
            "ends_at": self.last_day,
            "where": where_and_when(self),
            "status_label": self.status_label,
            "is_off": self.status == EventStatus.CANCELLED,
        }

    @property
    def last_day(self) -> datetime | None:
        """The beginning of the last day, aware; None for an event of one day."""
        if self.ends_on is None or self.ends_on == self.starts_on:
            return None
        return datetime.combine(self.ends_on, time.min, tzinfo=self.time_zone)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the details shown beside the text."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        return context | {"details": event_details(self), "when": hours_with_zone(self)}

    def structured_data(self, head_context: HeadContext) -> Event:
        """Returns the event with its place, status and offer."""
        return event_data(self, head_context)

    def search_text(self) -> str:
        """Returns venue and organisers besides the body."""
        return "\n".join([self.venue_name, self.venue_city, self.organisers, super().search_text()])

    def clean(self) -> None:
        """Raises `ValidationError` unless it ends after it starts, within years that calendars show."""
        super().clean()
        if errors := day_errors(starts_on=self.starts_on, ends_on=self.ends_on) | attendance_errors(self):
            raise ValidationError(errors)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("La fin vient avant le début.")})
        if self.starts_on and self.start_time and self.end_time and self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": _("La fin vient avant le début.")})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Donnez aussi l’heure de début.")})
