"""Trade missions: a delegation that travels abroad, and how to join it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin

from clusters.models import ContentPage
from clusters.models.listing_group import ListingGroup
from events.board.place_count import PlaceCount
from events.details import mission_details
from events.models.mission_call import MissionWithCall
from events.structured_data import mission_data
from events.validation import amount_errors, day_errors
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator
from fedcms.core.pages.translatable_fields import all_but, own_value, place_names, same_everywhere, translated
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import BusinessEvent
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.core.templatetags.core_tags import country_name


class TradeMissionPage(MissionWithCall):
    """A trade mission abroad. Its dates are calendar days at the destination."""

    kind = "mission"
    is_kept_in_process = True
    listing_group = ListingGroup.AGENDA
    listing_page = "missions"
    front_page_block = "missions"
    has_calendar = True
    agenda_template = "components/mission.html"
    deadline_field = "deadline"
    deadline_label = _("fin des candidatures")
    country_field = "destination_country"
    place_field = "destination_city"
    kind_label = _("Mission")
    kind_label_plural = _("Missions")
    search_relations: ClassVar = ("programme",)

    destination_country = CountryField(_("pays de destination"))
    destination_city = models.CharField(_("ville de destination"), max_length=80)
    fair = models.CharField(_("salon"), max_length=150, blank=True)
    starts_on = models.DateField(_("départ"))
    ends_on = models.DateField(_("retour"))
    deadline = models.DateField(_("date limite de candidature"), help_text=_("Le dernier jour compris."))
    places = models.PositiveSmallIntegerField(_("nombre de places"), null=True, blank=True)
    cost_euros = models.DecimalField(
        _("coût en euros"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    funding = models.TextField(_("aides"), blank=True)
    eligibility = models.TextField(_("qui peut candidater"))
    partners_text = models.CharField(_("partenaires"), max_length=400, blank=True)
    contact = models.CharField(_("contact"), max_length=250)

    translatable_fields: ClassVar = [
        *all_but(ContentPage.translatable_fields, "dateline_place"),
        *own_value("dateline_place"),
        *place_names("destination_city"),
        *same_everywhere("destination_country", "starts_on", "ends_on", "deadline"),
        *same_everywhere("places", "cost_euros"),
        *translated("fair", "funding", "eligibility", "partners_text", "contact", "programme"),
    ]

    is_creatable = True
    parent_page_types: ClassVar = ["events.AgendaPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/trade_mission_page.html"
    page_description = _(
        "Une délégation part à l’étranger : destination, programme, qui peut candidater, jusqu’à quand, à quel coût."
    )
    take_instead = (
        _("On s’inscrit librement à un rendez-vous, même à l’étranger : prenez un événement."),
        _("La délégation est revenue et vous en rendez compte : prenez une actualité."),
    )

    content_panels: ClassVar = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("destination_country"), FieldPanel("destination_city")]),
                FieldPanel("fair"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel(
                    "deadline",
                    help_text=_(
                        "Le dernier jour compris, avant le départ. La page compte les jours qui restent et ferme les "
                        "candidatures d’elle-même le lendemain."
                    ),
                ),
            ],
            heading=_("Destination et dates"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "places", help_text=_("Une fois l’appel ouvert, le site montre les siennes.")
                        ),
                        FieldPanel(
                            "cost_euros", help_text=_("Par personne, aides non déduites. Vide : non précisé.")
                        ),
                    ]
                ),
                FieldPanel(
                    "funding",
                    help_text=_(
                        "Qui prend en charge quoi, et comment le demander. Si l’appel dit ses coûts ou ses aides "
                        "dans cette langue, la page montre les siens à la place."
                    ),
                ),
                FieldPanel(
                    "eligibility", help_text=_("Quelles organisations, quelles fonctions, quels prérequis.")
                ),
                FieldPanel(
                    "contact",
                    help_text=_("Un service et une adresse publique, pas le portable de quelqu’un."),
                ),
                FieldPanel("partners_text"),
            ],
            heading=_("Participer"),
        ),
        InlinePanel("programme", label=_("étape"), heading=_("Programme")),
        *ContentPage.body_panels,
        *ContentPage.organisation_panels,
        *ContentPage.classification_panels,
    ]

    class Meta:
        verbose_name = _("mission à l’étranger")
        verbose_name_plural = _("missions à l’étranger")
        # What lasts in a month (events.month_selection).
        indexes: ClassVar = [models.Index(fields=["ends_on", "starts_on"], name="mission_by_days")]

    @property
    def is_over(self) -> bool:
        """Whether the delegation is back: the last day has ended, in UTC."""
        return self.place_and_span()[2] <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether one may still apply."""
        return self.days_left >= 0

    def place_and_span(self) -> tuple[str, datetime, datetime]:
        """Returns the destination's city, and start and end of the days in UTC."""
        start = datetime.combine(self.starts_on, time.min, tzinfo=UTC)
        end = datetime.combine(self.ends_on + timedelta(days=1), time.min, tzinfo=UTC)
        return self.destination_city, start, end

    teaser_fields = (
        *("starts_on", "ends_on", "deadline", "destination_city", "destination_country"),
        # By which its call is found.
        "translation_key",
    )

    def teaser_details(self) -> dict[str, object]:
        """Returns what listings show: destination, dates, state and deadline."""
        return {
            "starts_at": self.starts_on,
            "ends_at": self.ends_on,
            "where": in_line(self.destination_city),
            "destination_city": self.destination_city,
            "destination_country": str(self.destination_country),
            **self.closing_details(),
        }

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the details shown beside the text."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        return context | {"details": mission_details(self)}

    def social_card_text(self) -> SocialCardText:
        """Returns the card of a content page, with state, destination, dates and places in all."""
        card = super().social_card_text()
        with override(card.language):
            destination = list_separator().join(
                (self.destination_city, country_name(self.destination_country))
            )
            number = self.shown_places
            places = (str(PlaceCount(number)),) if number else ()
            return replace(
                card,
                kind=" · ".join(part for part in (str(self.kind_label), self.status_label) if part),
                board_row=(destination, days_in_words(self.starts_on, self.ends_on), *places),
            )

    def structured_data(self, head_context: HeadContext) -> BusinessEvent:
        """Returns the mission as a business event."""
        return mission_data(self, head_context)

    def search_country(self) -> str:
        """Returns the country of the destination."""
        return str(self.destination_country)

    def search_day(self) -> date:
        """Returns the day of departure."""
        return self.starts_on

    def search_ends_at(self) -> datetime:
        """Returns the end of the day of return, in UTC."""
        return self.place_and_span()[2]

    def search_text(self) -> str:
        """Returns destination, fair, conditions and programme besides the body."""
        steps = [step.text for step in self.programme.all()]
        parts = [self.destination_city, self.fair, self.funding, self.eligibility, self.partners_text, *steps]
        return "\n".join([*parts, super().search_text()])

    def clean(self) -> None:
        """Raises `ValidationError` if it returns before it leaves, or if applications close after it leaves."""
        super().clean()
        days = day_errors(starts_on=self.starts_on, ends_on=self.ends_on, deadline=self.deadline)
        if errors := days | amount_errors(cost_euros=self.cost_euros):
            raise ValidationError(errors)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Le retour vient avant le départ.")})
        if self.starts_on and self.deadline and self.deadline > self.starts_on:
            raise ValidationError({"deadline": _("Les candidatures se ferment après le départ.")})


class MissionStep(TranslatableMixin, Orderable):
    """One item of a mission's programme."""

    page = ParentalKey(TradeMissionPage, on_delete=models.CASCADE, related_name="programme")
    day = models.CharField(_("jour"), max_length=60)
    text = models.TextField(_("ce qui est prévu"))

    translatable_fields: ClassVar = translated("day", "text")

    panels: ClassVar = [FieldPanel("day"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("étape du programme")

    def __str__(self) -> str:
        return self.day
